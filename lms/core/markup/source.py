"""A source text with its places: what may be searched for markup, and where in the file it stands."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

# Controls, lone surrogates and the characters that mark our tokens can mean nothing in a text. Each is
# replaced by exactly one character, so that columns stay true.
_MEANINGLESS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ue000-\ue003\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, or the rest of one: `column` is where it starts in the file, both count from 1."""

    number: int
    text: str
    column: int = 1

    def rest(self, start: int) -> Line:
        """The line from an offset on."""
        return Line(self.number, self.text[start:], self.column + start)


@dataclass(slots=True)
class Source:
    """The lines of a file, and the same lines with code, formulas and comments blanked out."""

    lines: list[str]
    masked: list[str] = field(default_factory=list)
    _text: str = ""
    _starts: list[int] = field(default_factory=list)
    _cursors: dict[str, int] = field(default_factory=dict)
    _latest: int = 0

    @classmethod
    def read(cls, text: str) -> Source:
        """Split a text into lines, whatever ends them, and replace what can mean nothing."""
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        lines = _MEANINGLESS.sub("\ufffd", text).split("\n")
        return cls(lines, lines.copy())

    def mask(self, number: int, column: int, length: int) -> None:
        """Blank out a stretch of one line, so that no markup is found there."""
        line = self.masked[number - 1]
        start = column - 1
        self.masked[number - 1] = line[:start] + " " * min(length, len(line) - start) + line[start + length :]

    def mask_lines(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.masked[number - 1] = ""

    def freeze(self) -> str:
        """The masked text; from now on offsets into it have a place."""
        self._text = "\n".join(self.masked)
        self._starts = [0]
        for line in self.masked:
            self._starts.append(self._starts[-1] + len(line) + 1)
        return self._text

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset into the masked text."""
        number = bisect_right(self._starts, offset)
        return number, offset - self._starts[number - 1] + 1

    def locate(self, address: str) -> tuple[int, int] | None:
        """Where a link or image address stands; asked again, where it stands the next time.

        Rendering forgets places, but it meets addresses in the order of the text.
        """
        for written in dict.fromkeys((address, html.escape(address), html.escape(address, quote=False))):
            pattern = re.compile(
                rf"""(?:(?<=[(<"'=])|(?<=[:(=]\s)){re.escape(written)}(?=[)>"'\s]|$)""", re.MULTILINE
            )
            # The nearest place after the last one found comes first: searching the whole text for each of
            # thousands of addresses would take minutes.
            start = self._cursors.get(address, self._latest)
            found = pattern.search(self._text, start) or pattern.search(self._text)
            if found:
                self._cursors[address] = self._latest = found.end()
                return self.place(found.start())
        return None
