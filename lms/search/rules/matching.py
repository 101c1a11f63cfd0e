"""What a query asks for, and whether a section has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lms.search.rules.folding import fold

Stem = Callable[[str], str]
"""Cuts a folded word to its stem; indexing, queries and snippets must be given the same one."""

MAX_QUERY_CHARACTERS = 200

# Scripts written without spaces, Han (with 々〆〇) and kana, are searched by substring; all others by whole words.
HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_UNIT = re.compile(
    rf"(?P<run>[{HAN}]+)"
    r"|(?P<language>[a-z](?:\+\+|#))"  # C++ and C#: the sign is part of the name
    rf"|(?P<word>[^\W_{HAN}]+)(?:['’]s(?![^\W_]))?"
)

_RUN_START = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Query:
    """What a section must hold, all of it: runs of Han characters as they stand, and words by their stems."""

    runs: tuple[str, ...]
    words: tuple[str, ...]
    endings: tuple[str, ...] = ()
    """Stems that the last word may still become as one types, any of which will do; empty where it is finished."""

    @property
    def needles(self) -> tuple[str, ...]:
        """What must occur in the searchable form of a section."""
        return (*self.runs, *(f" {word} " for word in self.words))

    @property
    def last_needles(self) -> tuple[str, ...]:
        """Of these one must occur, where there are any."""
        return tuple(f" {word} " for word in self.endings)

    @property
    def is_empty(self) -> bool:
        return not (self.runs or self.words or self.endings)


@dataclass(frozen=True, slots=True)
class Form:
    """What of a section is compared with queries, each unit in spaces: `text` must hold it, `bonus` only ranks."""

    text: str
    bonus: str


class Unit(NamedTuple):
    """A run of Han characters, or the stem of a word, and where it stands in folded text."""

    text: str
    start: int
    end: int
    is_run: bool


def find_units(folded: str, stem: Stem) -> Iterator[Unit]:
    """The units of folded text in order; `c++` is followed by its `c`."""
    for match in _UNIT.finditer(folded):
        kind = match.lastgroup or ""
        text, (start, end) = match[kind], match.span(kind)
        yield Unit(stem(text) if kind == "word" else text, start, end, kind == "run")
        if kind == "language":
            yield Unit(text[0], start, start + 1, is_run=False)


def unit_form(text: str, stem: Stem) -> str:
    """The units of a text, each in spaces, so that a needle cannot reach from one into the next."""
    return "".join(f" {unit.text} " for unit in find_units(fold(text).text, stem))


def _is_run(unit: str) -> bool:
    return _RUN_START.match(unit) is not None


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def count(needle: str, form: Form) -> int:
    """How often a needle stands in a section, more where titles have it too; 0 where only other titles have it."""
    return form.text.count(needle) and form.text.count(needle) + form.bonus.count(needle)


def tokens(form: Form) -> dict[str, int]:
    """What an index remembers: words, single Han characters and their overlapping pairs, each with its count."""
    found: dict[str, int] = {}
    for unit in dict.fromkeys(form.text.split()):
        if _is_run(unit):
            for token in dict.fromkeys((*unit, *_pairs(unit))):
                if token not in found:
                    found[token] = count(token, form)
        else:
            found[unit] = count(f" {unit} ", form)
    return found


def required_tokens(needle: str) -> list[str]:
    """The fewest tokens that every section with this needle must have."""
    return (_pairs(needle) if _is_run(needle) else []) or [needle.strip()]


def is_decided_by_tokens(needle: str) -> bool:
    """Whether a section with the required tokens has the needle for certain; longer runs may stand in pieces."""
    return not _is_run(needle) or len(needle) <= 2


def parse_query(text: str, stem: Stem, endings: tuple[str, ...] = ()) -> Query:
    """The query a person typed; punctuation only separates, nothing in it is an operator.

    `endings` stand in place of the last word.
    """
    units = list(find_units(fold(text[:MAX_QUERY_CHARACTERS]).text, stem))
    if endings:
        units.pop()
    runs = dict.fromkeys(unit.text for unit in units if unit.is_run)
    words = dict.fromkeys(unit.text for unit in units if not unit.is_run)
    implied = {word[0] for word in words if word[-1] in "+#"}
    return Query(tuple(runs), tuple(word for word in words if word not in implied), endings)


def frequencies(query: Query, form: Form) -> tuple[int, ...] | None:
    """How often a section has each thing that is asked for; None where something is missing."""
    counts = [count(needle, form) for needle in query.needles]
    if query.endings:
        is_there = any(needle in form.text for needle in query.last_needles)
        counts.append(is_there and 1 + count_endings(query, form.bonus))
    return tuple(counts) if all(counts) else None


def count_endings(query: Query, bonus: str) -> int:
    """How often the unfinished word stands in titles.

    Whoever still types looks for one; and to count twenty words in every text would only take longer.
    """
    return sum(map(bonus.count, query.last_needles))


def matches(query: Query, form: Form) -> bool:
    """Whether a section has all that the query asks for; an empty query has no match."""
    return not query.is_empty and frequencies(query, form) is not None
