"""How the code speaks: a sentence for each module, a reason for each exception, names that say what a thing is."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.house.files import PACKAGE, ROOT, assert_none, list_committed_files, list_modules

FORBIDDEN = {"utils", "util", "helpers", "helper", "manager", "data", "info"}
WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z`])")
EXCEPTION = re.compile(r"#\s*(noqa\b|type:\s*ignore|pragma:|pyright:|mypy:)", re.IGNORECASE)
GOOD_EXCEPTION = re.compile(
    r"# (noqa: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*|type: ignore\[[a-z-]+(, ?[a-z-]+)*\])(  # | - )\S+ \S.*$"
)
# Letters in brackets keep this file from telling on itself.
MACHINE = re.compile(r"(?<![\w.<>}])/(?:[w]ork|[r]oot|[h]ome)/")
REGISTRY = re.compile(r"[p]ypi\.org|files\.[p]ythonhosted\.org|registry\.[n]pmjs\.org|deb\.[d]ebian\.org")
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico", ".woff2", ".ttf"}


def find_docstring_fault(source: str) -> str:
    """What is wrong with a module's docstring; empty when it is one sentence."""
    docstring = ast.get_docstring(ast.parse(source)) or ""
    if not docstring:
        return "has no docstring: say in one sentence what it is for"
    if SENTENCE_END.search(docstring) or "\n\n" in docstring:
        return "says more than one sentence: put the rest in a comment beside what it explains"
    return (
        ""
        if docstring.endswith((".", "?", "!"))
        else "has a docstring that is no sentence: end it with a full stop"
    )


NAMED_BY_OTHERS = {"handle_data"}  # of the standard library's HTML parser


def find_bare_exceptions(source: str) -> Iterator[str]:
    """Comments that silence a checker without a code, or without saying why."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and EXCEPTION.search(token.string):
            start = token.string[EXCEPTION.search(token.string).start() :]  # type: ignore[union-attr]  # just found
            if not GOOD_EXCEPTION.match(start):
                yield f"{token.start[0]}: {token.string}: write the rule's code and behind it `  # why`"


def find_empty_names(source: str, module: str) -> Iterator[str]:
    """Names of the module, its functions and its classes that say nothing."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    names = [(1, module), *((n.lineno, n.name) for n in ast.walk(ast.parse(source)) if isinstance(n, defined))]
    for line, name in names:
        if name in NAMED_BY_OTHERS:
            continue
        if empty := {word.lower() for word in WORDS.findall(name)} & FORBIDDEN:
            yield f"{line}: {name}: {sorted(empty)} could be anything: name what it is or does"


def find_addresses(text: str, *, is_course: bool = False) -> Iterator[str]:
    """Paths of somebody's machine and addresses of registries; a course may speak of such paths."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern in [REGISTRY] if is_course else [REGISTRY, MACHINE]:
            if found := pattern.search(line):
                yield f"{number}: {found[0]}: write what is true on every machine"


def gather(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Name and text of each file."""
    return ((path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths)


CODE = [path for folder in ("lms", "tests", "benchmarks") for path in list_modules(ROOT / folder)]


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    found = ((name, find_docstring_fault(source)) for name, source in gather(CODE))
    assert_none(f"{name} {fault}" for name, fault in found if fault)


def test_every_exception_to_a_rule_has_its_code_and_its_reason() -> None:
    assert_none(f"{name}:{fault}" for name, source in gather(CODE) for fault in find_bare_exceptions(source))


def test_names_say_what_a_thing_is() -> None:
    found = gather(list_modules(PACKAGE))
    assert_none(f"{name}:{fault}" for name, source in found for fault in find_empty_names(source, Path(name).stem))


def test_no_file_knows_this_machine_or_a_registry() -> None:
    files = gather(path for path in list_committed_files() if path.suffix not in PICTURES)
    found = ((name, find_addresses(text, is_course=name.startswith("courses/"))) for name, text in files)
    assert_none(f"{name}:{fault}" for name, faults in found for fault in faults)


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", "has no docstring"),
        ('"""Reads files. Writes them too."""', "says more than one sentence"),
        ('"""Reads files.\n\nAnd more."""', "says more than one sentence"),
        ('"""Reads files"""', "no sentence"),
        ('"""Reads files, e.g. course.toml and en.md."""', ""),
        ('"""Reads a folder\nof files."""', ""),
    ],
)
def test_a_docstring_of_another_length_is_told(source: str, told: str) -> None:
    assert told in find_docstring_fault(source)
    assert bool(find_docstring_fault(source)) is bool(told)


@pytest.mark.parametrize(
    ("comment", "is_told"),
    [
        ("# noqa", True),
        ("# noqa: S105", True),
        ("# type: ignore  # no types", True),
        ("# type: ignore[misc]", True),
        ("# noqa:S105 # why", True),
        ("# pragma: no cover", True),
        ("# noqa: S105  # a name, not a secret", False),
        ("# noqa: S105, E501  # both are meant", False),
        ("# noqa: S105 - a name, not a secret", False),
        ("# type: ignore[misc, arg-type]  # the library ships no types", False),
    ],
)
def test_an_exception_without_a_reason_is_told(comment: str, is_told: bool) -> None:
    assert bool(list(find_bare_exceptions(f"x = 1  {comment}\n"))) is is_told


@pytest.mark.parametrize("name", ["utils", "DataHelper", "course_info", "get_data", "HTTPManager"])
def test_a_name_that_says_nothing_is_told(name: str) -> None:
    assert list(find_empty_names("", name))
    assert list(find_empty_names(f"class {name}: ...", "fine"))


@pytest.mark.parametrize("name", ["dates", "metadata", "information", "manage", "update"])
def test_a_name_that_only_looks_like_one_is_not_told(name: str) -> None:
    assert list(find_empty_names(f"def {name}(): ...", name)) == []


def test_committed_files_are_those_git_would_take(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("/.venv/\n__pycache__/\n*.egg-info/\n", "utf-8")
    for name in (".venv/x.py", "lms/x.py", "lms/__pycache__/x.pyc", "lms/.venv/y.py", "lms.egg-info/x", ".git/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    listed = [path.relative_to(tmp_path).as_posix() for path in list_committed_files(tmp_path)]
    assert listed == [".gitignore", "lms/.venv/y.py", "lms/x.py"]


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("see /" + "work/main/lms", True),
        ("cd /" + "root/x", True),
        ('"/' + 'home/me/x"', True),
        ("https://" + "pypi" + ".org/simple", True),
        ("url = https://registry." + "npmjs.org/x", True),
        ("https://example.org/" + "work/1", False),
        ("homework/root", False),
    ],
)
def test_an_address_of_a_machine_or_registry_is_told(line: str, is_told: bool) -> None:
    assert bool(list(find_addresses(line))) is is_told
