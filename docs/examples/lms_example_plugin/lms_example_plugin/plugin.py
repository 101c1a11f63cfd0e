"""How this room joins the house: the one file that the house reads."""

from __future__ import annotations

from flask import Blueprint

from lms.core.hookspecs import hookimpl
from lms.core.parts import ExportTable, NavItem
from lms.core.texts import N_
from lms.quizzes import QuestionType
from lms_example_plugin import service
from lms_example_plugin.rules import IP
from lms_example_plugin.views import blueprint


@hookimpl
def blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def nav_items() -> list[NavItem]:
    return [NavItem("example.modules", N_("Modules on offer"), order=15)]


@hookimpl
def question_types() -> list[QuestionType]:
    return [IP]


@hookimpl
def export_tables() -> list[ExportTable]:
    return [ExportTable("modules", service.TITLES, service.COLUMNS, service.LABELS, service.list_rows)]
