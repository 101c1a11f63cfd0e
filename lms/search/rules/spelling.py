"""Words as they are written: which a text holds, which is being typed, and what another may be meant for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lms.search.rules.folding import fold
from lms.search.rules.matching import HAN, MAX_QUERY_CHARACTERS, Stem, find_units

WORD_CHARACTERS_MAXIMUM = 40
_WORD = rf"[a-z][a-z0-9]{{1,{WORD_CHARACTERS_MAXIMUM - 1}}}"
_WORDS = re.compile(rf"(?<![^\W_{HAN}]){_WORD}(?![^\W_{HAN}])")
_CORRECTABLE = re.compile(r"[a-z]{4,}")
_SHORT = 5


def list_words(text: str) -> set[str]:
    """The distinct Latin words of a text, in lower case and with their endings."""
    return set(_WORDS.findall(fold(text).text))


def unfinished_word(text: str) -> str:
    """The Latin word, of two letters or more, that a person may still be typing; empty where there is none."""
    folded = fold(text[:MAX_QUERY_CHARACTERS]).text
    last = None
    for last in find_units(folded, str):  # noqa: B007  # the last one is asked for
        pass
    if last is None or last.end < len(folded) or not re.fullmatch(_WORD, last.text):
        return ""
    return last.text


def correctable_words(text: str, stem: Stem) -> dict[str, str]:
    """The English words of a query that are long enough to be told from others, each with its stem."""
    units = find_units(fold(text[:MAX_QUERY_CHARACTERS]).text, str)
    return {unit.text: stem(unit.text) for unit in units if _CORRECTABLE.fullmatch(unit.text)}


def edits_allowed(word: str) -> int:
    """How many letters of a word may be wrong: two, and one where it is short."""
    return 1 if len(word) <= _SHORT else 2


def corrected(text: str, corrections: Mapping[str, str]) -> str:
    """The query with other words in place of some, and everything else as it was typed."""
    text = text[:MAX_QUERY_CHARACTERS]
    folded = fold(text)
    pieces, position = [], 0
    for unit in find_units(folded.text, str):
        if replacement := corrections.get(unit.text):
            start, end = folded.original_span(unit.start, unit.end)
            pieces += [text[position:start], replacement]
            position = end
    return "".join([*pieces, text[position:]])
