"""The documents lead where they say, name what is there, and leave out no room, no setting and no page."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path

import click
import pytest

from lms.app import load_rooms
from lms.cli import main
from lms.core.settings import DEFAULT_PLUGINS, ENVIRONMENT_PREFIX, Settings
from tests.house.documents import (
    DOCUMENTS,
    PRESENT,
    find_command_faults,
    find_make_faults,
    find_path_faults,
    prose_of,
)
from tests.house.files import PACKAGE, ROOMS, ROOT, assert_none, list_modules

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
VARIABLE = re.compile(rf"\b{ENVIRONMENT_PREFIX}[A-Z][A-Z_]*\b")
NOT_SET_BY_HAND = {"plugins"}  # rooms are named in config.py
DOCS = ROOT / "docs"
INDEX = DOCS / "README.md"
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
HOOK_ENTRY = re.compile(r"^\s*entry: \.venv/bin/(\S+)(?: -m (\S+))?", re.MULTILINE)


def slug(heading: str) -> str:
    """The anchor that a page of a repository gives a heading."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def find_link_faults(path: Path) -> Iterator[str]:
    """Links of a document to files and headings that are not there."""
    for target in list_links(path):
        name, _, anchor = target.partition("#")
        file = path.parent / name if name else path
        if not file.exists():
            yield f"{target} leads nowhere, there is no {file.name} there: correct the link, or write the page"
        elif anchor and anchor not in {slug(heading) for heading in HEADING.findall(file.read_text("utf-8"))}:
            yield f"{target} leads nowhere, {file.name} has no such heading: link to one that it has"


def list_links(path: Path) -> list[str]:
    """The relative links of a document."""
    return [target for target in LINK.findall(prose_of(path.read_text("utf-8"))) if not ELSEWHERE.match(target)]


def find_unnamed(names: Iterable[str], text: str) -> list[str]:
    """Names that do not stand in a text as words of their own."""
    return sorted(name for name in names if not re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", text))


def list_settings(sources: Iterable[str], fields: Collection[str]) -> set[str]:
    """The variables that set something: one for each field, and those the code asks for by name."""
    asked = {name for source in sources for name in VARIABLE.findall(source)}
    return asked | {ENVIRONMENT_PREFIX + name.upper() for name in fields}


def of_document(path: Path, faults: Iterable[str]) -> Iterator[str]:
    return (f"{path.relative_to(ROOT)}: {fault}" for fault in faults)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_of_a_document_lead_somewhere(path: Path) -> None:
    assert_none(of_document(path, find_link_faults(path)))


def test_the_index_names_every_page() -> None:
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in list_links(INDEX)}
    missing = sorted(path.name for path in DOCS.glob("*.md") if path != INDEX and path.resolve() not in linked)
    assert not missing, f"Say in docs/README.md who reads {missing}, with a link to each."


@pytest.mark.parametrize("path", PRESENT, ids=name_of)
def test_make_targets_that_a_document_names_are_there(path: Path) -> None:
    targets = TARGET.findall((ROOT / "Makefile").read_text("utf-8"))
    assert_none(of_document(path, find_make_faults(path.read_text("utf-8"), targets)))


@pytest.mark.parametrize("path", PRESENT, ids=name_of)
def test_commands_and_options_that_a_document_names_are_there(path: Path) -> None:
    rooms = chain.from_iterable(load_rooms(DEFAULT_PLUGINS).hook.commands())
    known = click.Group("lms", {**main.commands, **{str(command.name): command for command in rooms}})
    assert_none(of_document(path, find_command_faults(path.read_text("utf-8"), known)))


@pytest.mark.parametrize("path", PRESENT, ids=name_of)
def test_files_and_functions_that_a_document_names_are_there(path: Path) -> None:
    assert_none(of_document(path, find_path_faults(path.read_text("utf-8"))))


def test_the_architecture_names_every_room() -> None:
    missing = find_unnamed(ROOMS, (DOCS / "architecture.md").read_text("utf-8"))
    assert not missing, f"Say in docs/architecture.md on which floor {missing} stand."


def test_the_operators_guide_names_every_setting() -> None:
    fields = {field.name for field in dataclasses.fields(Settings)} - NOT_SET_BY_HAND
    settings = list_settings((path.read_text("utf-8") for path in list_modules(PACKAGE)), fields)
    missing = find_unnamed(settings, (DOCS / "operator.md").read_text("utf-8"))
    assert not missing, f"Say in docs/operator.md what these set, and what they are otherwise: {missing}"


def test_the_operators_guide_names_no_setting_that_is_gone() -> None:
    known = {path.read_text("utf-8") for path in (*list_modules(ROOT / "tests"), ROOT / "Makefile")}
    fields = {field.name for field in dataclasses.fields(Settings)}
    settings = list_settings([*known, *(path.read_text("utf-8") for path in list_modules(PACKAGE))], fields)
    named = set(VARIABLE.findall((DOCS / "operator.md").read_text("utf-8")))
    assert not named - settings, f"Nothing reads {sorted(named - settings)}: correct docs/operator.md."


def test_the_hooks_of_a_commit_call_tools_that_are_there() -> None:
    entries = HOOK_ENTRY.findall((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert entries, "No hook was found in .pre-commit-config.yaml: write each entry as .venv/bin/<tool>."
    for tool, module in entries:
        program = Path(sys.executable).with_name(tool)
        assert program.exists(), (
            f".pre-commit-config.yaml calls {tool}: declare it in pyproject.toml, or name another."
        )
        file = ROOT / f"{module.replace('.', '/')}.py"
        assert not module or file.exists(), (
            f".pre-commit-config.yaml calls {module}: name the module that does it now."
        )


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[x](gone.md)", ["gone.md leads nowhere, there is no gone.md there"]),
        ("![x](media/gone.svg)", ["media/gone.svg leads nowhere, there is no gone.svg there"]),
        ("[x](there.md#gone)", ["there.md#gone leads nowhere, there.md has no such heading"]),
        ("[x](#gone)", ["#gone leads nowhere, page.md has no such heading"]),
        ("[x](there.md#one-request-from-door-to-cellar) [y](#here) [z](https://example.org)\n\n## Here", []),
        ("```\n[x](gone.md)\n```\n`[x](gone.md)`", []),
        ("````markdown\n```\n[x](gone.md)\n```\n[x](gone.md)\n````", []),
    ],
)
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, text: str, told: list[str]) -> None:
    (tmp_path / "there.md").write_text("# There\n\n## One request, from `door` to cellar\n", "utf-8")
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    assert [fault.partition(":")[0] for fault in find_link_faults(page)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("`make brew`", ["make brew"]),
        ("```\nmake run PORT=8001  # make tea\n.venv/bin/x && make brew\n```", ["make brew"]),
        ("`make run`, then make tea. `  → make format`", []),
        ("```python\nmake brew\n```\n`make check-long`", []),
    ],
)
def test_a_target_that_is_gone_is_told(text: str, told: list[str]) -> None:
    assert [fault.partition(" is no")[0] for fault in find_make_faults(text, ["run", "check-long"])] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("`lms brew`", ["lms brew is no command"]),
        ("`lms users brew`", ["lms users brew is no command"]),
        ("`lms serve --wach courses`", ["lms serve has no --wach"]),
        ("```\nLMS_PORT=8001 .venv/bin/lms serve --fast\n```", ["lms serve has no --fast"]),
        ("```\ncd /srv/lms && lms brew\npython3 -m venv /opt/lms\n```", ["lms brew is no command"]),
        ("```\n.venv/bin/python -m lms brew\n```", ["lms brew is no command"]),
        ("`lms`, `lms --help`, `lms users add LOGIN --role x`, `lms/cli.py`, `lms serve --watch=x`", []),
        ("```\nlms check    every mistake --of every file\n```", ["lms check has no --of"]),
        ('`lms greet`\n```python\n@click.command("greet")\ndef say() -> None: ...\n```', []),
    ],
)
def test_a_command_that_is_gone_is_told(text: str, told: list[str]) -> None:
    options = [click.Option(["--watch"])]
    users = click.Group("users", {"add": click.Command("add", params=[click.Option(["--role"])])})
    known = click.Group(
        "lms", {"check": click.Command("check"), "serve": click.Command("serve", params=options), "users": users}
    )
    assert [fault.partition(":")[0] for fault in find_command_faults(text, known)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("`lms/gone.py`", ["lms/gone.py is not there"]),
        ("`lms/gone/`", ["lms/gone/ is not there"]),
        ("`lms/there.py::gone`", ["lms/there.py defines no gone"]),
        ("`lms/there.py::there`, `lms/there.py::THERE`, `lms/`, `lms/<room>/views.py`, `other/gone.py`", []),
        ("`make lms/gone.py`, lms/gone.py", []),
    ],
)
def test_a_file_or_function_that_is_gone_is_told(tmp_path: Path, text: str, told: list[str]) -> None:
    (tmp_path / ".gitignore").write_text("", "utf-8")
    (tmp_path / "lms").mkdir()
    (tmp_path / "lms" / "there.py").write_text("THERE = 1\ndef there(): ...\n", "utf-8")
    assert [fault.partition(":")[0] for fault in find_path_faults(text, tmp_path)] == told


def test_a_name_that_is_missing_is_told() -> None:
    assert find_unnamed({"hours", "search"}, "The search counts hours_entry.") == ["hours"]
    assert find_unnamed({"LMS_HOST"}, "| `LMS_HOST` | where |") == []
    assert find_unnamed({"LMS_HOST"}, "LMS_HOSTS") == ["LMS_HOST"]


def test_variables_are_found_in_the_settings_and_in_the_code() -> None:
    assert list_settings(['os.environ.get("LMS_CONFIG")'], {"port"}) == {"LMS_CONFIG", "LMS_PORT"}
