"""The `lms` command: what an operator and an author type."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

import click
from sqlalchemy.exc import DBAPIError

from lms import serving
from lms.app import create_app, open_house
from lms.core.house import House
from lms.core.migration import SchemaAge, SchemaError, read_schema_age
from lms.core.settings import SettingsError, find_settings
from lms.loading import check_commands
from lms.loading.commands import rooms

HOUSE = "The house"
SECTIONS = {
    "catalog": "Courses",
    "lint": "Courses",
    "quizzes": "Courses",
    "search": "Courses",
    "accounts": "People",
    "hours": "Records",
    "exports": "Records",
}
"""Under which heading the commands of a room stand; a room without one has a heading of its own."""
FIRST_COMMANDS = """\
lms serve
    Prepare a new folder, then serve it: open the address it prints.
lms users add LOGIN --name NAME --role administrator
    Make your own account; on your own machine there are demo accounts too.
lms check
    Read every file of the courses and list every mistake.
"""


class RoomCommands(click.Group):
    """The house's own commands and those of its rooms."""

    def _sections(self, context: click.Context) -> dict[str, list[click.Command]]:
        """Heading → commands; also opens the house for its own commands."""
        if context.obj is None:
            try:
                # With its pages, so that every mistake of a room is told before anything is done.
                context.obj = create_app(find_settings()).extensions["lms"]
                check_commands(context.obj.rooms, self.commands)
            except SettingsError as error:
                raise click.ClickException(str(error)) from error
        house: House = context.obj
        sections = {HOUSE: [*self.commands.values()]} | {title: [] for title in SECTIONS.values()}
        for room in house.rooms.hook.commands.get_hookimpls():
            title = SECTIONS.get(room.plugin_name, room.plugin_name.capitalize())
            sections.setdefault(title, []).extend(cast("list[click.Command]", room.function()))
        return {title: [one for one in commands if not one.hidden] for title, commands in sections.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [str(command.name) for commands in self._sections(ctx).values() for command in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        rooms = [command for commands in self._sections(ctx).values() for command in commands]
        return super().get_command(ctx, cmd_name) or next((one for one in rooms if one.name == cmd_name), None)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:  # which knows no rooms
            nearest = get_close_matches(error.command_name, self.list_commands(ctx), n=1)
            raise click.NoSuchCommand(error.command_name, possibilities=nearest, ctx=ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        sections = self._sections(ctx)
        width = max(len(name) for name in self.list_commands(ctx))
        for title, commands in sections.items():
            if commands:
                with formatter.section(title):
                    limit = formatter.width - formatter.current_indent - width - 2
                    formatter.write_dl(
                        [(str(one.name).ljust(width), one.get_short_help_str(limit)) for one in commands]
                    )

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        with formatter.section("First commands"):
            for line in FIRST_COMMANDS.splitlines():
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what stops every command is told in a sentence."""
        try:
            return super().invoke(ctx)
        except (SettingsError, SchemaError) as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            prepares = ctx.invoked_subcommand in self.commands
            if sentence := _explain(ctx.obj, prepares=prepares):
                raise click.ClickException(sentence) from error
            raise


def _explain(house: House, *, prepares: bool) -> str:
    """Why the database could not be asked; empty where the reason is neither its absence nor its age."""
    try:
        age = read_schema_age(house)
    except DBAPIError as error:
        return f"The database does not answer: {str(error.orig).strip()}"
    # A command that prepares looks at the age by itself, so what went wrong there is something else.
    return "" if prepares or age is SchemaAge.CURRENT else serving.SCHEMA_PROBLEMS[age]


@click.group(cls=RoomCommands)
@click.version_option(package_name="lms")
def main() -> None:
    """Bilingual courses, quizzes and continuing-education hours."""


@main.command()
@click.option("--prepare", "prepares", is_flag=True, help="First do what `lms prepare` does.")
@click.option(
    "--watch",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Preview the courses in this folder while they are written, apart from what is published.",
)
@click.pass_obj
def serve(house: House, prepares: bool, watch: Path | None) -> None:
    """Serve the pages until Ctrl+C; prepares a new folder by itself.

    It serves on 127.0.0.1:8000, from the folder `instance` here. These variables change that: LMS_HOST, LMS_PORT,
    LMS_INSTANCE, LMS_COURSES, LMS_DATABASE_URL (postgresql://…); behind a proxy with TLS also LMS_HTTPS=1 and
    LMS_PROXIES=1.
    """
    if watch is not None:
        if not house.settings.is_loopback:
            raise click.ClickException("--watch shows drafts, so it serves 127.0.0.1 alone; unset LMS_HOST.")
        house = open_house(serving.preview_settings(house.settings, watch))
    if prepares or watch is not None:
        serving.prepare(house)
    else:
        serving.prepare_if_new(house)
    serving.serve(house, watch)


@main.command()
@click.pass_obj
def prepare(house: House) -> None:
    """Bring database, courses and search index up to date.

    For after an update of the program or of the courses. Doing it again changes nothing.
    """
    serving.prepare(house)


@main.command(hidden=True)
@click.option("--server", type=int, help="The process that serves; its keeper ends with it.")
@click.option(
    "--watch",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Publish the courses in this folder again when they change.",
)
@click.pass_obj
def keep(house: House, server: int | None, watch: Path | None) -> None:
    """Do the chores of the house; `lms serve` starts it and ends it."""
    if server in {None, os.getppid()}:  # else the server went while this process was starting
        serving.keep(house, watch)


main.add_command(rooms)
