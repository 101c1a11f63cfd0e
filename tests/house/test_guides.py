"""The guides are true: their words stand on the pages, their module passes the check, their change can be made."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest

from lms.app import load_rooms
from lms.catalog import service as catalog
from lms.core.markup import render
from lms.core.settings import DEFAULT_PLUGINS
from lms.hours.rules import LABELS
from tests.house.documents import get_fence_below, prose_of
from tests.house.files import ROOT, assert_none
from tests.house.test_texts import WESTERN, originals, translations
from tests.house.texts import FOLDER, load
from tests.lint.rule_ids import list_told_rules

DOCS = ROOT / "docs"
FOR_PEOPLE = {
    language: (f"trainee{ending}", f"institution{ending}")
    for language, ending in (("en", ".md"), ("zh", ".zh.md"))
}
PAIRS = [(page.with_name(page.name.replace(".zh.md", ".md")), page) for page in sorted(DOCS.glob("*.zh.md"))]
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)s|…")
RULE = re.compile(r"`([a-z]+(?:-[a-z]+)+)`")
COURSE = "internet-of-things"
MARKED = re.compile(r"^(#+|- |\d+\.|\|).*$", re.MULTILINE)
SECONDS = 120


# ── For people ──────────────────────────────────────────────────────────────────────────────────────────────


@cache
def list_labels(language: str) -> tuple[re.Pattern[str], ...]:
    """What the pages say in a language; where a value is filled in, anything may stand."""
    messages = [message for path in FOLDER.glob("zh/*.po") for message in load(path, "zh") if message.id]
    texts = {
        text
        for message in messages
        for text in (originals(message.id) if language == "en" else translations(message))
    }
    return tuple(pattern_of(text) for text in texts if text)


def pattern_of(text: str) -> re.Pattern[str]:
    parts = [re.escape(part.replace("%%", "%")) for part in PLACEHOLDER.split(text)]
    return re.compile(".+".join(parts))


def find_words_on_no_page(text: str, labels: Iterable[re.Pattern[str]]) -> Iterator[str]:
    """Words in bold that no page says."""
    known = list(labels)
    for found in BOLD.findall(prose_of(text)):
        words = " ".join(found.split())
        if not any(label.fullmatch(words) for label in known):
            yield f"**{words}** stands on no page: write it as the page has it, or not in bold"


@pytest.mark.parametrize(
    ("language", "name"), [(language, name) for language, names in FOR_PEOPLE.items() for name in names]
)
def test_words_in_bold_stand_on_the_pages(language: str, name: str) -> None:
    faults = find_words_on_no_page((DOCS / name).read_text("utf-8"), list_labels(language))
    assert_none(f"docs/{name}: {fault}" for fault in faults)


def list_marked(text: str) -> list[tuple[str, str]]:
    """The lines that begin a heading, a point, a step or a row, each behind the mark it begins with."""
    return [(found[1], found[0]) for found in MARKED.finditer(prose_of(text))]


def find_shape_fault(first: str, second: str) -> str:
    """Where two pages part: the lines that begin differently; empty where none does."""
    nothing = ("", "the end")
    for one, other in zip_longest(list_marked(first), list_marked(second), fillvalue=nothing):
        if one[0] != other[0]:
            return f"{one[1]!r} stands where the other has {other[1]!r}"
    return ""


@pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=lambda path: path.name)
def test_a_guide_says_the_same_in_both_languages(english: Path, chinese: Path) -> None:
    fault = find_shape_fault(english.read_text("utf-8"), chinese.read_text("utf-8"))
    assert not fault, f"{english.name} and {chinese.name} part: {fault}. Write the same points in both."


@pytest.mark.parametrize(("_english", "chinese"), PAIRS, ids=lambda path: path.name)
def test_chinese_guides_are_written_with_chinese_punctuation(_english: Path, chinese: Path) -> None:
    lines = enumerate(prose_of(chinese.read_text("utf-8")).splitlines(), 1)
    assert_none(
        f"docs/{chinese.name}: {line}: use full-width punctuation between Chinese characters"
        for _number, line in lines
        if WESTERN.search(line)
    )


@pytest.mark.parametrize(("language", "name"), [("en", "institution.md"), ("zh", "institution.zh.md")])
def test_the_institutions_guide_explains_every_column_of_the_table(language: str, name: str) -> None:
    text = (DOCS / name).read_text("utf-8")
    wanted = {f"`{column}`": words[language] for column, words in LABELS.items()}
    missing = [f"{column} {label}" for column, label in wanted.items() if column not in text or label not in text]
    assert not missing, f"Say in docs/{name} what stands in the columns {missing}."


# ── For instructors ─────────────────────────────────────────────────────────────────────────────────────────

INSTRUCTOR = (DOCS / "instructor.md").read_text("utf-8")


@pytest.fixture
def first_module(tmp_path: Path) -> Path:
    """The course of the instructors' guide with the module that the guide writes, and no other."""
    course = tmp_path / COURSE
    table = get_fence_below(INSTRUCTOR, f"`courses/{COURSE}/course.toml`")
    facts = (ROOT / "courses" / COURSE / "course.toml").read_text("utf-8").partition("[[modules]]")[0]
    folder = course / re.findall(r'^folder = "(.+)"$', table, re.MULTILINE)[0]
    folder.mkdir(parents=True)
    (course / "course.toml").write_text(facts + table, "utf-8")
    for name in ("en.md", "zh.md", "quiz.md"):
        (folder / name).write_text(get_fence_below(INSTRUCTOR, f"### `{name}`"), "utf-8")
    return course


def test_the_first_module_of_the_instructors_guide_passes_the_check(first_module: Path) -> None:
    report = catalog.check(load_rooms(DEFAULT_PLUGINS).hook, first_module, COURSE)
    assert_none(f"docs/instructor.md, first module: {finding}" for finding in report.findings)
    [course] = report.courses
    [module] = course.modules
    types = {known.name for answer in load_rooms(DEFAULT_PLUGINS).hook.question_types() for known in answer}
    shown = set(re.findall(r"^type: (\w+)$", module.source.quiz, re.MULTILINE))
    assert shown == types, (
        f"Let the first module of docs/instructor.md ask one question of each type: {sorted(types ^ shown)}"
    )
    missing = sorted(name for name in types if f"| `{name}` |" not in INSTRUCTOR)
    assert not missing, f"Say in docs/instructor.md how an answer of these types is written: {missing}"


def test_the_program_of_the_first_module_prints_what_the_guide_says(first_module: Path) -> None:
    report = catalog.check(load_rooms(DEFAULT_PLUGINS).hook, first_module, COURSE)
    for rendered in report.courses[0].modules[0].draft.rendered.values():
        for block in (block for block in rendered.code_blocks if block.run):
            done = subprocess.run(
                [sys.executable, "-I", "-c", block.source], capture_output=True, text=True, check=True
            )
            assert done.stdout.strip() == block.expected_output, "Correct the output block in docs/instructor.md."


def test_everything_a_text_may_use_is_printed_without_a_finding() -> None:
    source = get_fence_below(INSTRUCTOR, "Everything a text may use, once:")
    rendered = render(source, path="docs/instructor.md", language="en", link=lambda _: None, image=lambda _: "")
    assert_none(f"Everything a text may use: {finding}" for finding in rendered.findings)


def test_rules_that_the_instructors_guide_explains_are_told_by_the_check() -> None:
    told = list_told_rules().places
    _before, _words, table = INSTRUCTOR.partition("| rule | what to do |")
    rows = [line.split("|")[1] for line in table.partition("\n\n")[0].splitlines() if line.startswith("| `")]
    gone = sorted(rule for row in rows for rule in RULE.findall(row) if rule not in told)
    assert rows, "The table of rules is gone from docs/instructor.md: write it, or correct this test."
    assert not gone, f"Nothing tells these rules any more: take them out of docs/instructor.md: {gone}"


# ── For contributors ────────────────────────────────────────────────────────────────────────────────────────


def test_the_change_of_the_contributors_page_can_be_made_and_tested(tmp_path: Path) -> None:
    diff = get_fence_below((ROOT / "CONTRIBUTING.md").read_text("utf-8"), "The whole change:")
    copy = tmp_path / "tree"
    for name in ("lms", "templates", "static", "tests"):
        shutil.copytree(ROOT / name, copy / name)
    for name in ("pyproject.toml", "config.py", ".gitignore"):
        shutil.copy(ROOT / name, copy)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTEST_", "COV_"))
    }
    environment |= {
        "PYTHONPATH": str(copy),
        "GIT_CEILING_DIRECTORIES": str(tmp_path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    applied = subprocess.run(
        ["git", "apply", "-"], input=diff, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert not applied.returncode, (
        f"Make the change of CONTRIBUTING.md anew, and copy `git diff`: {applied.stderr}"
    )
    test = re.findall(r"^\+def (test_\w+)", diff, re.MULTILINE)[0]
    chosen = f"({test} and sqlite) or test_every_text_of_a_room_is_translated"
    command = [
        sys.executable,
        "-P",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-k",
        chosen,
        *changed_tests(diff),
    ]
    done = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert not done.returncode, f"The change of CONTRIBUTING.md fails its test: make it anew.\n{done.stdout}"
    assert " passed" in done.stdout


def changed_tests(diff: str) -> list[str]:
    """The tests a diff changes, and those of the translations."""
    return [*re.findall(r"^\+\+\+ b/(tests/\S+)", diff, re.MULTILINE), "tests/house/test_texts.py"]


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


def test_a_word_that_stands_on_no_page_is_told() -> None:
    labels = [
        pattern_of("Mark as read"),
        pattern_of("Download %(format)s"),
        pattern_of("Partly right: %(percent)s%%"),
    ]
    text = "Press **Mark as\nread**, **Mark it**, **Download CSV**, **Partly right: …%**, `**code**`."
    assert [fault.split(" stands")[0] for fault in find_words_on_no_page(text, labels)] == ["**Mark it**"]


def test_where_two_guides_part_is_told() -> None:
    page = "# A\n\n- b\n1. c\n| d |\n```\n- code\n```\n"
    assert find_shape_fault(page, page.upper()) == ""
    assert find_shape_fault(page, "# A\n\n1. c\n") == "'- b' stands where the other has '1. c'"
    assert find_shape_fault("# A\n", "# A\n## B\n") == "'the end' stands where the other has '## B'"
