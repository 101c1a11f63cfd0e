"""The syntax of GIFT: questions between blank lines, comments, and characters that a backslash frees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.quizzes.reader.formats.values import ForeignFileError

# What a backslash frees is kept as a character that no text has, until the syntax has been read.
_FREED = {"\\": "\ufdd0", "~": "\ufdd1", "=": "\ufdd2", "#": "\ufdd3", "{": "\ufdd4", "}": "\ufdd5", ":": "\ufdd6"}
_LINE_BREAK = "\ufdd7"
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_KEPT = re.compile("[\ufdd0-\ufdd7]")
_MEANT = {kept: sign for sign, kept in _FREED.items()} | {_LINE_BREAK: "\n"}
_META = re.compile(r"\[(id|tag):([^\]\x00-\x1f]{1,200})\]")
_NAME = re.compile(r"\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_CATEGORY = "$CATEGORY:"


@dataclass(frozen=True, slots=True)
class GiftQuestion:
    """One question: what stands before, within and behind its braces, still with its freed characters kept.

    `answer` is None where there are no braces; `has_more` tells of braces behind the first pair.
    """

    line: int
    name: str
    before: str
    answer: str | None
    after: str
    tags: tuple[str, ...]
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class GiftFile:
    questions: tuple[GiftQuestion, ...]
    categories: int


def read_gift_file(text: str) -> GiftFile:
    """The questions of a file; raises ForeignFileError for braces that do not match."""
    questions: list[GiftQuestion] = []
    categories = 0
    for line, block in _blocks(text):
        kept: list[tuple[int, str]] = []
        tags: list[str] = []
        for number, row in enumerate(block, line):
            if row.lstrip().startswith("//"):
                tags += [value.strip() for key, value in _META.findall(row) if key == "tag"]
            elif row.lstrip().startswith(_CATEGORY):
                categories += 1
            else:
                kept.append((number, row))
        if kept:
            questions.append(_question(kept[0][0], "\n".join(row for _, row in kept), tuple(tags)))
    return GiftFile(tuple(questions), categories)


def free(text: str) -> str:
    """The text as it is meant, each freed character itself."""
    return _KEPT.sub(lambda found: _MEANT[found[0]], text)


def split_format(text: str) -> tuple[str, str]:
    """The format that stands before a text, or "", and the text."""
    match = _FORMAT.match(text)
    return (match[1].lower(), text[match.end() :]) if match else ("", text)


def split_feedback(text: str) -> tuple[str, list[str]]:
    """An answer and the feedback behind it, each begun by a number sign."""
    answer, *feedback = text.split("#")
    return answer, feedback


def split_answers(text: str) -> list[tuple[str, str]]:
    """The answers between the braces: the sign that begins each, "=" or "~", and what follows."""
    parts = re.split(r"([=~])", text)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of lines between blank ones, each with the number of its first line."""
    block: list[str] = []
    start = 1
    for number, line in enumerate((*text.split("\n"), ""), 1):
        if line.strip():
            start = start if block else number
            block.append(line)
        elif block:
            yield start, block
            block = []


def _question(line: int, text: str, tags: tuple[str, ...]) -> GiftQuestion:
    text = _ESCAPE.sub(lambda found: _LINE_BREAK if found[1] == "n" else _FREED[found[1]], text)
    name = _NAME.match(text)
    rest = text[name.end() :] if name else text
    opening, closing = rest.find("{"), rest.find("}")
    if (opening < 0) != (closing < 0) or closing < opening:
        place = line + text[: len(text) - len(rest) + max(opening, closing)].count("\n")
        message = f"The question at line {line} has a brace without its other half (near line {place})."
        raise ForeignFileError(
            message, "close it before the blank line that ends the question, or write \\{ for a brace that is text"
        )
    is_asked = opening >= 0
    return GiftQuestion(
        line=line,
        name=" ".join(free(name[1]).split()) if name else "",
        before=rest[:opening] if is_asked else rest,
        answer=rest[opening + 1 : closing] if is_asked else None,
        after=rest[closing + 1 :] if is_asked else "",
        tags=tags,
        has_more=is_asked and any(brace in rest[closing + 1 :] + rest[opening + 1 : closing] for brace in "{}"),
    )
