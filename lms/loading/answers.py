"""What rooms answer to the hooks that carry nothing: of the right kind, whole, and under names of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click
import pluggy
from flask import Blueprint

from lms.core.languages import LANGUAGES
from lms.core.parts import Chore, ExportFormat, ExportTable, NavItem, Panel, Preparation
from lms.core.settings import RoomError
from lms.loading.finding import describe
from lms.loading.places import place_of
from lms.quizzes import QuestionType

KINDS: Mapping[str, type] = {
    "blueprints": Blueprint,
    "commands": click.Command,
    "nav_items": NavItem,
    "frame_panels": Panel,
    "preparations": Preparation,
    "chores": Chore,
    "question_types": QuestionType,
    "export_tables": ExportTable,
    "export_formats": ExportFormat,
}
"""What each hook that carries nothing wants a list of; such hooks can be tried before the first page."""
# Hook → what bears the name, and the attribute that is the name.
NAMED = {
    "commands": ("command", "name"),
    "chores": ("chore", "label"),
    "question_types": ("question type", "name"),
    "export_tables": ("export table", "name"),
    "export_formats": ("export format", "name"),
}
OUTBOX = "outbox"
IN_ADDRESS = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that a room answered, and where."""

    room: str
    place: str
    value: Any


def ask(plugins: pluggy.PluginManager, hook: str) -> Iterator[Given]:
    """Everything that rooms answer to a hook that carries nothing; raises RoomError for what is no such list."""
    for answering in getattr(plugins.hook, hook).get_hookimpls():
        place = place_of(answering.function)
        try:
            values = answering.function()
        except Exception as error:
            raise RoomError(f"{place}: {hook}() fails ({describe(error)}): mend it there.") from error
        for value in _require_list(values, hook, place):
            yield Given(answering.plugin_name, place, value)


def _require_list(values: object, hook: str, place: str) -> list[Any]:
    kind = KINDS[hook]
    if not isinstance(values, list):
        wrong = "None" if values is None else f"a value of the type {type(values).__name__}"
    elif strangers := [value for value in values if not isinstance(value, kind)]:
        wrong = f"a list with a value of the type {type(strangers[0]).__name__} in it"
    else:
        return values
    raise RoomError(f"{place}: {hook}() answers {wrong}: return a list of {kind.__name__}, [] for none.")


def check_answers(plugins: pluggy.PluginManager) -> None:
    """Raises RoomError for a wrong kind of answer, a name that is taken, a table or format that is not whole."""
    for hook in KINDS:
        owners = {OUTBOX: "the house"} if hook == "chores" else {}
        for given in ask(plugins, hook):
            _check_name(given, hook, owners)
            if isinstance(given.value, ExportTable | ExportFormat):
                _check_export(given)


def check_commands(plugins: pluggy.PluginManager, house_commands: Iterable[str]) -> None:
    """Raises RoomError where a room brings a command that the house has itself."""
    owners = dict.fromkeys(house_commands, "the house")
    for given in ask(plugins, "commands"):
        _check_name(given, "commands", owners)


def _check_name(given: Given, hook: str, owners: dict[str, str]) -> None:
    if hook not in NAMED:
        return
    what, attribute = NAMED[hook]
    name = str(getattr(given.value, attribute))
    if name in owners:
        raise RoomError(
            f"{given.place}: the {what} {name!r} of the room {given.room} is there already, in {owners[name]}: "
            "give it another name."
        )
    owners[name] = given.room


def _check_export(given: Given) -> None:
    thing = given.value
    what = "export table" if isinstance(thing, ExportTable) else "export format"
    called = f"{given.place}: the {what} {thing.name!r}"
    if not IN_ADDRESS.fullmatch(thing.name):
        raise RoomError(f"{called} stands in addresses: call it by small letters, digits and -.")
    wanted = {"titles": thing.titles}
    if isinstance(thing, ExportTable):
        wanted |= {f"labels[{column!r}]": thing.labels.get(column, {}) for column in thing.columns}
    elif thing.notes:
        wanted["notes"] = thing.notes
    for field, words in wanted.items():
        for language in LANGUAGES:
            if not words.get(language):
                raise RoomError(f"{called} has no {language!r} in {field}: write it there.")
