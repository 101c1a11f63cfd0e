"""Reports the HTML that will not be printed: the cleaning removes it without a word."""

from __future__ import annotations

import re

from lms.core.findings import Severity
from lms.core.markup.cleaning import ALLOWED_SCHEMES, ALLOWED_TAGS
from lms.core.markup.page import Page

_DANGEROUS_NAMES = (
    "applet audio base button embed form frame frameset iframe input link math meta noscript object"
    " script select style svg template textarea video"
)
_DANGEROUS = frozenset(_DANGEROUS_NAMES.split())
_OPENING_TAG = re.compile(r"<(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<attributes>(?:[\s/][^<>]*+)?)>?")
_HANDLER = re.compile(r"[\s\"'/](?P<name>on[a-z]+|style)\s*+=", re.IGNORECASE)
_SCHEME = re.compile(
    r"(?:\]\(\s*+<?|^[ ]{0,3}\[[^\]\n]*+\]:\s*+<?|\b(?:href|src)\s*+=\s*+[\"']?\s*+)"
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*+):(?!/?\d)",
    re.MULTILINE,
)
_NAMELESS_PICTURE = re.compile(
    r"!\[\s*\](?=[(\[])|<img\b(?![^<>]*\balt\s*=\s*[\"']?[^\"'\s>])[^<>]*>", re.IGNORECASE
)


def report_suspicious(page: Page) -> None:
    """Report what is dangerous, unknown or without a text alternative, code and formulas left aside."""
    text = page.source.freeze()
    for match in _OPENING_TAG.finditer(text):
        _report_tag(match, page)
    for match in _SCHEME.finditer(text):
        if match["scheme"].lower() not in ALLOWED_SCHEMES:
            message = f"Addresses that begin with {match['scheme']}: are not printed."
            hint = f"use {', '.join(sorted(ALLOWED_SCHEMES))} or a relative address"
            page.report(Severity.WARNING, "unsafe-html", message, *page.source.place(match.start("scheme")), hint)
    for match in _NAMELESS_PICTURE.finditer(text):
        message = "The image has no text alternative."
        hint = "say in the brackets what it shows: ![what it shows](media/name.svg)"
        page.report(Severity.ERROR, "image-alternative", message, *page.source.place(match.start()), hint)


def _report_tag(match: re.Match[str], page: Page) -> None:
    name = match["name"].lower()
    is_whole = match[0].endswith(">")
    place = page.source.place(match.start())
    if name in _DANGEROUS and (is_whole or match["attributes"]):
        message = f"The HTML element {name} is not printed."
        page.report(Severity.WARNING, "unsafe-html", message, *place, "take it out, or write it as `code`")
    elif is_whole and name not in ALLOWED_TAGS:
        message = f"<{name}> is taken for an HTML element and not printed."
        page.report(Severity.WARNING, "html-removed", message, *place, f"write `<{name}>` if it is text")
    elif is_whole:
        for handler in _HANDLER.finditer(match["attributes"]):
            message = f"The attribute {handler['name']} is not printed."
            place = page.source.place(match.start("attributes") + handler.start("name"))
            page.report(Severity.WARNING, "unsafe-html", message, *place, "take it out")
