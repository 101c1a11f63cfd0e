"""The tables that rooms from outside bring: under their own names, with keys that lead home or down."""

from __future__ import annotations

from collections.abc import Iterator

import pluggy
from sqlalchemy import Table

from lms.core.database import Base
from lms.core.rooms import Room, list_outside_rooms
from lms.core.settings import RoomError
from lms.loading.places import listed

BELOW = ("core", "accounts", "catalog", "quizzes", "progress", "hours")
"""The rooms below the upper floor, on which rooms from outside stand."""


def check_tables(plugins: pluggy.PluginManager) -> None:
    """Raises RoomError for a table of a room from outside that bears another name or refers sideways."""
    for room in list_outside_rooms(plugins):
        for table, module in _tables_of(room):
            _check_table(room, table, module)


def _tables_of(room: Room) -> Iterator[tuple[Table, str]]:
    """The tables that the room's modules map, each with its module."""
    tables = set(Base.metadata.tables.values())
    for mapper in Base.registry.mappers:
        module, table = mapper.class_.__module__, mapper.local_table
        if f"{module}.".startswith(f"{room.package}.") and isinstance(table, Table) and table in tables:
            yield table, module


def _check_table(room: Room, table: Table, module: str) -> None:
    name = table.name
    if not room.has_table(name):
        raise RoomError(f"{module}: the room {room.name} brings a table {name}: call it {room.name}_{name}.")
    if name == room.schema_table:
        raise RoomError(f"{module}: {name} is where the room's steps are kept: call the table otherwise.")
    for key in table.foreign_keys:
        target = key.target_fullname
        if not room.has_table(target) and not target.startswith(tuple(f"{name}_" for name in BELOW)):
            raise RoomError(
                f"{module}: {name} refers to {target}, but the keys of {room.name} lead home or to "
                f"{listed(BELOW)}: keep the number without a key."
            )
