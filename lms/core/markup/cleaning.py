"""Lets through only the HTML that a page may hold, and sends every address through its check."""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

from lms.core.markup.labels import ADMONITIONS, label

_TAG_NAMES = (
    "a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure hr i img"
    " ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot"
    " th thead time tr u ul var wbr"
)
_TAGS = set(_TAG_NAMES.split())
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "dfn": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "time": {"datetime"},
}
_CLASSES = {"div": {"admonition", "task", *ADMONITIONS}, "p": {"admonition-title"}, "ul": {"task-list"}}
_SCHEMES = {"http", "https", "mailto", "tel"}

ALLOWED_TAGS = frozenset(_TAGS)
ALLOWED_SCHEMES = frozenset(_SCHEMES)

AddressCheck = Callable[[str, str, str], str | None]
"""Takes element, attribute and value; gives the value to print, or None to leave the attribute out."""

_EMPTY_CLASS = re.compile(r'(<[a-z0-9]+(?: [a-z-]+="[^"]*")*) class=""')
_OUTSIDE_LINK = re.compile(r'<a\b(?=[^>]* href="https?:)')
_EMPTY_HEADER = re.compile(r"<th(?: [^>]*)?></th>")
_HEAD = re.compile(r"<thead>.*?</thead>", re.DOTALL)
_HEADER_CELL = re.compile(r"<th(?![^>]*\bscope=)(?=[ >])")
_ADMONITION = re.compile(r'<div class="admonition (?:[a-z]+)"')


def clean(text: str, check: AddressCheck, language: str) -> str:
    """Cleaned HTML; `check` is asked about each attribute that stays."""
    cleaned = nh3.clean(
        text,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=check,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    return _finish(cleaned, language)


def _finish(text: str, language: str) -> str:
    """What we add to cleaned HTML ourselves, so that every page is accessible in the same way."""
    text = _EMPTY_CLASS.sub(r"\1", text)
    text = _OUTSIDE_LINK.sub('<a rel="noopener noreferrer"', text)
    text = _ADMONITION.sub(lambda found: f'{found[0]} role="note"', text)
    text = text.replace("<img ", '<img loading="lazy" ')
    if "<table" in text:
        text = _HEAD.sub(lambda found: _HEADER_CELL.sub('<th scope="col"', found[0]), text)
        text = _EMPTY_HEADER.sub("<td></td>", text)
        text = text.replace("<table", f"{scroll_opening(label('table', language))}<table")
        text = text.replace("</table>", "</table></div>")
    return text


def scroll_opening(name: str, kind: str = "") -> str:
    """The opening tag of a group that keyboards can scroll; the name is plain text without quotes.

    A group and not a region, because many on a page would bear the same name, and landmarks must not.
    """
    classes = f"{kind} scroll".strip()
    return f'<div class="{classes}" tabindex="0" role="group" aria-label="{name}">'
