"""A room that comes in from outside, answers every question of the house and hears every event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import click
from flask import Blueprint

from lms.core import web
from lms.core.findings import Finding, Severity
from lms.core.hookspecs import hookimpl
from lms.core.house import House
from lms.core.parts import (
    Cell,
    Chore,
    ExportFormat,
    ExportTable,
    NavItem,
    Panel,
    Part,
    Preparation,
    ReadingMarks,
    SearchDocument,
)
from lms.core.work import Work
from lms.quizzes.rules import OWN_TYPES, QuestionType

HEARD: set[str] = set()
"""The names of the hooks that were called since it was emptied."""
CHECK_KEY, TYPE, WORD = "guest-1", "guess", "kingfisher"

blueprint = Blueprint("guest", __name__, url_prefix="/guest", template_folder="templates")


@blueprint.get("/")
@web.everyone
def guest() -> str:
    return web.render("guest/guest.html")


@click.command()
def greet() -> None:
    """Say good day."""
    click.echo("Good day")


@hookimpl
def blueprints() -> list[Blueprint]:
    HEARD.add("blueprints")
    return [blueprint]


@hookimpl
def commands() -> list[click.Command]:
    HEARD.add("commands")
    return [greet]


@hookimpl
def nav_items() -> list[NavItem]:
    HEARD.add("nav_items")
    return [NavItem("guest.guest", "Guest")]


@hookimpl
def preparations() -> list[Preparation]:
    def prepare(_house: House, report: Callable[[str], None]) -> None:
        report("The guest is ready")

    HEARD.add("preparations")
    return [Preparation("guest", prepare)]


@hookimpl
def frame_panels() -> list[Panel]:
    return _panels("frame_panels")


@hookimpl
def chores() -> list[Chore]:
    return [Chore("greeting", lambda _house: HEARD.add("chores"))]


@hookimpl
def question_types() -> list[QuestionType]:
    HEARD.add("question_types")
    return [replace(next(own for own in OWN_TYPES if own.name == "single"), name=TYPE)]


@hookimpl
def course_problems() -> list[Finding]:
    HEARD.add("course_problems")
    return [Finding("course.toml", 1, 1, Severity.WARNING, "guest-greets", "Good day.")]


@hookimpl
def module_parts(language: str) -> Mapping[tuple[str, str], Part]:
    HEARD.add("module_parts")
    return {("check", CHECK_KEY): Part("guest/_piece.html", {"place": f"part in {language}"})}


@hookimpl
def search_documents(course_id: str) -> Iterable[SearchDocument]:
    HEARD.add("search_documents")
    yield SearchDocument(
        course_id=course_id,
        course_title="Course",
        module_id="m-01",
        module_title="Module",
        anchor="guest",
        title="Birds",
        text=f"A {WORD} sits above the water.",
        language="en",
        access="everyone",
    )


@hookimpl
def reading_marks() -> Mapping[str, ReadingMarks]:
    HEARD.add("reading_marks")
    return {}


@hookimpl
def home_panels() -> list[Panel]:
    return _panels("home_panels")


@hookimpl
def card_lines() -> list[Panel]:
    return _panels("card_lines")


@hookimpl
def course_panels() -> list[Panel]:
    return _panels("course_panels")


@hookimpl
def section_feet() -> list[Panel]:
    return _panels("section_feet")


@hookimpl
def module_panels() -> list[Panel]:
    return _panels("module_panels")


@hookimpl
def question_feet() -> list[Panel]:
    return _panels("question_feet")


@hookimpl
def result_panels() -> list[Panel]:
    return _panels("result_panels")


def _panels(hook: str) -> list[Panel]:
    HEARD.add(hook)
    return [Panel("guest/_piece.html", {"place": hook})]


@hookimpl
def module_revised() -> None:
    HEARD.add("module_revised")


@hookimpl
def course_published() -> None:
    HEARD.add("course_published")


@hookimpl
def quiz_submitted() -> None:
    HEARD.add("quiz_submitted")


@hookimpl
def quiz_regraded() -> None:
    HEARD.add("quiz_regraded")


@hookimpl
def module_completed() -> None:
    HEARD.add("module_completed")


@hookimpl
def export_tables() -> list[ExportTable]:
    def rows(_work: Work, _institution_id: int, calendar_year: int) -> Iterator[tuple[str | int, ...]]:
        yield "Guest", calendar_year

    HEARD.add("export_tables")
    labels = {name: {"en": name.title(), "zh": name.title()} for name in ("visitor", "year", "visits")}
    return [ExportTable("visits", {"en": "Visits", "zh": "来访"}, ("visitor", "year"), labels, rows)]


@hookimpl
def export_formats() -> list[ExportFormat]:
    def write(
        columns: tuple[str, ...], _labels: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]
    ) -> Iterator[bytes]:
        for row in (columns, *rows):
            yield "|".join(map(str, row)).encode() + b"\n"

    HEARD.add("export_formats")
    return [ExportFormat("bars", {"en": "Bars", "zh": "竖线"}, "text/plain", write)]
