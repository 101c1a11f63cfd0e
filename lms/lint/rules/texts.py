"""What a module's text is made of, as far as rules ask about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.core.markup import Claim, CodeBlock, SectionKind

SUMMARY, GLOSSARY, SOURCES = "summary", "glossary", "sources"

_WORD = re.compile(r"[^\W_](?:[\w'’.,:/%°+-]*[^\W_])?%?", re.ASCII)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or a diagram: `name` tells two pictures apart, and is empty for a diagram."""

    name: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table's rows, its head first."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def has_numbers(self) -> bool:
        return any(re.search(r"\d", cell) for row in self.rows[1:] for cell in row)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a glossary: the term in both languages, and what it means."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class SectionText:
    """One section; `prose` is what is read without code and formulas, and `tasks` counts boxes to tick.

    `lists` holds the items of each list; `checks` the ids of practice questions; `boxes` kinds of admonitions.
    """

    anchor: str
    title: str
    kind: SectionKind
    minutes: int
    line: int
    prose: str
    paragraphs: int = 0
    lists: tuple[tuple[str, ...], ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    boxes: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    checks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    headings: int = 0
    formulas: int = 0
    notes: int = 0
    programs: int = 0
    tasks: int = 0

    @property
    def is_taught(self) -> bool:
        """Whether it teaches an idea of its own."""
        return self.kind is SectionKind.READING and self.anchor != SUMMARY and self.has_own_anchor

    @property
    def has_own_anchor(self) -> bool:
        """Whether its author gave it an anchor; one that was made for want of it has an underscore."""
        return "_" not in self.anchor


@dataclass(frozen=True, slots=True)
class ModuleText:
    """A module in one language; `source` is the Markdown as written."""

    language: str
    path: str
    source: str
    sections: tuple[SectionText, ...]
    code_blocks: tuple[CodeBlock, ...]
    claims: tuple[Claim, ...]

    @property
    def opening(self) -> SectionText:
        return self.sections[0]

    @property
    def taught(self) -> list[SectionText]:
        return [section for section in self.sections if section.is_taught]

    @property
    def practices(self) -> list[SectionText]:
        return [section for section in self.sections if section.kind is SectionKind.PRACTICE]

    def find(self, anchor: str) -> SectionText | None:
        return next((section for section in self.sections if section.anchor == anchor), None)

    @property
    def length(self) -> int:
        """Words or characters from the opening to the summary."""
        return sum(count(s.prose, self.language) for s in self.sections if s.kind is not SectionKind.BACK_MATTER)

    @property
    def reading_length(self) -> int:
        """As `length`, without the practices, which have minutes of their own."""
        kinds = {SectionKind.OPENING, SectionKind.READING}
        return sum(count(section.prose, self.language) for section in self.sections if section.kind in kinds)


def count(text: str, language: str) -> int:
    """English words; Chinese characters, where a number or a foreign word counts as one."""
    words = sum(1 for _ in _WORD.finditer(text))
    return words + len(_HAN.findall(text)) if language == "zh" else words


def numbered_lines(source: str) -> Iterator[tuple[int, str]]:
    """The lines that are prose, with their numbers: no fences, no displayed formulas, no comments."""
    fence = ""
    is_formula = is_comment = False
    for number, line in enumerate(source.split("\n"), 1):
        mark = re.match(r"[ \t>]*(`{3,}|~{3,})", line)
        if is_comment or (not fence and line.lstrip(" ").startswith("<!--")):
            is_comment = "-->" not in line
        elif fence:
            if mark and mark[1].startswith(fence) and not line.strip(" \t>`~"):
                fence = ""
        elif mark:
            fence = mark[1]
        elif line.strip().startswith("$$"):
            is_formula = not is_formula if line.count("$$") == 1 else is_formula
        elif not is_formula:
            yield number, line
