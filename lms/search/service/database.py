"""Search by the database itself: by lists of tokens on PostgreSQL, by reading every form on SQLite."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Float, Select, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.search import rules
from lms.search.index import Hit, Results
from lms.search.models import SearchSection
from lms.search.service.table import DOCUMENT_COLUMNS, document_of, is_postgresql


class DatabaseSearch:
    """Finds in the table what the index would find, and ranks it by the same rules.

    The database counts and ranks, so nothing travels but the sections of one page. At most three statements: how
    rare each needle is, where there are several; the page; the number of all, where the page is beyond the last.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._has_tokens = is_postgresql(session)

    def search(self, query: rules.Query, scope: rules.Scope, *, limit: int, offset: int = 0) -> Results:
        """The sections that have everything the query asks for, best first; an empty query finds nothing."""
        if query.is_empty:
            return Results(0, ())
        conditions = self._conditions(query)
        visible = SearchSection.access.in_(sorted(scope.access))
        narrowed = [*conditions, visible, *_limits(scope)]
        if not limit:
            return Results(self._count_found(narrowed), ())
        sections, *holders = self._count_holders(conditions, visible)
        if not all(holders):
            return Results(0, ())
        all_held = bool(holders)
        rarities = [rules.rarity(count, sections) for count in holders] or [1.0]
        ranked = self._rank(query, rarities, narrowed, scope)
        if rows := self._session.execute(_page(ranked, limit, offset)).all():
            return Results(rows[0].total, tuple(Hit(document_of(row), row.score) for row in rows), all_held)
        return Results(self._count_found(narrowed) if offset else 0, (), all_held)

    def _count_found(self, conditions: list[ColumnElement[bool]]) -> int:
        return self._session.scalar(select(func.count()).select_from(SearchSection).where(*conditions)) or 0

    def _count_holders(self, conditions: list[ColumnElement[bool]], visible: ColumnElement[bool]) -> list[int]:
        """Visible sections, and how many of them hold each needle; it matters only where there are several."""
        if len(conditions) == 1:
            return [1]
        counts = select(func.count()).select_from(SearchSection).where(visible)
        asked = [counts.scalar_subquery(), *(counts.where(needle).scalar_subquery() for needle in conditions)]
        return list(self._session.execute(select(*asked)).one())

    def _rank(
        self,
        query: rules.Query,
        rarities: list[float],
        conditions: list[ColumnElement[bool]],
        scope: rules.Scope,
    ) -> Select[Any]:
        """Key, total, score and whether it leads, of everything that is found."""
        counts = [count.label(f"count_{place}") for place, count in enumerate(self._counts(query))]
        found = (
            select(
                SearchSection.key,
                SearchSection.length,
                (SearchSection.language == scope.first_language).label("leads"),
                cast(func.avg(SearchSection.length).over(), Float).label("mean_length"),
                func.count().over().label("total"),
                *counts,
            )
            .where(*conditions)
            .subquery()
        )
        frequencies = [found.c[count.name] for count in counts]
        score = rules.score(rarities, frequencies, found.c.length, found.c.mean_length)
        return select(found.c.key, found.c.total, found.c.leads, score.label("score"))

    def _conditions(self, query: rules.Query) -> list[ColumnElement[bool]]:
        conditions = [self._has(needle) for needle in query.needles]
        if query.endings:
            conditions.append(
                SearchSection.tokens.overlap(list(query.endings))
                if self._has_tokens
                else or_(*map(_stands_in_form, query.last_needles))
            )
        return conditions

    def _has(self, needle: str) -> ColumnElement[bool]:
        if not self._has_tokens:
            return _stands_in_form(needle)
        has_tokens = SearchSection.tokens.contains(rules.required_tokens(needle))
        if rules.is_decided_by_tokens(needle):
            return has_tokens
        return has_tokens & (func.strpos(SearchSection.form, needle) > 0)

    def _counts(self, query: rules.Query) -> list[ColumnElement[int]]:
        """Columns that say what rules.frequencies would."""
        counts = [
            self._count(SearchSection.form, needle) + self._count(SearchSection.bonus, needle)
            for needle in query.needles
        ]
        if last := query.last_needles:
            first, *others = (self._count(SearchSection.bonus, needle) for needle in last)
            counts.append(sum(others, 1 + first))
        return counts

    def _count(self, column: InstrumentedAttribute[str], needle: str) -> ColumnElement[int]:
        # PostgreSQL knows the bytes of a text at once, and would count its characters one by one.
        measure, size = (
            (func.octet_length, len(needle.encode())) if self._has_tokens else (func.length, len(needle))
        )
        return (measure(column) - measure(func.replace(column, needle, ""))) // size


def _page(ranked: Select[Any], limit: int, offset: int) -> Select[Any]:
    """The documents of one page with their scores, best first."""
    best = ranked.subquery()
    order = (best.c.leads.desc(), best.c.score.desc(), best.c.key)
    page = select(best).order_by(*order).limit(limit).offset(offset).subquery()
    return (
        select(*DOCUMENT_COLUMNS, page.c.total, page.c.score)
        .join(page, page.c.key == SearchSection.key)
        .order_by(page.c.leads.desc(), page.c.score.desc(), page.c.key)
    )


def _stands_in_form(needle: str) -> ColumnElement[bool]:
    return func.instr(SearchSection.form, needle) > 0


def _limits(scope: rules.Scope) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if scope.language:
        limits.append(SearchSection.language == scope.language)
    if scope.course_id:
        limits.append(SearchSection.course_id == scope.course_id)
    return limits
