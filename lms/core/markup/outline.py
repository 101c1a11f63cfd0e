"""Divides a text into its title, its sections, its footnotes and its link definitions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lms.core.findings import Severity
from lms.core.markup.blocks import Item, Report
from lms.core.markup.headings import HeadingLine, Headings, read_heading
from lms.core.markup.source import Line

NOTE_INDENTATION = 4
"""How far the further lines of a footnote's definition stand in."""

_NOTE = re.compile(r" {0,3}\[\^(?P<label>[^\]\[\s^]+)\]:[ \t]*")
_REFERENCE = re.compile(
    r""" {0,3}\[(?P<label>(?!\^)[^\]\[]+)\]:[ \t]*<?(?P<address>[^\s<>]+)>?"""
    r"""(?:[ \t]+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|\((?P<round>[^()]*)\)))?[ \t]*$"""
)


@dataclass(slots=True)
class SectionSource:
    """The items below one `##` heading, its `###` headings still among them."""

    heading: HeadingLine
    items: list[Item | HeadingLine] = field(default_factory=list)


@dataclass(slots=True)
class NoteSource:
    """The definition of a footnote."""

    label: str
    line: int
    column: int
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A whole text, divided; references map a lower-case label to address and title."""

    title: Line | None = None
    sections: list[SectionSource] = field(default_factory=list)
    notes: dict[str, NoteSource] = field(default_factory=dict)
    references: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)


def divide(items: list[Item], report: Report) -> Outline:
    """The outline of a scanned text; the opening is its first section."""
    return _Division(report).run(items)


@dataclass(slots=True)
class _Division:
    report: Report
    outline: Outline = field(default_factory=Outline)
    note: NoteSource | None = None
    after_blank: bool = True

    def run(self, items: list[Item]) -> Outline:
        headings = Headings(self.report)
        self.outline.sections.append(SectionSource(headings.opening))
        items = self._take_title(items)
        for item in items:
            if isinstance(item, Line):
                self._line(item, headings)
            elif self.note is not None and item.prefix[:1] in {" ", "\t"}:
                self.note.items.append(item)
            else:
                self.note = None
                self._add(item)
        self.outline.anchors = headings.anchors
        return self.outline

    def _take_title(self, items: list[Item]) -> list[Item]:
        first = next((i for i, item in enumerate(items) if not isinstance(item, Line) or item.text.strip()), None)
        item = items[first] if first is not None else None
        heading = read_heading(item) if isinstance(item, Line) else None
        if first is None or heading is None or heading.level != 1 or not heading.text.text:
            place = (item.line if not isinstance(item, Line) else item.number) if item else 1
            message = "The first line that is not blank is no title."
            hint = "begin the file with a line such as: # Title"
            self.report(Severity.ERROR, "title-missing", message, place, 1, hint)
            return items
        self.outline.title = heading.text
        return items[first + 1 :]

    def _line(self, line: Line, headings: Headings) -> None:
        if not line.text.strip():
            self.after_blank = True
            (self.note.items if self.note else self.outline.sections[-1].items).append(line)
            return
        if self.note and (line.text[:1] == "\t" or line.text.startswith("  ")):
            self.note.items.append(_dedented(line))
        elif heading := read_heading(line):
            self._heading(heading, headings)
        elif note := _NOTE.match(line.text):
            self._define_note(line, note)
        elif self.after_blank and (reference := _REFERENCE.match(line.text)):
            title = reference["double"] or reference["single"] or reference["round"]
            self.outline.references.setdefault(reference["label"].lower(), (reference["address"], title))
            self._add(Line(line.number, ""))
            return  # Definitions may follow each other without a blank line.
        elif self.note and not self.after_blank:
            self.note.items.append(line)
        else:
            self.note = None
            self._add(line)
        self.after_blank = False

    def _heading(self, heading: HeadingLine, headings: Headings) -> None:
        self.note = None
        if heading.level == 1 and self.outline.title is None:
            self.outline.title = heading.text
            return
        heading = headings.accept(heading)
        if heading.level <= 2:
            self.outline.sections.append(SectionSource(heading))
        else:
            self._add(heading)

    def _define_note(self, line: Line, match: re.Match[str]) -> None:
        self._add(Line(line.number, ""))
        rest = line.rest(match.end())
        self.note = NoteSource(match["label"], line.number, match.start("label") - 1, [rest])
        if match["label"] in self.outline.notes:
            message = f"The note [^{match['label']}] is defined twice."
            hint = "give each note a label of its own"
            self.report(Severity.ERROR, "footnote-duplicate", message, line.number, self.note.column, hint)
        else:
            self.outline.notes[match["label"]] = self.note

    def _add(self, item: Item | HeadingLine) -> None:
        self.outline.sections[-1].items.append(item)


def _dedented(line: Line) -> Line:
    if line.text.startswith("\t"):
        return line.rest(1)
    spaces = len(line.text) - len(line.text.lstrip(" "))
    return line.rest(min(spaces, NOTE_INDENTATION))
