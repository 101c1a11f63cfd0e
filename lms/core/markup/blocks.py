"""Finds what must be taken out of a text before Markdown sees it: fences, displayed formulas, comments."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lms.core.findings import Severity
from lms.core.markup.source import Line, Source

Report = Callable[[Severity, str, str, int, int, str], None]
"""Takes severity, rule, message, line, column and hint."""

# What may stand before a block inside a list item or a quotation.
_PREFIX = r"(?P<prefix>(?:[ \t]|>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*)"
_FENCE = re.compile(_PREFIX + r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?P<words>.*?)[ \t]*$")
_FORMULA = re.compile(_PREFIX + r"\$\$(?P<latex>.*)$")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block; `prefix` is the indentation, list marker or `>` before it, `words` what follows it."""

    line: int
    column: int
    prefix: str
    words: tuple[str, ...]
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisplayFormula:
    """A formula on lines of its own, between `$$` and `$$`."""

    line: int
    column: int
    prefix: str
    latex: str


Item = Line | Fence | DisplayFormula


def scan(source: Source, report: Report) -> list[Item]:
    """The lines of a text in order, each fence and displayed formula in one piece, comments left out."""
    return _Scan(source, report).run()


@dataclass(slots=True)
class _Scan:
    source: Source
    report: Report
    index: int = 0
    last_comment_end: int = -1

    def run(self) -> list[Item]:
        items: list[Item] = []
        ends = (i for i in range(len(self.source.lines) - 1, -1, -1) if "-->" in self.source.lines[i])
        self.last_comment_end = next(ends, -1)
        while self.index < len(self.source.lines):
            item = self._comment() or self._fence() or self._formula()
            if item is None:
                item = Line(self.index + 1, self.source.lines[self.index])
                self.index += 1
            items.append(item)
        return items

    def _comment(self) -> Line | None:
        text = self.source.lines[self.index]
        if not text.lstrip(" ").startswith("<!--"):
            return None
        number = self.index + 1
        start = text.index("<!--")
        for end in range(self.index, self.last_comment_end + 1):
            closing = self.source.lines[end].find("-->", start + 4 if end == self.index else 0)
            if closing >= 0:
                rest = self.source.lines[end][closing + 3 :]
                self.source.mask_lines(range(number, end + 1))
                self.index = end + 1
                return Line(end + 1, rest, closing + 4) if rest.strip() else Line(end + 1, "")
        hint = "close it with -->"
        self.report(Severity.ERROR, "comment-unclosed", "The comment is never closed.", number, start + 1, hint)
        self.index += 1
        self.source.mask(number, start + 1, 4)
        return Line(number, text.replace("<!--", "&lt;!--", 1))

    def _fence(self) -> Fence | None:
        opening = _FENCE.match(self.source.lines[self.index])
        if opening is None:
            return None
        number, prefix, mark = self.index + 1, opening["prefix"], opening["fence"]
        column = opening.start("fence") + 1
        closing = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
        body: list[str] = []
        closed = False
        self.index += 1
        while self.index < len(self.source.lines) and not closed:
            content = _without_prefix(self.source.lines[self.index], prefix)
            if content is None:
                break
            closed = closing.match(content) is not None
            if not closed:
                body.append(content)
            self.index += 1
        self.source.mask_lines(range(number, self.index + 1))
        if not closed:
            message = f"The fence {mark} is never closed: all that follows is taken into it."
            hint = f"put {mark} on a line of its own after the block"
            self.report(Severity.ERROR, "fence-unclosed", message, number, column, hint)
        return Fence(number, column, prefix, tuple(opening["words"].split()), tuple(body))

    def _formula(self) -> DisplayFormula | None:
        opening = _FORMULA.match(self.source.lines[self.index])
        if opening is None:
            return None
        number, prefix = self.index + 1, opening["prefix"]
        parts: list[str] = []
        for end in range(self.index, len(self.source.lines)):
            text: str | None = opening["latex"]
            if end > self.index:
                text = _without_prefix(self.source.lines[end], prefix)
            if text is None or (end > self.index and not text.strip()):
                return None  # A blank line ends it: without its other half it is ordinary text.
            text = text.rstrip()
            if text.endswith("$$") and not text.endswith(r"\$$"):
                parts.append(text[:-2])
                break
            if "$$" in text:
                return None  # Words follow the formula, so it stands inside a paragraph.
            parts.append(text)
        else:
            return None
        self.index += len(parts)
        self.source.mask_lines(range(number, self.index + 1))
        latex = "\n".join(parts).strip()
        return DisplayFormula(number, opening.start("latex") - 1, prefix, latex)


def _without_prefix(text: str, prefix: str) -> str | None:
    """A line inside a block without what stands before the block; None where a quotation has ended."""
    if ">" in prefix:
        for _ in range(prefix.count(">")):
            quote = _QUOTE.match(text)
            if quote is None:
                return None
            text = text[quote.end() :]
        return text
    width = len(prefix.expandtabs(4))
    expanded = text.expandtabs(4) if "\t" in text[: len(prefix)] else text
    leading = len(expanded) - len(expanded.lstrip(" "))
    return expanded[min(width, leading) :]
