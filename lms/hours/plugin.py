"""How the room of hours joins the house."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from lms.core.hookspecs import hookimpl
from lms.core.house import House
from lms.core.parts import (
    Completion,
    CourseOutline,
    ExportTable,
    ModuleOutline,
    NavItem,
    Panel,
    Preparation,
    QuizResult,
    ReadingMarks,
)
from lms.core.texts import N_
from lms.core.work import Role, Work
from lms.hours import service, views
from lms.hours.rules import COLUMNS, LABELS, TITLES


@hookimpl
def blueprints() -> list[Blueprint]:
    return [views.blueprint]


@hookimpl
def nav_items() -> list[NavItem]:
    return [NavItem("hours.my_hours", N_("My hours"), order=40, roles=frozenset({Role.TRAINEE}))]


@hookimpl
def preparations() -> list[Preparation]:
    return [Preparation(N_("Key of the hours records"), _check_payload_key)]


@hookimpl
def module_completed(work: Work, completion: Completion) -> None:
    service.award(work, completion)


@hookimpl
def home_panels(work: Work) -> list[Panel]:
    return service.list_home_panels(work)


@hookimpl
def card_lines(work: Work, courses: tuple[CourseOutline, ...]) -> list[Panel]:
    return service.list_card_lines(work, courses)


@hookimpl
def course_panels(work: Work, course: CourseOutline) -> list[Panel]:
    return service.list_course_panels(work, course)


@hookimpl
def module_panels(work: Work, module: ModuleOutline, marks: ReadingMarks) -> list[Panel]:
    return service.list_panels(work, module, marks)


@hookimpl
def result_panels(work: Work, result: QuizResult) -> list[Panel]:
    return service.list_result_panels(work, result)


@hookimpl
def export_tables() -> list[ExportTable]:
    return [ExportTable("hours", TITLES, COLUMNS, LABELS, service.list_rows)]


def _check_payload_key(house: House, report: Callable[[str], None]) -> None:
    with house.reading() as work:
        count = service.check_payload_key(work)
    report(f"{count} hours records, all readable with this installation's key.")
