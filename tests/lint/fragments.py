"""How the examples of a page stand in a course that has just been begun."""

from __future__ import annotations

import re
from pathlib import Path

from tests.lint.rule_pages import Fragment

MODULE = "01-foundations"
_QUIZ = re.compile(r"^(?P<ticks>`{3,})quiz\n.*?^(?P=ticks)[ \t]*\n", re.MULTILINE | re.DOTALL)
_CLAIMS = re.compile(r"^```claims\n.*", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"^id: (\S+)", re.MULTILINE)
_HEADING = re.compile(r"## *(?P<title>[^{\n]*?) *(?:\{#(?P<anchor>\w*)[^}\n]*\})?$", re.MULTILINE)
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)


def put(course: Path, fragment: Fragment) -> None:
    """Let a fragment stand in a course that `lms new course` has begun.

    A title with its opening, a section, a question, the claims of a text, a table of `course.toml` and a line with
    a key take the place of their like. Terms, and questions and claims that a bank does not have, are added. Other
    words stand at the end of the first section, or behind the bank; and another file is written.
    """
    if fragment.file in {"course.toml", "glossary.toml"}:
        path, put_into = course / fragment.file, _put_toml
    else:
        path = course / MODULE / fragment.file
        put_into = {"en.md": _put_text, "zh.md": _put_text, "quiz.md": _put_bank}.get(fragment.file, _replace)
    path.parent.mkdir(exist_ok=True)
    path.write_text(put_into(path.read_text("utf-8") if path.exists() else "", fragment.text), "utf-8")


def _replace(_source: str, text: str) -> str:
    return text


def _put_toml(source: str, text: str) -> str:
    if text.startswith("[[terms]]"):
        return f"{source}\n{text}"
    for line in re.split(r"^\[", text, maxsplit=1, flags=re.MULTILINE)[0].splitlines():
        key = line.partition("=")[0].strip()
        source = re.sub(rf"^{key} *=.*$", lambda _found, to=line: to, source, count=1, flags=re.MULTILINE)
    if found := re.search(r"^\[\[?([a-z]+)", text, re.MULTILINE):
        kept = re.sub(rf"^\[\[?{found[1]}\]\]?\n.*?(?=^\[|\Z)", "", source, flags=re.MULTILINE | re.DOTALL)
        # The modules stand at the end, and all other tables before them.
        before, modules, after = kept.partition("[[modules]]")
        source = f"{before.rstrip()}\n\n{text[found.start() :]}\n{modules}{after}"
    return source


def _put_bank(source: str, text: str) -> str:
    source, claims = _without_claims(source)
    text, more = _without_claims(text)
    begun = [block[0] for block in _QUIZ.finditer(source)]
    for block in _QUIZ.finditer(text):
        name = _ID.search(block[0])
        own = next((own for own in begun if name and f"\n{name[0]}\n" in own), None)
        source = source.replace(own, block[0]) if own else f"{source}{block[0]}\n"
        text = text.replace(block[0], "", 1)
    lines = [*claims.splitlines()[:-1], *(more or "```\n```").splitlines()[1:]]
    return "\n".join([source, *lines, "", text])


def _without_claims(text: str) -> tuple[str, str]:
    """A text up to its claims, and from them on."""
    found = _CLAIMS.search(text)
    return (text[: found.start()], found[0]) if found else (text, "")


def _put_text(source: str, text: str) -> str:
    source, claims = _without_claims(source)
    text, new_claims = _without_claims(text)
    opening, *sections = _SECTION.split(source)
    before, *own = _SECTION.split(text)
    if before.startswith("# "):
        opening = _with_blank_line(before)
    elif before.strip():
        first, check, rest = sections[0].partition("```check")
        sections[0] = f"{first}{before}\n{check}{rest}"
    for section in own:
        place = _find_place(section, sections)
        sections[place : place + 1] = [_with_blank_line(section)]
    return "".join((opening, *sections, new_claims or claims))


def _find_place(section: str, sections: list[str]) -> int:
    """Where the section of the same title stands, or that of the same anchor, by its first word."""
    own = _HEADING.match(section)
    known = [_HEADING.match(other) for other in sections]
    assert own is not None
    for part in ("title", "anchor"):
        for place, other in enumerate(known):
            if other is not None and own[part] == other[part]:
                return place
    raise ValueError(f"A course that is begun has no section like {own[0]}.")


def _with_blank_line(text: str) -> str:
    return text if text.endswith("\n\n") else f"{text}\n"
