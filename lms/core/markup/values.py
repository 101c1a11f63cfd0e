"""What a rendered module is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lms.core.findings import Finding


class SectionKind(StrEnum):
    OPENING = "opening"
    READING = "reading"
    PRACTICE = "practice"
    BACK_MATTER = "backmatter"


@dataclass(frozen=True, slots=True)
class Html:
    """Cleaned HTML that a page prints as it is."""

    html: str


@dataclass(frozen=True, slots=True)
class PartMark:
    """The place where another room's piece stands, such as kind "check", key "ai-01-p01"."""

    kind: str
    key: str
    line: int


Piece = Html | PartMark


@dataclass(frozen=True, slots=True)
class Heading:
    """A `###` heading inside a section; its title is plain text."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one `##` heading, which itself is not among the pieces.

    `minutes` is a practice's own, else 0; `plain_text` holds the visible words with whitespace collapsed.
    """

    anchor: str
    title: str
    title_html: str
    kind: SectionKind
    minutes: int
    line: int
    pieces: tuple[Piece, ...]
    plain_text: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Media:
    """A generated diagram, named by the hash of its bytes."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A fenced block of code; `expected_output` is the exact text of the `output` fence after a block to run."""

    language: str
    source: str
    run: bool
    expected_output: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable statement and the source or computation that bears it out."""

    text: str
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """One language's module text; the opening comes first, with the anchor "start"."""

    title: str
    sections: tuple[Section, ...]
    media: tuple[Media, ...]
    code_blocks: tuple[CodeBlock, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
