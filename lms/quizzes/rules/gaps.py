"""Gaps in a text, as they are written between double brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from lms.quizzes.rules.folding import fold
from lms.quizzes.rules.number import Number, read_key
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.question import Field, Json
from lms.quizzes.rules.short import read_accepted
from lms.quizzes.rules.spans import outside_spans
from lms.quizzes.rules.typed_numbers import clean_text

_GAP = outside_spans(
    r"\[\[(?P<inside>(?:\\.|[^\\\[\]]|\[(?!\[)|\](?!\](?!\])))*+)(?P<end>\]\](?!\]))|(?P<open>\[\[)"
)
_BAR = re.compile(r"\\.|[|｜]")
_BRACKETS = re.compile(r"[(（]((?:\\.|[^\\])*)[)）]")
_ESCAPED = re.compile(r"\\([\\\[\]|｜()（）=＝])")
_TO_ESCAPE = re.compile(r"[\\\[\]|｜]")
_HINT = "Write [[text|text]], [[= 3 +- 0]] or [[(right)|wrong]] on one line; brackets that are no gap as \\[["


@dataclass(frozen=True, slots=True)
class TextGap:
    """A text to type, whose case does not matter."""

    accepted: tuple[str, ...]

    def write(self) -> str:
        return f"[[{'|'.join(map(_escape, self.accepted))}]]"

    def to_json(self) -> dict[str, Json]:
        return {"accepted": list(self.accepted)}

    def show(self) -> Field:
        return Field("text")


@dataclass(frozen=True, slots=True)
class NumberGap:
    """A number to type, without a unit of its own."""

    number: Number

    def write(self) -> str:
        return f"[[{self.number.write().lines[0]}]]"

    def to_json(self) -> dict[str, Json]:
        return {"number": self.number.to_json()}

    def show(self) -> Field:
        return Field("number")


@dataclass(frozen=True, slots=True)
class ChoiceGap:
    """Plain texts to choose from; `right` is the position of the right one."""

    options: tuple[str, ...]
    right: int

    def write(self) -> str:
        options = [_escape(option) for option in self.options]
        options[self.right] = f"({options[self.right]})"
        return f"[[{'|'.join(options)}]]"

    def to_json(self) -> dict[str, Json]:
        return {"options": list(self.options), "right": self.right}

    def show(self) -> Field:
        return Field("word", choices=self.options)


Gap: TypeAlias = TextGap | NumberGap | ChoiceGap


def gap_from_json(value: Mapping[str, Any]) -> Gap:
    """The gap that its `to_json` stored."""
    if "number" in value:
        return NumberGap(Number.from_json(value["number"]))
    if "options" in value:
        return ChoiceGap(tuple(value["options"]), value["right"])
    return TextGap(tuple(value["accepted"]))


def read_pieces(line: SourceLine, report: Reporter) -> Iterator[tuple[SourceLine, str | Gap]]:
    """The text and the gaps of a line with their places; a gap that cannot be read is reported and left out."""
    start = 0
    for match in _GAP.finditer(line.text):
        at = line.after(match.start())
        if match["open"]:
            report.error(at, "question-gap-open", "This gap is not closed on its line.", _HINT)
        elif match["end"]:
            if match.start() > start:
                yield line.after(start), line.text[start : match.start()]
            start = match.end()
            inside = SourceLine(at.number, at.column + 2, match["inside"])
            gap = _read_gap(inside, report)
            if gap is not None:
                yield at, gap
    if start < len(line.text):
        yield line.after(start), line.text[start:]


def _read_gap(inside: SourceLine, report: Reporter) -> Gap | None:
    content = inside.stripped()
    if content.text.startswith(("=", "＝")):
        number = read_key(content.after(1).stripped(), report)
        return NumberGap(number) if number else None
    parts = [part.stripped() for part in _split(inside)]
    right = [position for position, part in enumerate(parts) if _BRACKETS.fullmatch(part.text)]
    if right:
        return _read_choice(parts, right, report)
    texts = [SourceLine(part.number, part.column, _unescape(part.text)) for part in parts]
    return TextGap(tuple(read_accepted(texts, report)))


def _read_choice(parts: list[SourceLine], right: list[int], report: Reporter) -> ChoiceGap | None:
    if len(right) > 1 or len(parts) == 1:
        message = "Only one option can be right." if len(right) > 1 else "There is nothing to choose from."
        hint = "The right option stands in brackets; a bracket to be typed is written \\("
        report.error(parts[right[-1]], "question-gap-choice", message, hint)
        return None
    options: list[str] = []
    for position, part in enumerate(parts):
        option = clean_text(_unescape(part.text[1:-1] if position in right else part.text))
        if not option:
            hint = "Write its text, or delete its bar."
            report.error(part, "question-empty-option", "This option has no text.", hint)
        elif fold(option) in map(fold, options):
            report.error(part, "question-same-item", "This option stands here already.", "Delete it.")
        options.append(option)
    return ChoiceGap(tuple(options), right[0])


def _split(line: SourceLine) -> list[SourceLine]:
    """The parts of a line between its bars."""
    bars = [match for match in _BAR.finditer(line.text) if len(match[0]) == 1]
    starts = [0, *(bar.end() for bar in bars)]
    ends = [*(bar.start() for bar in bars), len(line.text)]
    return [
        SourceLine(line.number, line.column + start, line.text[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]


def _escape(text: str) -> str:
    escaped = _TO_ESCAPE.sub(r"\\\g<0>", text)
    return f"\\{escaped}" if _BRACKETS.fullmatch(escaped) or escaped.startswith(("=", "＝")) else escaped


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
