"""Stretches of markdown that keep their characters for themselves: code, formulas, tags, addresses, escapes."""

from __future__ import annotations

import re

_SPANS = r"""
    \\.
  | (?P<ticks>`++)(?:[^`]++|(?!(?P=ticks)(?!`))`++)++(?P=ticks)(?!`)
  | `++
  | </?[A-Za-z][\w-]*+(?:\s++[\w:-]++(?:=(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+\s*+/?>
  | \]\([^()\s]*+(?:\s++"[^"]*+")?+\)
  | \$\$(?:\\.|[^$\\])++\$\$
  | (?<![A-Za-z0-9$])\$(?![\s$])(?:\\.|[^$\\])++(?<!\s)\$(?![0-9$])
"""
FORMULA = re.compile(r"(?<![\\A-Za-z0-9$])\$\$?(?![\s$])(?:\\.|[^$\\])+(?<!\s)\$")


def outside_spans(pattern: str) -> re.Pattern[str]:
    """Matches spans of markdown, and outside of them `pattern`, with its named groups alone set for it."""
    return re.compile(rf"(?:{pattern})|{_SPANS}", re.VERBOSE | re.DOTALL)
