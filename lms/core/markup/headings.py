"""Reads headings and the names they give to places: every anchor once, in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lms.core.findings import Severity
from lms.core.markup.blocks import Report
from lms.core.markup.source import Line
from lms.core.markup.values import SectionKind

OPENING_ANCHOR = "start"
_BACK_MATTER = {"glossary", "sources"}
_MINUTES_MAXIMUM = 24 * 60

# Underscores and two hyphens in a row are ours: generated ids hold them, so none can meet an author's anchor.
_ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADING = re.compile(r"(?P<marks>#{1,6})(?:[ \t]+(?P<text>.*))?$")
_CRAMPED = re.compile(r"#{2,6}[^#\s]|(?: {1,3}| {0,3}> ?)#{2,6}[ \t]")
_ATTRIBUTES = re.compile(r"\{(?P<words>[^{}]*)\}$")
_CLOSING_MARKS = re.compile(r"[ \t]+#+$")


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading as written, `words` being what stands in its braces; accepted, it has an anchor."""

    level: int
    text: Line
    words: tuple[str, ...]
    words_column: int
    anchor: str = ""
    minutes: int = 0

    @property
    def line(self) -> int:
        return self.text.number

    @property
    def kind(self) -> SectionKind:
        """What a section under this heading is for; its anchor says so."""
        if self.anchor == OPENING_ANCHOR:
            return SectionKind.OPENING
        if self.anchor == "practice" or self.anchor.startswith("practice-"):
            return SectionKind.PRACTICE
        return SectionKind.BACK_MATTER if self.anchor in _BACK_MATTER else SectionKind.READING


def read_heading(line: Line) -> HeadingLine | None:
    """The heading a line holds, if it holds one."""
    match = _HEADING.match(line.text)
    if match is None or line.column != 1:
        return None
    text = (match["text"] or "").rstrip()
    start = match.start("text") if match["text"] else match.end()
    attributes = _ATTRIBUTES.search(text)
    words: tuple[str, ...] = ()
    words_column = start + 1
    # Other braces are words of the heading, such as the members of a set.
    if attributes and attributes["words"].lstrip().startswith(("#", "minutes")):
        words = tuple(attributes["words"].split())
        words_column = start + attributes.start() + 1
        text = text[: attributes.start()].rstrip()
    text = _CLOSING_MARKS.sub("", " " + text)[1:]
    skipped = len(text) - len(text.lstrip())
    title = Line(line.number, text.strip(), start + skipped + 1)
    return HeadingLine(len(match["marks"]), title, words, words_column)


def is_cramped(line: Line) -> bool:
    """Whether a line looks like a heading that Markdown does not take for one."""
    return line.column == 1 and _CRAMPED.match(line.text) is not None


@dataclass(slots=True)
class Headings:
    """Gives each heading of one text its anchor, in order, and reports what is wrong with it."""

    report: Report
    anchors: set[str] = field(default_factory=lambda: {OPENING_ANCHOR})
    level: int = 1
    section: str = OPENING_ANCHOR
    sections: int = 0
    subheadings: int = 0

    @property
    def opening(self) -> HeadingLine:
        return HeadingLine(2, Line(1, ""), (), 1, OPENING_ANCHOR)

    def accept(self, heading: HeadingLine) -> HeadingLine:
        """The heading with its anchor and minutes."""
        if heading.level == 1:
            message = "There is a second title; a file has one line with a single #."
            self._error("title-duplicate", message, heading.line, 1, "use ## for a section")
        elif heading.level > self.level + 1:
            skipped = "#" * (self.level + 1)
            message = f"The heading skips a level: {skipped} comes before {'#' * heading.level}."
            self._error("heading-level", message, heading.line, 1, f"use {skipped}, or add the level between")
        self.level = max(heading.level, 2)
        if not heading.text.text:
            self._error("heading-empty", "The heading has no words.", heading.line, 1, "name the section")
        return self._section(heading) if heading.level <= 2 else self._subheading(heading)

    def _section(self, heading: HeadingLine) -> HeadingLine:
        self.sections += 1
        self.subheadings = 0
        anchor, minutes = self._attributes(heading)
        if not anchor:
            if heading.level == 2 and not any(word.startswith("#") for word in heading.words):
                message = "The section has no anchor."
                hint = "write it after the heading, the same in both languages: ## Title {#its-anchor}"
                self._error("anchor-missing", message, heading.line, 1, hint)
            anchor = f"unnamed_{self.sections}"
        self.section = anchor
        accepted = replace(heading, anchor=anchor, minutes=minutes)
        self._check_minutes(accepted)
        return accepted

    def _subheading(self, heading: HeadingLine) -> HeadingLine:
        anchor = ""
        if heading.level == 3:
            self.subheadings += 1
            anchor = f"{self.section}--{self.subheadings}"
            self.anchors.add(anchor)
        if heading.words:
            own, minutes = self._attributes(heading)
            anchor = own or anchor
            if minutes:
                message = "Minutes belong to a practice, that is to a ## heading."
                self._error("anchor-form", message, heading.line, heading.words_column, "take them out")
        return replace(heading, anchor=anchor)

    def _attributes(self, heading: HeadingLine) -> tuple[str, int]:
        """Anchor ("" where there is none to take) and minutes."""
        anchor, minutes = "", 0
        place = (heading.line, heading.words_column)
        hint = "write {#its-anchor} with small letters, digits and single hyphens, for a practice also minutes=40"
        for word in heading.words:
            if word.startswith("#") and not anchor and _ANCHOR.fullmatch(word[1:]):
                anchor = word[1:]
            elif re.fullmatch(r"minutes=[0-9]{1,4}", word) and int(word[8:]) <= _MINUTES_MAXIMUM and not minutes:
                minutes = int(word[8:])
            else:
                self._error("anchor-form", f"{word} cannot stand in a heading's braces.", *place, hint)
        if anchor in self.anchors:
            message = f"The anchor {anchor} is already taken in this file."
            self._error("anchor-duplicate", message, *place, "every anchor stands once; start is the opening's")
            return "", minutes
        if anchor:
            self.anchors.add(anchor)
        return anchor, minutes

    def _check_minutes(self, heading: HeadingLine) -> None:
        place = (heading.line, heading.words_column)
        if heading.kind is SectionKind.PRACTICE and not heading.minutes:
            message = "The practice does not say how many minutes it takes."
            hint = f"write {{#{heading.anchor} minutes=40}}"
            self._error("practice-minutes", message, *place, hint)
        elif heading.minutes and heading.kind is not SectionKind.PRACTICE:
            message = "Only a practice states its minutes."
            self._error("practice-minutes", message, *place, "name it practice-…, or take the minutes out")

    def _error(self, rule: str, message: str, line: int, column: int, hint: str) -> None:
        self.report(Severity.ERROR, rule, message, line, column, hint)
