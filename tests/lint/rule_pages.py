"""The pages of `docs/rules`: their examples, and how one stands in a course that has just been begun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.house.files import ROOT

FOLDER = ROOT / "docs" / "rules"
MODULE = "01-foundations"
_FENCE = re.compile(
    r"^(?P<ticks>`{3,})(?P<language>\w+) (?P<file>\S+)\n(?P<text>.*?)^(?P=ticks)[ \t]*$", re.MULTILINE | re.DOTALL
)
_QUIZ = re.compile(r"^(?P<ticks>`{3,})quiz\n.*?^(?P=ticks)[ \t]*\n", re.MULTILINE | re.DOTALL)
_CLAIMS = re.compile(r"^```claims\n.*?^```[ \t]*\n", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"^id: (\S+)", re.MULTILINE)
_ANCHOR = re.compile(r"\{#([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a course's file, as a page shows it."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule with what its page shows as wrong, and as right."""

    rule: str
    text: str
    wrong: tuple[Fragment, ...]
    right: tuple[Fragment, ...]


@cache
def list_pages() -> tuple[RulePage, ...]:
    """Every page by the name of its rule."""
    return tuple(read_page(path) for path in sorted(FOLDER.glob("*.md")) if path.name != "README.md")


def read_page(path: Path) -> RulePage:
    text = path.read_text("utf-8")
    _before, _wrong, rest = text.partition("\n## Wrong\n")
    wrong, _right, right = rest.partition("\n## Right\n")
    return RulePage(path.stem, text, _fragments(wrong), _fragments(right))


def _fragments(text: str) -> tuple[Fragment, ...]:
    return tuple(Fragment(found["file"], found["text"]) for found in _FENCE.finditer(text))


def put(course: Path, fragment: Fragment) -> None:
    """Let a fragment stand in a course that `lms new course` has begun.

    A title with its opening, a section, a question, the claims and a table of `course.toml` take the place of
    those of the same name; a key that of its line. Anything else stands at the end of the first section, or is a
    file of its own.
    """
    if fragment.file in {"course.toml", "glossary.toml"}:
        path = course / fragment.file
        path.write_text(_put_toml(path.read_text("utf-8"), fragment.text), "utf-8")
        return
    path = course / MODULE / fragment.file
    if fragment.file == "quiz.md":
        path.write_text(_put_quiz(path.read_text("utf-8"), fragment.text), "utf-8")
    elif fragment.file in {"en.md", "zh.md"}:
        path.write_text(_put_text(path.read_text("utf-8"), fragment.text), "utf-8")
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(fragment.text, "utf-8")


def _put_toml(source: str, text: str) -> str:
    if text.startswith("id = ") or "[[" not in source:
        return text
    if found := re.match(r"\[\[?([a-z]+)\]\]?\n", text):
        kept = re.sub(rf"^\[\[?{found[1]}\]\]?\n.*?(?=^\[|\Z)", "", source, flags=re.MULTILINE | re.DOTALL)
        # The modules stand at the end, and all other tables before them.
        before, modules, after = kept.partition("[[modules]]")
        return f"{before.rstrip()}\n\n{text}\n{modules}{after}"
    for line in text.splitlines():
        key = line.partition("=")[0].strip()
        source, changed = re.subn(
            rf"^{re.escape(key)} *=.*$", lambda _found, to=line: to, source, count=1, flags=re.MULTILINE
        )
        source = source if changed else f"{line}\n{source}"
    return source


def _put_quiz(source: str, text: str) -> str:
    if claims := _CLAIMS.search(text):
        source = _CLAIMS.sub(lambda _found: claims[0], source)
        text = text.replace(claims[0], "")
    for block in _QUIZ.finditer(text):
        name = _ID.search(block[0])
        known = [own for own in _QUIZ.finditer(source) if name and f"\nid: {name[1]}\n" in own[0]]
        if known:
            source = source.replace(known[0][0], block[0])
        else:
            source = source.replace("```claims", f"{block[0]}\n```claims", 1)
        text = text.replace(block[0], "")
    return f"{source}\n{text}" if text.strip() else source


def _put_text(source: str, text: str) -> str:
    if text.startswith("```claims"):
        return _CLAIMS.sub(lambda _found: text, source)
    opening, *sections = re.split(r"^(?=## )", source, flags=re.MULTILINE)
    if text.startswith("# "):
        return "".join((text if text.endswith("\n\n") else f"{text}\n", *sections))
    if not text.startswith("## "):
        first, check, rest = sections[0].partition("```check")
        return "".join((opening, f"{first}{text}\n{check}{rest}", *sections[1:]))
    for section in re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]:
        anchor = _ANCHOR.search(section.splitlines()[0])
        places = [at for at, own in enumerate(sections) if anchor and f"{{#{anchor[1]}" in own.splitlines()[0]]
        whole = section if section.endswith("\n\n") else f"{section}\n"
        if places:
            sections[places[0]] = whole
        else:
            practice = next(at for at, own in enumerate(sections) if "{#practice" in own)
            sections.insert(practice, whole)
    return "".join((opening, *sections))
