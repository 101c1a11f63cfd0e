"""How the search joins the house."""

from __future__ import annotations

from flask import Blueprint

from lms.core.hookspecs import hookimpl
from lms.core.parts import NavItem, Panel, Placement, Preparation
from lms.core.texts import N_
from lms.core.work import Work
from lms.search import commands, service
from lms.search.views import blueprint


@hookimpl
def blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def nav_items() -> list[NavItem]:
    return [NavItem("search.results", N_("Search"), Placement.SEARCH)]


@hookimpl
def preparations() -> list[Preparation]:
    return [Preparation("search index", commands.prepare, order=30, follows_courses=True)]


@hookimpl
def course_published(work: Work, course_id: str) -> None:
    service.index_course(work, course_id)


@hookimpl
def module_panels() -> list[Panel]:
    """Marks the passage a reader came for."""
    return [Panel("search/_mark.html", order=99)]
