"""The documents lead where they say, and name every room and every setting."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pytest

from lms.core.settings import ENVIRONMENT_PREFIX, Settings
from tests.house.files import PACKAGE, ROOMS, ROOT, assert_none, list_committed_files, list_modules

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`]*`")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
VARIABLE = re.compile(rf"\b{ENVIRONMENT_PREFIX}[A-Z][A-Z_]*\b")
NOT_SET_BY_HAND = {"plugins"}  # rooms are named in config.py


def slug(heading: str) -> str:
    """The anchor that a page of a repository gives a heading."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def find_link_faults(path: Path) -> Iterator[str]:
    """Links of a document to files and headings that are not there."""
    for target in LINK.findall(CODE.sub("", FENCE.sub("", path.read_text("utf-8")))):
        if ELSEWHERE.match(target):
            continue
        name, _, anchor = target.partition("#")
        file = path.parent / name if name else path
        if not file.exists():
            yield f"{target} leads nowhere: there is no {file.name} there"
        elif anchor and anchor not in {slug(heading) for heading in HEADING.findall(file.read_text("utf-8"))}:
            yield f"{target} leads nowhere: {file.name} has no such heading"


def find_unnamed(names: Iterable[str], text: str) -> list[str]:
    """Names that do not stand in a text as words of their own."""
    return sorted(name for name in names if not re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", text))


def list_settings(sources: Iterable[str], fields: Collection[str]) -> set[str]:
    """The variables that set something: one for each field, and those the code asks for by name."""
    asked = {name for source in sources for name in VARIABLE.findall(source)}
    return asked | {ENVIRONMENT_PREFIX + name.upper() for name in fields}


DOCUMENTS = [
    path for path in list_committed_files() if path.suffix == ".md" and ROOT / "courses" not in path.parents
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_of_a_document_lead_somewhere(path: Path) -> None:
    assert_none(f"{path.relative_to(ROOT)}: {fault}" for fault in find_link_faults(path))


def test_the_architecture_names_every_room() -> None:
    missing = find_unnamed(ROOMS, (ROOT / "docs" / "architecture.md").read_text("utf-8"))
    assert not missing, f"Say in docs/architecture.md on which floor {missing} stand."


def test_the_operators_guide_names_every_setting() -> None:
    fields = {field.name for field in dataclasses.fields(Settings)} - NOT_SET_BY_HAND
    settings = list_settings((path.read_text("utf-8") for path in list_modules(PACKAGE)), fields)
    missing = find_unnamed(settings, (ROOT / "docs" / "operator.md").read_text("utf-8"))
    assert not missing, f"Say in docs/operator.md what these set, and what they are otherwise: {missing}"


def test_the_operators_guide_names_no_setting_that_is_gone() -> None:
    known = {path.read_text("utf-8") for path in (*list_modules(ROOT / "tests"), ROOT / "Makefile")}
    fields = {field.name for field in dataclasses.fields(Settings)}
    settings = list_settings([*known, *(path.read_text("utf-8") for path in list_modules(PACKAGE))], fields)
    named = set(VARIABLE.findall((ROOT / "docs" / "operator.md").read_text("utf-8")))
    assert not named - settings, f"Nothing reads {sorted(named - settings)}: correct docs/operator.md."


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[x](gone.md)", ["gone.md leads nowhere: there is no gone.md there"]),
        ("![x](media/gone.svg)", ["media/gone.svg leads nowhere: there is no gone.svg there"]),
        ("[x](there.md#gone)", ["there.md#gone leads nowhere: there.md has no such heading"]),
        ("[x](#gone)", ["#gone leads nowhere: page.md has no such heading"]),
        ("[x](there.md#one-request-from-door-to-cellar) [y](#here) [z](https://example.org)\n\n## Here", []),
        ("```\n[x](gone.md)\n```\n`[x](gone.md)`", []),
    ],
)
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, text: str, told: list[str]) -> None:
    (tmp_path / "there.md").write_text("# There\n\n## One request, from `door` to cellar\n", "utf-8")
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    assert list(find_link_faults(page)) == told


def test_a_name_that_is_missing_is_told() -> None:
    assert find_unnamed({"hours", "search"}, "The search counts hours_entry.") == ["hours"]
    assert find_unnamed({"LMS_HOST"}, "| `LMS_HOST` | where |") == []
    assert find_unnamed({"LMS_HOST"}, "LMS_HOSTS") == ["LMS_HOST"]


def test_variables_are_found_in_the_settings_and_in_the_code() -> None:
    assert list_settings(['os.environ.get("LMS_CONFIG")'], {"port"}) == {"LMS_CONFIG", "LMS_PORT"}
