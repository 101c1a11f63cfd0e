"""How the search joins the house."""

from __future__ import annotations

import click
from flask import Blueprint

from lms.core.hookspecs import hookimpl
from lms.core.parts import Chore, NavItem, Panel, Placement, Preparation
from lms.core.texts import N_
from lms.core.work import Work
from lms.search import commands as terminal
from lms.search import service
from lms.search.views import blueprint


@hookimpl
def blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def nav_items() -> list[NavItem]:
    return [NavItem("search.results", N_("Search"), Placement.SEARCH)]


@hookimpl
def commands() -> list[click.Command]:
    return [terminal.search]


@hookimpl
def chores() -> list[Chore]:
    return [Chore("search index", terminal.follow)]


@hookimpl
def preparations() -> list[Preparation]:
    return [Preparation("search index", terminal.prepare, order=30, follows_courses=True)]


@hookimpl
def course_published(work: Work, course_id: str) -> None:
    service.refresh_course(work, course_id)


@hookimpl
def module_panels() -> list[Panel]:
    """Marks the passage a reader came for."""
    return [Panel("search/_mark.html", order=99)]


@hookimpl
def frame_panels() -> list[Panel]:
    """The search that answers while one types, over any page."""
    return [Panel("search/_instant.html", order=90)]
