"""Gives the content of lists and notes the four spaces that Python-Markdown wants."""

# Authors indent by what stands below the text of the item, as CommonMark has it; Python-Markdown counts in fours
# and would print such an item beside its parent. It also overlooks a list or table that follows a line of text.

from __future__ import annotations

import re
from dataclasses import dataclass, field

_STEP = 4
_DEPTH_MAXIMUM = 12  # Deeper nesting is printed at this depth: Python-Markdown recurses for every step.

_ITEM = re.compile(r"(?P<mark>[-*+]|\d{1,9}[.)])(?P<gap>[ ]+)(?=\S)")
_NOTE = re.compile(r"!!![ ]?\w")
_DEFINITION = re.compile(r":[ ]{1,3}(?=\S)")
_RULE = re.compile(r"(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$")
_TABLE_RULE = re.compile(r"[ ]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$")
_INTERRUPTING = re.compile(r"[-*+]|1[.)]")


@dataclass(slots=True)
class _Container:
    """A list item, note or definition: `reach` is the least indentation of what belongs to it."""

    reach: int
    content: int
    is_item: bool
    holds_blank: bool = False


@dataclass(slots=True)
class _Arrangement:
    depth: int
    output: list[str] = field(default_factory=list)
    stack: list[_Container] = field(default_factory=list)
    after_blank: bool = True
    in_code: bool = False
    after_text: bool = False
    """Whether the line before is running text, at the depth of the container that is open now."""

    def add(self, line: str, following: str) -> None:
        text = line.lstrip(" ")
        if not text:
            self.output.append("")
            self.after_blank, self.after_text = True, False
            for container in self.stack:
                container.holds_blank = True
            return
        indentation = len(line) - len(text)
        opener = None if _RULE.match(text) else _ITEM.match(text) or _NOTE.match(text) or _DEFINITION.match(text)
        before = len(self.stack)
        is_term = opener is None and _DEFINITION.match(following.lstrip(" ")) is not None
        if self.after_blank or opener or is_term or text.startswith(">"):
            self._leave(indentation)
        if is_term and len(self.stack) < before and not self.after_blank:
            self.output.append("")
        extra = indentation - self.stack[-1].content if self.stack else indentation
        self.in_code = extra >= _STEP and (self.in_code or (self.after_blank and not (self.stack and opener)))
        if self.in_code:
            self._emit(text, extra)
        elif opener:
            self._open(opener, text, indentation, before)
        else:
            starts_table = self.after_text and "|" in text and "|" in following and _TABLE_RULE.match(following)
            if starts_table and len(self.stack) == before:
                self.output.append("")
            self._emit(text, 0)
            self.after_text = not _TABLE_RULE.match(text)
        self.after_blank = False

    def _leave(self, indentation: int) -> None:
        closed = []
        while self.stack and indentation < self.stack[-1].reach:
            closed.append(self.stack.pop())
        if len(closed) > 1 and closed[-1].holds_blank and not self.after_blank:
            # Among paragraphs, the next item would be taken for a line of the list inside the last one.
            self.output.append("")

    def _open(self, opener: re.Match[str], text: str, indentation: int, before: int) -> None:
        is_item = opener.re is _ITEM
        interrupts = not is_item or _INTERRUPTING.fullmatch(opener["mark"]) is not None
        if self.after_text and len(self.stack) == before and opener.re is not _DEFINITION:
            if not interrupts:
                self._emit(text, 0)
                return
            if not (self.stack and self.stack[-1].is_item):
                self.output.append("")
        is_round = is_item and opener["mark"].endswith(")")
        self._emit(text.replace(")", ".", 1) if is_round else text, 0)
        if len(self.stack) < self.depth:
            width = opener.end() if is_item and len(opener["gap"]) <= _STEP else _STEP
            reach = indentation + (min(2, width) if is_item else _STEP)
            self.stack.append(_Container(reach, indentation + (width if is_item else _STEP), is_item))
        self.after_text = False

    def _emit(self, text: str, extra: int) -> None:
        # A second line of an item's own text goes on at the margin: indented, it would end a tight list.
        self.output.append(" " * (_STEP * len(self.stack) + extra) + text)


def arrange(text: str, depth: int = _DEPTH_MAXIMUM) -> str:
    """The text with the indentation of its lists, notes, definitions and quotations in fours."""
    lines = [line.expandtabs(_STEP) if "\t" in line else line for line in text.split("\n")]
    arrangement = _Arrangement(depth)
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.lstrip(" ").startswith(">"):
            end = index
            while end < len(lines) and lines[end].lstrip(" ").startswith(">"):
                end += 1
            for quoted in _arrange_quotation(lines[index:end], depth):
                arrangement.add(quoted, "")
            index = end
            continue
        arrangement.add(line, lines[index + 1] if index + 1 < len(lines) else "")
        index += 1
    return "\n".join(arrangement.output)


def _arrange_quotation(lines: list[str], depth: int) -> list[str]:
    margin = " " * (len(lines[0]) - len(lines[0].lstrip(" ")))
    inner = "\n".join(line.lstrip(" ")[1:].removeprefix(" ") for line in lines)
    if depth <= 1:
        return [f"{margin}> {line.replace('>', '&gt;')}" for line in inner.split("\n")]
    return [f"{margin}> {line}" for line in arrange(inner, depth - 1).split("\n")]
