"""How quizzes join the house."""

from __future__ import annotations

from collections.abc import Mapping

import click
from flask import Blueprint
from pluggy import HookRelay

from lms.core.findings import Finding
from lms.core.hookspecs import hookimpl
from lms.core.parts import (
    Chore,
    CourseSource,
    ModuleOutline,
    ModuleRevision,
    ModuleSource,
    Panel,
    Part,
    ReadingMarks,
)
from lms.core.work import Work
from lms.quizzes import commands as room_commands
from lms.quizzes import service
from lms.quizzes.rules import OWN_TYPES, QuestionType
from lms.quizzes.views import blueprint


@hookimpl
def blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def chores() -> list[Chore]:
    return [
        Chore("overdue attempts", room_commands.submit_overdue),
        Chore("unfinished repairs", room_commands.carry_on_repairs),
    ]


@hookimpl
def commands() -> list[click.Command]:
    return [room_commands.quiz]


@hookimpl
def question_types() -> list[QuestionType]:
    return list(OWN_TYPES)


@hookimpl
def course_problems(hooks: HookRelay, course: CourseSource) -> list[Finding]:
    return service.find_problems(hooks, course)


@hookimpl
def module_parts(hooks: HookRelay, module: ModuleSource, language: str) -> Mapping[tuple[str, str], Part]:
    return service.make_parts(hooks, module, language)


@hookimpl
def module_revised(work: Work, revision: ModuleRevision) -> None:
    service.store_bank(work, revision)


@hookimpl
def module_panels(module: ModuleOutline, marks: ReadingMarks) -> list[Panel]:
    if not module.has_quiz:
        return []
    mark = marks.modules.get(module.module_id)
    values = {"module": module, "is_passed": mark is not None and mark.quiz_passed}
    return [Panel("quizzes/_module.html", values, order=20)]
