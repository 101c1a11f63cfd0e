"""Sending reports, and what became of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from lms import catalog, quizzes
from lms.core.database import insert_new
from lms.core.markup.headings import OPENING_ANCHOR
from lms.core.parts import CourseOutline, ModuleOutline, Words
from lms.core.work import NotFoundError, Work
from lms.reports.models import Report
from lms.reports.rules import PAGE_SIZE, REPORTS_A_DAY, Category, State, count_pages, next_number

_SO_FAR = select(func.max(Report.number)).where(
    Report.person_id == bindparam("person_id"), Report.day == bindparam("day")
)
_SAME = select(Report.id).where(
    Report.person_id == bindparam("person_id"),
    Report.module_id == bindparam("module_id"),
    Report.anchor == bindparam("anchor"),
    Report.question_id == bindparam("question_id"),
    Report.text == bindparam("text"),
    Report.state == State.OPEN.value,
)
_OF_PERSON = select(Report).where(Report.person_id == bindparam("person_id"))
_MINE = _OF_PERSON.order_by(Report.id.desc()).limit(PAGE_SIZE).offset(bindparam("offset"))
_COUNT_MINE = select(func.count()).select_from(_OF_PERSON.subquery())


class TooManyReportsError(Exception):
    """The person has sent as many reports today as one may."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is wrong: a section, or a question, whose `text` is HTML."""

    course_id: str
    module_id: str
    module_revision_id: int
    anchor: str
    titles: Words
    """Of the section; of a question, those of its module."""
    question_id: str = ""
    question_version: str = ""
    is_graded: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class MyReport:
    """A report as its sender sees it; a question of an attempt is not named."""

    course_id: str
    module_id: str
    module_titles: Words
    """Empty where the module is published no more."""
    anchor: str
    section_titles: Words
    is_of_question: bool
    is_graded: bool
    category: str
    text: str
    language: str
    reported_at: datetime
    state: str
    note: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class MyReportsPage:
    reports: tuple[MyReport, ...]
    number: int
    page_count: int


def find_section(work: Work, module_id: str, anchor: str) -> Place:
    """A section that the actor may read; raises NotFoundError, NotAllowedError."""
    course, module = catalog.get_module(work, module_id)
    titles = _section_titles(module, anchor)
    if not titles:
        raise NotFoundError(f"The module {module_id} has no section {anchor}.")
    return Place(course.course_id, module_id, module.revision_id, anchor, titles)


def find_practice_question(work: Work, module_id: str, question_id: str, language: str) -> Place:
    """A practice question of a module; raises NotFoundError for any other."""
    _, module = catalog.get_module(work, module_id)
    facts = quizzes.get_practice_question(work, module_id, question_id, language)
    return _place(facts, module.titles, is_graded=False)


def find_asked_question(work: Work, attempt_id: int, number: int, language: str) -> Place:
    """A question that an attempt of the actor's asked; raises NotFoundError for any other."""
    facts = quizzes.get_asked_question(work, attempt_id, number, language)
    found = catalog.find_module(work, facts.module_id)
    return _place(facts, found[1].titles if found else {}, is_graded=True)


def _place(facts: quizzes.QuestionFacts, titles: Words, *, is_graded: bool) -> Place:
    return Place(
        course_id=facts.course_id,
        module_id=facts.module_id,
        module_revision_id=facts.module_revision_id,
        anchor=facts.section,
        titles=titles,
        question_id=facts.question_id,
        question_version=facts.version,
        is_graded=is_graded,
        text=facts.text,
    )


def report(work: Work, place: Place, language: str, category: Category, text: str) -> None:
    """Keep what the actor found wrong; the same sent twice is one report. Raises TooManyReportsError."""
    person_id, now = work.actor.get_person_id(), work.clock()
    same = {
        "person_id": person_id,
        "module_id": place.module_id,
        "anchor": place.anchor,
        "question_id": place.question_id,
        "text": text,
    }
    if work.session.scalars(_SAME, same).first() is not None:
        return
    day = now.astimezone(work.settings.zone).date().isoformat()
    # Another window may take the number first, but not more often than there are numbers.
    for _ in range(REPORTS_A_DAY):
        number = next_number(work.session.scalar(_SO_FAR, {"person_id": person_id, "day": day}))
        if number is None:
            break
        if insert_new(
            work.session,
            Report,
            **same,
            day=day,
            number=number,
            course_id=place.course_id,
            module_revision_id=place.module_revision_id,
            question_version=place.question_version,
            is_graded=place.is_graded,
            language=language,
            category=category.value,
            reported_at=now,
            state=State.OPEN.value,
            note="",
        ):
            return
    raise TooManyReportsError(f"{REPORTS_A_DAY} reports have been sent today.")


def list_my_reports(work: Work, page: int) -> MyReportsPage:
    """What the actor has reported, the latest first."""
    values = {"person_id": work.actor.get_person_id()}
    total = work.session.scalar(_COUNT_MINE, values) or 0
    rows = list(work.session.scalars(_MINE, {**values, "offset": (page - 1) * PAGE_SIZE}))
    outlines = {course.course_id: course for course in (catalog.list_outlines(work) if rows else ())}
    return MyReportsPage(
        tuple(_my_report(row, outlines.get(row.course_id)) for row in rows), page, count_pages(total)
    )


def _my_report(row: Report, course: CourseOutline | None) -> MyReport:
    module = course.find_module(row.module_id) if course else None
    return MyReport(
        course_id=row.course_id,
        module_id=row.module_id,
        module_titles=module.titles if module else {},
        anchor=row.anchor,
        section_titles=_section_titles(module, row.anchor) if module else {},
        is_of_question=bool(row.question_id),
        is_graded=row.is_graded,
        category=row.category,
        text=row.text,
        language=row.language,
        reported_at=row.reported_at,
        state=row.state,
        note=row.note,
        answered_at=row.answered_at,
    )


def _section_titles(module: ModuleOutline, anchor: str) -> Words:
    """Of the opening those of the module; empty where there is no such section."""
    section = module.find_section(anchor)
    return section.titles if section else module.titles if anchor == OPENING_ANCHOR else {}
