"""Takes fences, formulas, code and notes out of a text, so that Markdown sees only what is its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lms.core.findings import Severity
from lms.core.markup.admonitions import complete_admonition
from lms.core.markup.blocks import DisplayFormula, Fence, Item
from lms.core.markup.fences import Fences
from lms.core.markup.headings import HeadingLine, is_cramped
from lms.core.markup.inline import Cite, formula_token, prepare_inline
from lms.core.markup.page import Page
from lms.core.markup.source import Line
from lms.core.markup.values import PartMark


@dataclass(frozen=True, slots=True)
class Segment:
    """Markdown that is converted in one go, with tokens in it."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside a section, its words with tokens in them."""

    heading: HeadingLine
    text: str


Prepared = Segment | Subheading | PartMark


@dataclass(slots=True)
class Preparation:
    """Takes everything out of Markdown's hands that it must not touch."""

    page: Page
    fences: Fences
    cite: Cite
    prepared: list[Prepared] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    first: int = 0

    def prepare(self, items: Sequence[Item | HeadingLine], indentation: int = 0) -> list[Prepared]:
        """Segments, headings and parts in order; `indentation` is what the items' container takes away."""
        self.prepared = []
        for item in items:
            match item:
                case Line():
                    self._line(item)
                case Fence():
                    self._fence(item, item.prefix[indentation:])
                case DisplayFormula():
                    self._formula(item, item.prefix[indentation:])
                case HeadingLine():
                    self._end_segment()
                    self.fences.text_follows(item.line)
                    text = "".join(prepare_inline([item.text], self.page, self.cite))
                    self.prepared.append(Subheading(item, text))
        self._end_segment()
        return self.prepared

    def _line(self, line: Line) -> None:
        if line.text.strip():
            self.fences.text_follows(line.number)
            self.first = self.first or line.number
            if is_cramped(line):
                message = "The line looks like a heading and is none."
                hint = "begin it at the margin, with a space after the number signs"
                self.page.report(Severity.WARNING, "heading-form", message, line.number, 1, hint)
        self.lines.append(complete_admonition(line, self.page))

    def _fence(self, fence: Fence, prefix: str) -> None:
        result = self.fences.handle(fence)
        if isinstance(result, PartMark):
            self._end_segment()
            self.prepared.append(result)
        elif result is not None:
            self._block(self.page.keep(result), prefix, fence.line)

    def _formula(self, formula: DisplayFormula, prefix: str) -> None:
        self.fences.text_follows(formula.line)
        written = f"$${formula.latex}$$"
        place = (formula.line, formula.column)
        token = formula_token(formula.latex, written, self.page, *place, display=True)
        self._block(self.page.keep(token), prefix, formula.line)

    def _block(self, token: str, prefix: str, line: int) -> None:
        self.first = self.first or line
        self._flush()
        blank = prefix.rstrip() if ">" in prefix else ""
        self.texts += [blank, prefix + token, blank]

    def _flush(self) -> None:
        self.texts += prepare_inline(self.lines, self.page, self.cite)
        self.lines = []

    def _end_segment(self) -> None:
        self._flush()
        if self.first:
            self.prepared.append(Segment("\n".join(self.texts), self.first))
        self.texts, self.first = [], 0
