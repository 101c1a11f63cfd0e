"""How the search stands: what it holds, whether that is in step, and what is still to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal_column, select

from lms.core.outbox import OutboxLetter
from lms.core.work import Work
from lms.search.index import IndexUnavailable
from lms.search.models import SearchChange, SearchSection
from lms.search.service.engines import open_index
from lms.search.service.table import count_differences, is_postgresql, list_course_ids, read_digests

ROOM = "search"

_COUNTS = select(SearchSection.course_id, SearchSection.language, func.count()).group_by(
    SearchSection.course_id, SearchSection.language
)
_CHANGED_AT = select(SearchChange.changed_at)
_LETTERS = (
    select(func.count())
    .select_from(OutboxLetter)
    .where(OutboxLetter.receiver == ROOM, OutboxLetter.due_at.is_not(None))
)
_TABLE_BYTES = select(func.pg_total_relation_size(literal_column(f"'{SearchSection.__tablename__}'")))


@dataclass(frozen=True, slots=True)
class CourseStanding:
    """Language → number of sections of a course, and how many of them differ from what is published."""

    course_id: str
    sections: Mapping[str, int]
    differences: int


@dataclass(frozen=True, slots=True)
class Standing:
    engine: str
    courses: tuple[CourseStanding, ...]
    index_trouble: str
    """Why the index is not in step with the table; empty where it is, and where there is none."""
    size_bytes: int
    changed_at: datetime | None
    waiting_letters: int


def get_standing(work: Work) -> Standing:
    """Everything an operator may ask; compares each section, so it takes a moment."""
    sections: dict[str, dict[str, int]] = {}
    for course_id, language, count in work.session.execute(_COUNTS):
        sections.setdefault(course_id, {})[language] = count
    engine, trouble, size_bytes = _describe_engine(work)
    return Standing(
        engine=engine,
        courses=tuple(
            CourseStanding(course_id, sections.get(course_id, {}), count_differences(work, course_id))
            for course_id in list_course_ids(work)
        ),
        index_trouble=trouble,
        size_bytes=size_bytes,
        changed_at=work.session.scalar(_CHANGED_AT),
        waiting_letters=work.session.scalar(_LETTERS) or 0,
    )


def _describe_engine(work: Work) -> tuple[str, str, int]:
    if is_postgresql(work.session):
        return "PostgreSQL, by the tokens of search_section", "", work.session.scalar(_TABLE_BYTES) or 0
    index, trouble = open_index(work.settings), ""
    try:
        differences = {key for key, _digest in index.read_digests().items() ^ read_digests(work).items()}
        trouble = f"{len(differences)} sections differ from the table" if differences else ""
    except IndexUnavailable as error:
        trouble = str(error)
    return f"Whoosh, in {work.settings.instance / 'search'}", trouble, index.count_bytes()
