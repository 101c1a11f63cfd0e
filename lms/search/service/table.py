"""The table of sections: brought in step with what is published, and read by whoever follows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from lms import catalog
from lms.core.database import insert_new
from lms.core.parts import SearchDocument
from lms.core.work import Work
from lms.search import rules
from lms.search.index import stem
from lms.search.models import SearchChange, SearchSection
from lms.search.service.vocabulary import refresh_words

_ONLY = 1
_DIGESTS = select(SearchSection.key, SearchSection.digest)
_DIGESTS_OF_COURSE = _DIGESTS.where(SearchSection.course_id == bindparam("course_id"))
_NUMBER = select(SearchChange.number).where(SearchChange.id == _ONLY)
_DELETE = delete(SearchSection).where(SearchSection.key == bindparam("gone"))
_COURSES = select(SearchSection.course_id).distinct()
DOCUMENT_COLUMNS = (
    SearchSection.course_id,
    SearchSection.course_title,
    SearchSection.module_id,
    SearchSection.module_title,
    SearchSection.anchor,
    SearchSection.title,
    SearchSection.text,
    SearchSection.language,
    SearchSection.access,
    SearchSection.headings,
)
_SECTIONS = select(*DOCUMENT_COLUMNS, SearchSection.form, SearchSection.bonus, SearchSection.digest).order_by(
    SearchSection.key
)


def list_documents(work: Work, course_id: str) -> dict[str, SearchDocument]:
    """What the rooms want found in a course, by key; raises ValueError where an answer cannot be kept."""
    answers = work.hooks.search_documents(work=work, course_id=course_id)
    documents = rules.distinct(chain.from_iterable(answers))
    if strangers := [key for key, document in documents.items() if document.course_id != course_id]:
        raise ValueError(f"These sections do not belong to {course_id}: {', '.join(strangers)}")
    return documents


def list_course_ids(work: Work) -> list[str]:
    """Every course that is published or stands in the table."""
    published = {course.course_id for course in catalog.list_outlines(work)}
    return sorted(published.union(work.session.scalars(_COURSES)))


def count_differences(work: Work, course_id: str) -> int:
    """How many sections of a course are to be written or to go."""
    stored = _read_course_digests(work, course_id)
    current = {key: rules.digest_of(document) for key, document in list_documents(work, course_id).items()}
    return len({key for key, _digest in stored.items() ^ current.items()})


def refresh_course(work: Work, course_id: str, *, anew: bool = False) -> int:
    """Write the sections that differ from what is published, and remove those that are gone; returns how many.

    `anew` takes nothing that stands there for right.
    """
    # Who comes second waits here, and then reads what is published by then: the last state wins.
    _take_turn(work)
    documents = list_documents(work, course_id)
    stored = _read_course_digests(work, course_id)
    digests = {key: rules.digest_of(document) for key, document in documents.items()}
    changed = [key for key, digest in digests.items() if anew or stored.get(key) != digest]
    gone = stored.keys() - documents.keys()
    if not changed and not gone:
        return 0
    _delete(work, gone.union(changed))
    insert_sections(work.session, (rules.make_section(documents[key], stem) for key in changed))
    refresh_words(work, course_id, documents.values())
    work.session.execute(update(SearchChange).values(number=SearchChange.number + 1, changed_at=work.clock()))
    return len(changed) + len(gone)


def read_number(work: Work) -> int:
    """The number of the last change; 0 before the first."""
    return work.session.scalar(_NUMBER) or 0


def read_digests(work: Work) -> dict[str, str]:
    """Key → digest of every section."""
    return {row.key: row.digest for row in work.session.execute(_DIGESTS)}


def list_sections(work: Work, keys: Collection[str]) -> list[rules.Section]:
    """Those of the sections that stand in the table now."""
    rows = work.session.execute(_SECTIONS.where(SearchSection.key.in_(keys)))
    return [_section_of(row) for row in rows]


def list_sections_after(work: Work, key: str, limit: int) -> list[rules.Section]:
    """The next sections by key."""
    rows = work.session.execute(_SECTIONS.where(SearchSection.key > key).limit(limit))
    return [_section_of(row) for row in rows]


def document_of(row: Row[Any]) -> SearchDocument:
    """The document that stands in these columns."""
    values = {column.key: getattr(row, column.key) for column in DOCUMENT_COLUMNS}
    return SearchDocument(**{**values, "headings": tuple(row.headings)})


def is_postgresql(session: Session) -> bool:
    """Whether the database finds sections by their tokens, so that no other index is kept."""
    return session.get_bind().dialect.name == "postgresql"


def insert_sections(session: Session, sections: Iterable[rules.Section]) -> None:
    """Write sections that are not in the table."""
    keeps_tokens = is_postgresql(session)
    rows = [
        {
            **{column.key: getattr(section.document, column.key) for column in DOCUMENT_COLUMNS},
            "headings": list(section.document.headings),
            "key": section.document.key,
            "form": section.form.text,
            "bonus": section.form.bonus,
            "length": len(section.form.text),
            "digest": section.digest,
            "tokens": list(rules.tokens(section.form)) if keeps_tokens else None,
        }
        for section in sections
    ]
    if rows:
        session.execute(insert(SearchSection), rows)


def _take_turn(work: Work) -> None:
    insert_new(work.session, SearchChange, id=_ONLY, number=0, changed_at=work.clock())
    work.session.execute(_NUMBER.with_for_update())


def _read_course_digests(work: Work, course_id: str) -> dict[str, str]:
    rows = work.session.execute(_DIGESTS_OF_COURSE, {"course_id": course_id})
    return {row.key: row.digest for row in rows}


def _delete(work: Work, keys: Collection[str]) -> None:
    if keys:
        # By the connection, because a session deletes by one set of values only.
        work.session.connection().execute(_DELETE, [{"gone": key} for key in keys])


def _section_of(row: Row[Any]) -> rules.Section:
    return rules.Section(document_of(row), rules.Form(row.form, row.bonus), row.digest)
