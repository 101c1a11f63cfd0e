"""The pages of `docs/rules`: what they say of a rule, and their examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.house.files import ROOT

FOLDER = ROOT / "docs" / "rules"
INDEX = FOLDER / "README.md"
_PAGE = re.compile(
    r"# `(?P<rule>[a-z0-9-]+)`\n\n"
    r"(?P<severity>Error|Warning), in (?P<place>.+?)\.\s(?P<why>.+?)\n\n"
    r"## Wrong\n(?P<wrong>.+?)\n## Right\n(?P<right>.+)",
    re.DOTALL,
)
_FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<language>\w+) (?P<file>\S+)\n(?P<text>.*?)^(?P=ticks)[ \t]*$", re.MULTILINE | re.DOTALL
)
_FILE = re.compile(r"`([\w./]+\.(?:md|toml))`")
_ENTRY = re.compile(r"^- \[`(?P<rule>[a-z0-9-]+)`\]\((?P<file>\S+)\) — (?P<words>\S.*[^.])$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a course's file, as a page shows it."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule, how grave it is and where it is told, with what its page shows as wrong, and as right.

    `files` are the names of files that the page says it is told in; none where it is told of a folder.
    """

    rule: str
    severity: str
    files: frozenset[str]
    wrong: tuple[Fragment, ...]
    right: tuple[Fragment, ...]


@cache
def list_pages() -> tuple[RulePage, ...]:
    """Every page by the name of its rule."""
    return tuple(read_page(path) for path in list_page_files())


def list_page_files(folder: Path = FOLDER) -> list[Path]:
    return sorted(path for path in folder.glob("*.md") if path.name != INDEX.name)


def read_page(path: Path) -> RulePage:
    """What a page says; raises ValueError where it is not written as every page is."""
    found = _PAGE.fullmatch(path.read_text("utf-8"))
    if found is None or found["rule"] != path.stem:
        raise ValueError(f"docs/rules/{path.name}: write it as docs/rules/objectives-count.md is written.")
    return RulePage(
        rule=path.stem,
        severity=found["severity"].lower(),
        files=frozenset(_FILE.findall(found["place"])),
        wrong=_fragments(found["wrong"]),
        right=_fragments(found["right"]),
    )


def _fragments(text: str) -> tuple[Fragment, ...]:
    return tuple(Fragment(found["file"], found["text"]) for found in _FENCE.finditer(text))


def find_page_faults(told: Iterable[str], folder: Path = FOLDER) -> Iterator[str]:
    """Rules without a page, pages without a rule, and pages that the index does not name once."""
    rules, pages = set(told), {path.stem for path in list_page_files(folder)}
    for rule in sorted(rules - pages):
        yield f"`{rule}` has no page: write docs/rules/{rule}.md, and a line in docs/rules/README.md"
    for rule in sorted(pages - rules):
        yield f"nothing tells `{rule}`: remove docs/rules/{rule}.md"
    index = (folder / INDEX.name).read_text("utf-8")
    listed = [found["rule"] for found in _ENTRY.finditer(index) if found["file"] == f"{found['rule']}.md"]
    for rule in sorted(rules):
        if listed.count(rule) != 1:
            yield f"docs/rules/README.md has {listed.count(rule)} lines for `{rule}`: write one"
    for line in index.splitlines():
        if line.startswith("- ") and not _ENTRY.fullmatch(line):
            yield f"docs/rules/README.md: write the line as - [`rule`](rule.md) — what it wants: {line}"
    for rule in sorted(set(listed) - rules):
        yield f"nothing tells `{rule}`: take its line out of docs/rules/README.md"
