"""Numbers footnotes in the order of their first mention and prints them below the section that cites them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lms.core.findings import Severity
from lms.core.markup.labels import label
from lms.core.markup.outline import NoteSource
from lms.core.markup.page import Page, Token


@dataclass(slots=True)
class CitedNote:
    """A note as one section cites it: its number on the page and how often it is marked."""

    source: NoteSource
    number: int
    marks: int = 0


@dataclass(slots=True)
class Footnotes:
    """The notes of one page; one that two sections cite stands below both, each time under a number of its own."""

    page: Page
    sources: dict[str, NoteSource]
    count: int = 0
    used: set[str] = field(default_factory=set)
    section: dict[str, CitedNote] = field(default_factory=dict)

    def open_section(self) -> dict[str, CitedNote]:
        """Begin a section; what it cites will be in the mapping returned."""
        self.section = {}
        return self.section

    def cite(self, name: str) -> str | None:
        """The token of a note's mark, None where the note is not defined."""
        source = self.sources.get(name)
        if source is None:
            return None
        cited = self.section.get(name)
        if cited is None:
            self.count += 1
            cited = self.section[name] = CitedNote(source, self.count)
            self.used.add(name)
        cited.marks += 1
        words = label("footnote", self.page.language, number=cited.number)
        mark = (
            f'<sup id="{_mark_id(cited.number, cited.marks)}"><a class="footnote-ref" href="#fn_{cited.number}"'
            f' role="doc-noteref" aria-label="{words}">{cited.number}</a></sup>'
        )
        return self.page.keep(Token(mark, "", f"[^{name}]"))

    def print(self, cited: dict[str, CitedNote], body: Callable[[NoteSource], str]) -> str:
        """The notes of one section; `body` gives the cleaned HTML of one of them."""
        if not cited:
            return ""
        items = [
            f'<li id="fn_{note.number}">{self._with_ways_back(note, body(note.source))}</li>'
            for note in cited.values()
        ]
        start = next(iter(cited.values())).number
        name = label("footnotes", self.page.language)
        opening = f'<div class="footnote" role="group" aria-label="{name}"><hr>'
        return f'{opening}<ol start="{start}">{"".join(items)}</ol></div>'

    def report_unused(self) -> None:
        for name, source in self.sources.items():
            if name not in self.used:
                message = f"The note [^{name}] is never cited."
                hint = f"put [^{name}] where it belongs, or take the note out"
                self.page.report(Severity.WARNING, "footnote-unused", message, source.line, source.column, hint)

    def _with_ways_back(self, note: CitedNote, body: str) -> str:
        words = label("footnote-back", self.page.language, number=note.number)
        ways = "".join(
            f' <a class="footnote-backref" href="#{_mark_id(note.number, mark)}" role="doc-backlink"'
            f' aria-label="{words}">↩</a>'
            for mark in range(1, note.marks + 1)
        )
        return f"{body[:-4]}{ways}</p>" if body.endswith("</p>") else f"{body}<p>{ways.strip()}</p>"


def _mark_id(number: int, mark: int) -> str:
    return f"fnref_{number}" if mark == 1 else f"fnref_{number}_{mark}"
