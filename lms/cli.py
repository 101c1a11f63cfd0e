"""The `lms` command: what an operator and an author type."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click

from lms import serving
from lms.app import open_house
from lms.core.house import House
from lms.core.settings import SettingsError, find_settings


class RoomCommands(click.Group):
    """The house's own commands and those of its rooms."""

    def _rooms(self, context: click.Context) -> dict[str, click.Command]:
        if context.obj is None:
            try:
                context.obj = open_house(find_settings())
            except SettingsError as error:
                raise click.ClickException(str(error)) from error
        house: House = context.obj
        answers: list[list[click.Command]] = house.rooms.hook.commands()
        return {str(command.name): command for command in chain.from_iterable(answers)}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self._rooms(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        rooms = self._rooms(ctx)  # also opens the house for its own commands
        return super().get_command(ctx, cmd_name) or rooms.get(cmd_name)


@click.group(cls=RoomCommands)
@click.version_option(package_name="lms")
def main() -> None:
    """Bilingual courses, quizzes and continuing-education hours."""


@main.command()
@click.pass_obj
def prepare(house: House) -> None:
    """Bring the database up to date, publish the courses, build the search index."""
    serving.prepare(house)


@main.command()
@click.option("--prepare", "prepares", is_flag=True, help="First do what `lms prepare` does.")
@click.option(
    "--watch",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Preview this folder as it is written, in an instance of its own.",
)
@click.pass_obj
def serve(house: House, prepares: bool, watch: Path | None) -> None:
    """Serve the house: a worker process a core, and a keeper beside them."""
    if watch is not None:
        if not house.settings.is_loopback:
            raise click.ClickException("--watch shows drafts, so it serves 127.0.0.1 alone; unset LMS_HOST.")
        house = open_house(serving.preview_settings(house.settings, watch))
    if prepares or watch is not None:
        serving.prepare(house)
    try:
        serving.serve(house, watch)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@main.command(hidden=True)
@click.option("--watch", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_obj
def keep(house: House, watch: Path | None) -> None:
    """Deliver what happened after commits; `lms serve` starts it and it ends with it."""
    serving.keep(house, watch)
