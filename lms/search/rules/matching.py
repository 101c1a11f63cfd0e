"""What a query finds in a section, and how well."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
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

_TITLE_BONUS = 2  # a needle in the title counts three times
_SATURATION = 1.2  # k1 and b of BM25, as its authors recommend
_LENGTH_PENALTY = 0.75


@dataclass(frozen=True, slots=True)
class Query:
    """What a section must hold, all of it: runs of Han characters as they stand, and words by their stems."""

    runs: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def needles(self) -> tuple[str, ...]:
        """What must occur in the searchable form of a section."""
        return (*self.runs, *(f" {word} " for word in self.words))


@dataclass(frozen=True, slots=True)
class Measure:
    """How often each needle stands in a section, the title counting more, and the section's length."""

    frequencies: tuple[int, ...]
    length: int


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


def _form(text: str, stem: Stem) -> str:
    return "".join(f" {unit.text} " for unit in find_units(fold(text).text, stem))


def searchable(title: str, text: str, stem: Stem) -> str:
    """The form of a section that queries are checked against: title and text on two lines, units in spaces."""
    return f"{_form(title, stem)}\n{_form(text, stem)}"


def _is_run(unit: str) -> bool:
    return _RUN_START.match(unit) is not None


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def tokens(form: str) -> list[str]:
    """What the index remembers of a searchable form: words, single Han characters and their overlapping pairs."""
    found: list[str] = []
    for unit in form.split():
        found += (*unit, *_pairs(unit)) if _is_run(unit) else (unit,)
    return found


def required_tokens(needle: str) -> list[str]:
    """The fewest tokens that every section with this needle must have."""
    return (_pairs(needle) if _is_run(needle) else []) or [needle.strip()]


def parse_query(text: str, stem: Stem) -> Query:
    """The query a person typed; punctuation only separates, nothing in it is an operator."""
    units = list(find_units(fold(text[:MAX_QUERY_CHARACTERS]).text, stem))
    runs = dict.fromkeys(unit.text for unit in units if unit.is_run)
    words = dict.fromkeys(unit.text for unit in units if not unit.is_run)
    implied = {word[0] for word in words if word[-1] in "+#"}
    return Query(tuple(runs), tuple(word for word in words if word not in implied))


def measure(needles: Sequence[str], form: str) -> Measure | None:
    """How a section, in its searchable form, answers a query; None where a needle is missing."""
    title_end = form.index("\n")
    frequencies = []
    for needle in needles:
        frequency = form.count(needle)
        if not frequency:
            return None
        frequencies.append(frequency + _TITLE_BONUS * form.count(needle, 0, title_end))
    return Measure(tuple(frequencies), len(form))


def matches(query: Query, form: str) -> bool:
    """Whether a section, in its searchable form, has all that the query asks for; an empty query has no match."""
    return bool(query.needles) and measure(query.needles, form) is not None


def scores(found: Sequence[Measure], holders: Sequence[int], sections: int) -> list[float]:
    """BM25F of each section found: `holders[i]` of all `sections` hold needle `i`; rare needles weigh more."""
    if not found:
        return []
    rarities = [(_SATURATION + 1) * math.log(1 + sections / max(1, count)) for count in holders]
    per_character = _SATURATION * _LENGTH_PENALTY * len(found) / sum(section.length for section in found)
    ranked = []
    for section in found:
        penalty = _SATURATION * (1 - _LENGTH_PENALTY) + per_character * section.length
        pairs = zip(rarities, section.frequencies, strict=True)
        ranked.append(sum(rarity * frequency / (frequency + penalty) for rarity, frequency in pairs))
    return ranked
