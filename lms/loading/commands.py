"""`lms rooms`: the map of the house, and the steps of a room's schema."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby

import click

from lms.core.house import House
from lms.core.rooms import list_outside_rooms
from lms.loading.map import HookFacts, RoomFacts, describe_hooks, describe_rooms, is_event
from lms.loading.places import did_you_mean, shown
from lms.loading.steps import write_step

WIDTH = 100


@click.group(invoke_without_command=True)
@click.option("--json", "is_json", is_flag=True, help="For programs.")
@click.pass_context
def rooms(ctx: click.Context, is_json: bool) -> None:
    """Show the open rooms, and who calls and answers each hook."""
    if ctx.invoked_subcommand is not None:
        return
    house: House = ctx.obj
    open_rooms, hooks = describe_rooms(house.rooms), describe_hooks(house.rooms)
    if is_json:
        answer = {"rooms": [asdict(room) for room in open_rooms], "hooks": [asdict(hook) for hook in hooks]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join([*_room_lines(open_rooms), *_hook_lines(hooks)]))


def _room_lines(open_rooms: Iterable[RoomFacts]) -> Iterator[str]:
    yield "Rooms, in the order of PLUGINS"
    for room in open_rooms:
        yield from _wrap(f"  {room.name} ({room.origin})", "      ")
        yield from _wrap(f"      {room.sentence}", "      ")


def _hook_lines(hooks: Iterable[HookFacts]) -> Iterator[str]:
    for section, found in groupby(hooks, key=lambda hook: hook.section):
        yield from ("", f"Hooks: {section}")
        for hook in found:
            yield from _wrap(f"  {hook.signature}", "      ")
            yield from _wrap(f"      {hook.sentence}", "      ")
            callers, rooms = ", ".join(hook.callers) or "nobody", ", ".join(hook.rooms) or "nobody"
            if is_event(hook.name):
                yield from _wrap(f"      told by {callers} {hook.when}; heard by {rooms}", "      ")
            else:
                yield from _wrap(f"      asked by {callers}; answered by {rooms}", "      ")


def _wrap(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


@rooms.command()
@click.argument("name")
@click.option("-m", "--message", default="change", show_default=True, help="What changes, in a few words.")
@click.pass_obj
def revise(house: House, name: str, message: str) -> None:
    """Write the next step of the schema of the room NAME.

    For a room from outside whose models have changed. The step is written into the room's package, as
    migrations/versions/NNNN_message.py, and `lms prepare` takes it.
    """
    outside = {room.name: room for room in list_outside_rooms(house.rooms)}
    if name not in outside:
        near = did_you_mean(name, outside)
        raise click.ClickException(f"No room from outside that is open is called {name!r}.{near}")
    path = write_step(house, outside[name], message)
    click.echo(f"Wrote {shown(path)}. Read it, add what a machine cannot know, and run lms prepare.")
