"""Gives notes their default titles, in the language of the text."""

from __future__ import annotations

import re

from lms.core.findings import Severity
from lms.core.markup.labels import ADMONITIONS, label
from lms.core.markup.page import Page
from lms.core.markup.source import Line

_OPENING = re.compile(r"(?P<margin>[ \t>]*)!!![ ]?(?P<kind>[\w-]+)(?P<title>[ \t]+\".*\")?[ \t]*$")
_LOOSE = re.compile(r"[ \t>]*!!!")


def complete_admonition(line: Line, page: Page) -> Line:
    """The line itself, or, where it opens a note without a title, the line with the default title."""
    if not _LOOSE.match(line.text):
        return line
    match = _OPENING.match(line.text)
    kind = match["kind"].lower() if match else ""
    if match is None or kind not in ADMONITIONS:
        message = "The line does not open a note of a known kind."
        hint = f'write: !!! note "Title", where the kind is one of {", ".join(ADMONITIONS)}'
        page.report(Severity.WARNING, "admonition-kind", message, line.number, line.column, hint)
        return line
    title = match["title"] or f' "{label(kind, page.language)}"'
    return Line(line.number, f"{match['margin']}!!! {kind}{title}", line.column)
