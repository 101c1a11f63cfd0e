"""Reads rendered sections back into the parts that rules count and compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from lms.core.markup import Html, PartMark, Rendered, Section
from lms.lint.rules.texts import Entry, Figure, ModuleText, SectionText, Table

_SILENT = frozenset({"math", "pre"})
"""Elements whose words are no prose: formulas, and programs with what they print."""
_BREAKING = frozenset({"br", "dd", "div", "dt", "figcaption", "h3", "h4", "h5", "h6", "li", "p", "td", "th", "tr"})
_CHECK = "check"


def read_module_text(rendered: Rendered, language: str, path: str, source: str) -> ModuleText:
    """The parts of one language's text."""
    sections = tuple(_read_section(section) for section in rendered.sections)
    return ModuleText(language, path, source, sections, rendered.code_blocks, rendered.claims)


def _read_section(section: Section) -> SectionText:
    parser = _SectionParser()
    for piece in section.pieces:
        if isinstance(piece, Html):
            parser.feed(piece.html)
    parser.close()
    checks = (piece.key for piece in section.pieces if isinstance(piece, PartMark) and piece.kind == _CHECK)
    return SectionText(
        anchor=section.anchor,
        title=section.title,
        kind=section.kind,
        minutes=section.minutes,
        line=section.line,
        prose=f"{section.title}\n{''.join(parser.prose)}" if section.line > 1 else "".join(parser.prose),
        paragraphs=parser.paragraphs,
        lists=tuple(tuple(" ".join(item.split()) for item in items) for items in parser.lists),
        tables=tuple(Table(tuple(tuple(row) for row in rows)) for rows in parser.tables),
        figures=tuple(parser.figures),
        boxes=tuple(parser.boxes),
        entries=tuple(parser.entries()),
        checks=tuple(checks),
        links=tuple(parser.links),
        headings=parser.headings,
        formulas=parser.formulas,
        notes=parser.notes,
        programs=parser.programs,
        tasks=parser.tasks,
    )


@dataclass(slots=True)
class _Part:
    """The words of one term or meaning of a definition list."""

    is_term: bool
    words: list[str] = field(default_factory=list)

    def text(self) -> str:
        return " ".join("".join(self.words).split())


class _SectionParser(HTMLParser):
    """Follows cleaned HTML; lists in lists belong to the outer item."""

    def __init__(self) -> None:
        super().__init__()
        self.prose: list[str] = []
        self.lists: list[list[str]] = []
        self.tables: list[list[list[str]]] = []
        self.figures: list[Figure] = []
        self.boxes: list[str] = []
        self.links: list[str] = []
        self.paragraphs = self.headings = self.formulas = self.notes = self.programs = self.tasks = 0
        self._parts: list[_Part] = []
        self._silence = 0
        self._depth = 0
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes = values.get("class", "").split()
        self._count(tag, classes, values)
        if tag in _SILENT:
            self._silence += 1
            self.prose.append(" ")
        if tag in _BREAKING:
            self.prose.append("\n")
        if tag in {"ul", "ol"}:
            self._depth += 1
            if self._depth == 1:
                self.lists.append([])
        elif tag == "li" and self._depth == 1:
            self.lists[-1].append("")
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables:
            self._cell = []
        elif tag in {"dt", "dd"}:
            self._parts.append(_Part(tag == "dt"))

    def _count(self, tag: str, classes: list[str], values: dict[str, str]) -> None:
        if tag == "p" and not self._depth and "admonition-title" not in classes:
            self.paragraphs += 1
        elif tag == "math":
            self.formulas += 1
        elif tag in {"h3", "h4", "h5", "h6"}:
            self.headings += 1
        elif tag == "input":
            self.tasks += 1
        elif tag == "div" and "admonition" in classes:
            self.boxes.append(" ".join(name for name in classes if name != "admonition"))
        elif tag == "div" and "highlight" in classes and "output" not in classes:
            self.programs += 1
        elif tag == "a" and "footnote-ref" in classes:
            self.notes += 1
        elif tag == "a" and values.get("href", "").startswith("/"):
            # The language in front of it is the page's own.
            self.links.append(values["href"].split("/", 2)[-1])
        elif tag == "img" and "only-dark" not in classes:
            name = "" if "only-light" in classes else values.get("src", "")
            self.figures.append(Figure(name, values.get("alt", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silence -= 1
        elif tag in {"ul", "ol"}:
            self._depth -= 1
        elif tag in {"td", "th"} and self._cell is not None:
            self.tables[-1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, text: str) -> None:
        if self._silence:
            return
        self.prose.append(text)
        if self._depth and self.lists[-1]:
            self.lists[-1][-1] += text
        if self._cell is not None:
            self._cell.append(text)
        if self._parts:
            self._parts[-1].words.append(text)

    def entries(self) -> list[Entry]:
        """The entries of all definition lists; several terms in a row share their first meaning."""
        entries: list[Entry] = []
        terms: list[str] = []
        for part in self._parts:
            if part.is_term:
                terms.append(part.text())
                continue
            entries += [Entry(term, part.text()) for term in terms]
            terms = []
        return entries
