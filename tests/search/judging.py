"""Judges the order of what is found: by labels given by hand, beside SQLite's own full-text search."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lms.core.database import sqlite_module
from lms.core.parts import SearchDocument
from lms.search import rules
from lms.search.index import stem
from lms.search.rules.matching import unit_form

LABELLED = Path(__file__).with_name("labelled.toml")
DEPTH = 10


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """What people type, and the grade (1 to 3) of each section that answers it, by `section_of`."""

    text: str
    language: str
    kind: str
    relevant: Mapping[str, int]


def read_labelled() -> tuple[LabelledQuery, ...]:
    return tuple(LabelledQuery(**query) for query in tomllib.loads(LABELLED.read_text("utf-8"))["queries"])


def section_of(key: str) -> str:
    """The `module:language:anchor` of a section's key, which does not tell the course."""
    _course_id, section = key.split("/", 1)
    return section.replace("/", ":")


def ndcg(found: Sequence[int], labelled: Iterable[int]) -> float:
    """How near the grades of what is found, best first, come to the best order of all that is labelled: 0 to 1.

    The gain of a grade is 2^grade - 1, divided by log2(place + 1); only the first ten places count.
    """
    return _gain(found) / _gain(sorted(labelled, reverse=True))


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades[:DEPTH], start=1))


class FullText5:
    """FTS5 over the same tokens as ours, each spelt so that it stays whole, ranked by its BM25.

    It finds what ours find, so that only the order differs: what holds a long run in pieces is left out.
    """

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        self._keys = [document.key for document in documents]
        self._forms = [rules.searchable(document, stem) for document in documents]
        self._connection = sqlite_module.connect(":memory:")
        self._connection.execute("CREATE VIRTUAL TABLE section USING fts5 (title, text, tokenize = 'ascii')")
        rows = []
        for number, (document, form) in enumerate(zip(documents, self._forms, strict=True)):
            title = unit_form(document.title, stem)
            rows.append((number, _spell_all(title), _spell_all(form.text.removeprefix(title))))
        self._connection.executemany("INSERT INTO section (rowid, title, text) VALUES (?, ?, ?)", rows)

    def find_keys(self, text: str, title_weight: float) -> list[str]:
        """The keys of everything that is found, best first; with a weight of 1 a title is text like any other."""
        query = rules.parse_query(text, stem)
        required = {token for needle in query.needles for token in rules.required_tokens(needle)}
        rows = self._connection.execute(
            "SELECT rowid FROM section WHERE section MATCH ? ORDER BY bm25(section, ?, 1.0), rowid",
            (" AND ".join(map(_spell, sorted(required))), title_weight),
        )
        return [self._keys[number] for (number,) in rows if rules.matches(query, self._forms[number])]

    def close(self) -> None:
        self._connection.close()


def _spell_all(form: str) -> str:
    return " ".join(_spell(token) for unit in form.split() for token in _tokens_of(unit))


def _tokens_of(unit: str) -> list[str]:
    """What `rules.tokens` remembers of a unit, but as often as it stands there."""
    is_run = set(rules.tokens(rules.Form(unit, ""))) != {unit}
    return [*unit, *rules.required_tokens(unit)] if is_run else [unit]


def _spell(token: str) -> str:
    return token.encode().hex()
