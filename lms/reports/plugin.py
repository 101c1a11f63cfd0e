"""How the room of reports joins the house."""

from __future__ import annotations

from flask import Blueprint

from lms.core.hookspecs import hookimpl
from lms.core.parts import ModuleOutline, NavItem, Panel
from lms.core.texts import N_
from lms.core.work import Role, Work
from lms.reports import views


@hookimpl
def blueprints() -> list[Blueprint]:
    return [views.blueprint]


@hookimpl
def nav_items() -> list[NavItem]:
    return [
        NavItem("reports.reports", N_("Reports"), order=55, roles=frozenset({Role.INSTRUCTOR, Role.ADMINISTRATOR}))
    ]


@hookimpl
def section_feet(work: Work, module: ModuleOutline) -> list[Panel]:
    if not work.actor.is_signed_in:
        return []
    return [Panel("reports/_section_foot.html", {"module": module}, order=90)]


@hookimpl
def question_feet(
    work: Work, module_id: str, question_id: str, attempt_id: int | None, number: int
) -> list[Panel]:
    if not work.actor.is_signed_in:
        return []
    values = {"module_id": module_id, "question_id": question_id, "attempt_id": attempt_id, "number": number}
    return [Panel("reports/_question_foot.html", values, order=90)]
