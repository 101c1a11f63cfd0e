"""Turns a module's Markdown into cleaned, accessible HTML once, at publish."""

from lms.core.markup.render import render, render_inline_block
from lms.core.markup.svg import clean_svg
from lms.core.markup.values import (
    Claim,
    CodeBlock,
    Heading,
    Html,
    Media,
    PartMark,
    Piece,
    Rendered,
    Section,
    SectionKind,
)

__all__ = [
    "Claim",
    "CodeBlock",
    "Heading",
    "Html",
    "Media",
    "PartMark",
    "Piece",
    "Rendered",
    "Section",
    "SectionKind",
    "clean_svg",
    "render",
    "render_inline_block",
]
