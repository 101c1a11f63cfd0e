"""Reports as those who answer for the courses see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from lms import accounts, catalog
from lms.core.parts import CourseOutline, Words
from lms.core.work import NotFoundError, Work
from lms.reports.models import Report
from lms.reports.rules import PAGE_SIZE, State, count_pages


@dataclass(frozen=True, slots=True)
class Filter:
    """Which reports are asked for; what is empty asks for all."""

    course_id: str = ""
    module_id: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report with the people and the titles of its place; titles are empty where it is published no more."""

    report_id: int
    course_id: str
    course_titles: Words
    module_id: str
    module_titles: Words
    anchor: str
    section_titles: Words
    question_id: str
    question_version: str
    is_graded: bool
    category: str
    text: str
    language: str
    full_name: str
    login_name: str
    reported_at: datetime
    state: str
    note: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """One page of reports; `total` and `open_count` are of all that were asked for."""

    courses: tuple[CourseOutline, ...]
    chosen: Filter
    lines: tuple[ReportLine, ...]
    number: int
    total: int
    open_count: int

    @property
    def page_count(self) -> int:
        return count_pages(self.total)


def list_reports(work: Work, chosen: Filter, page: int) -> ReportsPage:
    """Reports, the open ones first and of each the latest first."""
    conditions, is_open = _conditions(chosen), Report.state == State.OPEN.value
    counts = select(func.count(), func.count().filter(is_open)).where(*conditions)
    total, open_count = work.session.execute(counts).one()
    ordered = select(Report).where(*conditions).order_by(case((is_open, 0), else_=1), Report.id.desc())
    rows = list(work.session.scalars(ordered.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)))
    courses = catalog.list_outlines(work)
    return ReportsPage(courses, chosen, tuple(_lines(work, rows, courses)), page, total, open_count)


def _conditions(chosen: Filter) -> list[ColumnElement[bool]]:
    return [
        *([Report.course_id == chosen.course_id] if chosen.course_id else []),
        *([Report.module_id == chosen.module_id] if chosen.module_id else []),
        *([Report.state == chosen.state] if chosen.state else []),
    ]


def get_report(work: Work, report_id: int) -> ReportLine:
    """A report; raises NotFoundError."""
    row = work.session.get(Report, report_id)
    if row is None:
        raise NotFoundError(f"There is no report {report_id}.")
    (line,) = _lines(work, [row], catalog.list_outlines(work))
    return line


def answer(work: Work, report_id: int, state: State, note: str) -> None:
    """Say what became of a report, in place of what was said before; raises NotFoundError."""
    row = work.session.get(Report, report_id, with_for_update=True)
    if row is None:
        raise NotFoundError(f"There is no report {report_id}.")
    row.state, row.note = state.value, note
    row.answered_by, row.answered_at = work.actor.get_person_id(), work.clock()
    work.session.flush()


def _lines(work: Work, rows: list[Report], courses: tuple[CourseOutline, ...]) -> list[ReportLine]:
    people = accounts.list_people(
        work, [*(row.person_id for row in rows), *(row.answered_by or 0 for row in rows)]
    )
    outlines = {course.course_id: course for course in courses}
    lines = []
    for row in rows:
        course = outlines.get(row.course_id)
        module = course.find_module(row.module_id) if course else None
        section = module.find_section(row.anchor) if module else None
        lines.append(
            ReportLine(
                report_id=row.id,
                course_id=row.course_id,
                course_titles=course.titles if course else {},
                module_id=row.module_id,
                module_titles=module.titles if module else {},
                anchor=row.anchor,
                section_titles=section.titles if section else {},
                question_id=row.question_id,
                question_version=row.question_version,
                is_graded=row.is_graded,
                category=row.category,
                text=row.text,
                language=row.language,
                full_name=people[row.person_id].full_name,
                login_name=people[row.person_id].login_name,
                reported_at=row.reported_at,
                state=row.state,
                note=row.note,
                answered_by=people[row.answered_by].full_name if row.answered_by in people else "",
                answered_at=row.answered_at,
            )
        )
    return lines
