"""How the room of exports joins the house."""

from __future__ import annotations

import click
from flask import Blueprint

from lms.core.hookspecs import hookimpl
from lms.core.parts import ExportFormat, NavItem
from lms.core.texts import N_
from lms.core.work import Role
from lms.exports import commands as room_commands
from lms.exports import views, writer
from lms.exports.rules import CSV_NOTES, CSV_TITLES


@hookimpl
def blueprints() -> list[Blueprint]:
    return [views.blueprint]


@hookimpl
def commands() -> list[click.Command]:
    return [room_commands.export]


@hookimpl
def nav_items() -> list[NavItem]:
    roles = frozenset({Role.REGISTRAR, Role.ADMINISTRATOR})
    return [NavItem("exports.exports", N_("Exports"), order=60, roles=roles)]


@hookimpl
def export_formats() -> list[ExportFormat]:
    return [ExportFormat("csv", CSV_TITLES, "text/csv", writer.csv_pieces, CSV_NOTES)]
