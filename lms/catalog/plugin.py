"""How courses join the house."""

from __future__ import annotations

from collections.abc import Iterable

import click
from flask import Blueprint

from lms.catalog import commands as room_commands
from lms.catalog import service
from lms.catalog.views import blueprint
from lms.core.hookspecs import hookimpl
from lms.core.parts import NavItem, Placement, Preparation, SearchDocument
from lms.core.texts import N_
from lms.core.work import Work


@hookimpl
def blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def commands() -> list[click.Command]:
    return [room_commands.publish]


@hookimpl
def nav_items() -> list[NavItem]:
    return [
        NavItem("catalog.home", N_("Home"), Placement.HOME),
        NavItem("catalog.home", N_("Courses"), order=10),
    ]


@hookimpl
def preparations() -> list[Preparation]:
    return [Preparation("courses", room_commands.prepare, order=20, follows_courses=True)]


@hookimpl
def search_documents(work: Work, course_id: str) -> Iterable[SearchDocument]:
    return service.list_search_documents(work, course_id)
