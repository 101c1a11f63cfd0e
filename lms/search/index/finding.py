"""Which rows have everything that is asked for, and which of them come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.search import rules
from lms.search.index.results import Hit, Results
from lms.search.index.segments import Segment


@dataclass(slots=True)
class _Found:
    """What was found, a list for each fact: thousands of small objects would keep the garbage collector busy."""

    segments: list[Segment] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    leads: list[bool] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    frequencies: list[list[int]] = field(default_factory=list)
    """For each thing that was asked for, its count in each row."""


def find(segments: Sequence[Segment], query: rules.Query, scope: rules.Scope, start: int, stop: int) -> Results:
    """The stretch of what is found, best first; an empty query finds nothing."""
    if query.is_empty:
        return Results(0, ())
    wanted = len(query.needles) + bool(query.endings)
    found = _Found(frequencies=[[] for _ in range(wanted)])
    holders = [0] * wanted
    sections = 0
    for segment in segments:
        visible = segment.select("access", scope.access)
        sections += len(visible)
        counted = [_count(segment, needle) for needle in query.needles]
        kept = [visible.intersection(counts) for counts in counted]
        if query.endings:
            kept.append(visible & segment.select("tokens", query.endings))
        holders = [known + len(rows) for known, rows in zip(holders, kept, strict=True)]
        rows = _narrow(segment, frozenset.intersection(*kept), scope)
        _add(found, segment, rows, query, scope, counted)
    hits = _best(found, holders, sections, start, stop) if start < min(stop, len(found.rows)) else ()
    return Results(len(found.rows), hits, all_held=all(holders))


def _count(segment: Segment, needle: str) -> Mapping[int, int]:
    """Row → count where tokens tell, and the rows that may have it with a count of 0 where only the text does."""
    tokens = rules.required_tokens(needle)
    if rules.is_decided_by_tokens(needle):
        return segment.frequencies(tokens[0])
    return dict.fromkeys(frozenset.intersection(*(segment.holders("tokens", token) for token in tokens)), 0)


def _narrow(segment: Segment, rows: frozenset[int], scope: rules.Scope) -> frozenset[int]:
    if scope.language:
        rows &= segment.select("language", [scope.language])
    if scope.course_id:
        rows &= segment.select("course_id", [scope.course_id])
    return rows


def _add(
    found: _Found,
    segment: Segment,
    rows: frozenset[int],
    query: rules.Query,
    scope: rules.Scope,
    counted: Sequence[Mapping[int, int]],
) -> None:
    counts = list(counted)
    for place, needle in enumerate(query.needles):
        if not rules.is_decided_by_tokens(needle):
            # The pairs of a run may stand apart from each other: only the text tells.
            counts[place] = {row: count for row in rows if (count := rules.count(needle, segment.get_form(row)))}
            rows = rows.intersection(counts[place])
    if query.endings:
        counts.append({row: 1 + rules.count_endings(query, segment.get_bonus(row)) for row in rows})
    leading = segment.select("language", [scope.first_language]) if scope.first_language else frozenset()
    kept = list(rows)
    found.segments += [segment] * len(kept)
    found.rows += kept
    found.leads += [row in leading for row in kept]
    found.lengths += [segment.get_length(row) for row in kept]
    for column, of_needle in zip(found.frequencies, counts, strict=True):
        column += [of_needle[row] for row in kept]


def _best(found: _Found, holders: Sequence[int], sections: int, start: int, stop: int) -> tuple[Hit, ...]:
    rarities = [rules.rarity(count, sections) for count in holders]
    mean_length = sum(found.lengths) / len(found.lengths)
    facts = zip(found.lengths, *found.frequencies, strict=True)
    scores: list[float] = [rules.score(rarities, counts, length, mean_length) for length, *counts in facts]
    ranks: list[Any] = [-score for score in scores]
    if any(found.leads):
        ranks = [(not leads, rank) for leads, rank in zip(found.leads, ranks, strict=True)]
    places = rules.cut(ranks, lambda place: found.segments[place].get_state(found.rows[place]), start, stop)
    return tuple(Hit(found.segments[place].get_document(found.rows[place]), scores[place]) for place in places)
