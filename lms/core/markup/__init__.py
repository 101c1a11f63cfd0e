"""Turns a module's Markdown into cleaned, accessible HTML once, at publish."""

from lms.core.markup.render import check_inline_block, render, render_inline_block
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
    "check_inline_block",
    "clean_svg",
    "render",
    "render_inline_block",
]
