"""How the lint joins the house."""

from __future__ import annotations

import click

from lms.core.hookspecs import hookimpl
from lms.lint import commands as room_commands


@hookimpl
def commands() -> list[click.Command]:
    return [room_commands.check, room_commands.new]
