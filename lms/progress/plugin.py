"""How progress joins the house."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint

from lms.core.hookspecs import hookimpl
from lms.core.parts import (
    CourseOutline,
    ModuleOutline,
    NavItem,
    Panel,
    QuizResult,
    ReadingMarks,
)
from lms.core.texts import N_
from lms.core.work import Role, Work
from lms.progress import rules, service
from lms.progress.views import blueprint


@hookimpl
def blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def nav_items() -> list[NavItem]:
    return [
        NavItem("progress.my_learning", N_("My learning"), order=20, roles=frozenset({Role.TRAINEE})),
    ]


@hookimpl
def reading_marks(work: Work, courses: tuple[CourseOutline, ...]) -> Mapping[str, ReadingMarks]:
    return service.find_marks(work, courses)


@hookimpl
def course_panels(work: Work, course: CourseOutline, marks: ReadingMarks) -> list[Panel]:
    if not course.modules and not marks.is_enrolled:
        return []
    values = {
        "course": course,
        "marks": marks,
        "is_signed_in": work.actor.is_signed_in,
        "progress": rules.course_progress(marks),
    }
    return [Panel("progress/_course.html", values, order=10)]


@hookimpl
def section_feet(work: Work, module: ModuleOutline, marks: ReadingMarks) -> list[Panel]:
    if not work.actor.is_signed_in:
        return []
    mark = rules.mark_of(module, marks)
    return [Panel("progress/_section_foot.html", {"module": module, "mark": mark})]


@hookimpl
def module_panels(work: Work, course: CourseOutline, module: ModuleOutline, marks: ReadingMarks) -> list[Panel]:
    mark = rules.mark_of(module, marks)
    values = {
        "course": course,
        "module": module,
        "mark": mark,
        "missing": rules.list_missing(module, rules.facts_of(mark)),
        "is_signed_in": work.actor.is_signed_in,
    }
    return [Panel("progress/_module.html", values, order=10)]


@hookimpl
def course_published(work: Work, course_id: str) -> None:
    service.finish_completed(work, course_id)


@hookimpl
def quiz_submitted(work: Work, result: QuizResult) -> None:
    service.take_quiz_result(work, result)


@hookimpl
def quiz_regraded(work: Work, result: QuizResult) -> None:
    service.take_quiz_result(work, result)
