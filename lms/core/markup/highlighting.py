"""Colours code by classes, never by inline styles."""

from __future__ import annotations

import html
from functools import cache, lru_cache

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_LENGTH_MAXIMUM = 50_000  # Beyond it, colours cost more than they tell.
_PLAIN = frozenset({"", "text", "txt", "plain", "output"})
_FORMATTER = HtmlFormatter(nowrap=True)


def is_known_language(language: str) -> bool:
    """Whether code in a language can be coloured, or wants no colours."""
    return language in _PLAIN or _find_lexer(language) is not None


def language_name(language: str) -> str:
    """A language's name as readers know it, such as "Python" for "py"; "" for plain text."""
    if language in _PLAIN:
        return ""
    lexer = _find_lexer(language)
    return str(lexer.name) if lexer else language


@lru_cache(maxsize=1024)
def highlight_code(code: str, language: str) -> str:
    """Code as HTML for the inside of `<code>`; plainly escaped where its language is unknown."""
    lexer = None if language in _PLAIN or len(code) > _LENGTH_MAXIMUM else _find_lexer(language)
    if lexer is None:
        return html.escape(code, quote=False)
    return str(highlight(code, lexer, _FORMATTER)).rstrip("\n")


@cache
def _find_lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
