"""The schema's steps: taking a database to the newest, and telling where models and database differ."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pluggy import PluginManager
from sqlalchemy import Connection, text

from lms.core.database import Base, Database
from lms.core.house import House
from lms.core.outbox import OutboxLetter
from lms.core.rooms import Room, list_outside_rooms
from lms.core.settings import RoomError

MIGRATIONS = Path(__file__).parent.parent / "migrations"
# Any number will do, as long as every machine that migrates this product's databases asks for the same one.
ADVISORY_LOCK = 6_391_752_018
CORE = OutboxLetter.__tablename__.partition("_")[0]  # and the import makes the core's table known


class SchemaError(Exception):
    """The database cannot be taken to this version; nothing was changed."""


class SchemaAge(Enum):
    """How a database's schema stands to the one this program works with."""

    MISSING = auto()
    OLDER = auto()
    CURRENT = auto()
    NEWER = auto()


def read_schema_age(house: House) -> SchemaAge:
    """Whether the database was ever migrated, and by which version of the program and its rooms.

    Raises RoomError for a room from outside whose tables no step makes.
    """
    require_steps(house.rooms)
    with house.database.reader.connect() as connection:
        age = _age(connection)
        ages = {_age(connection, room) for room in _rooms_with_steps(house)}
    if age is not SchemaAge.CURRENT:
        return age
    if SchemaAge.NEWER in ages:
        return SchemaAge.NEWER
    return SchemaAge.CURRENT if ages <= {SchemaAge.CURRENT} else SchemaAge.OLDER


def _age(connection: Connection, room: Room | None = None) -> SchemaAge:
    step = _current_step(connection, room)
    steps = ScriptDirectory.from_config(_configuration(connection, room))
    if step is None:
        return SchemaAge.MISSING
    if step == steps.get_current_head():
        return SchemaAge.CURRENT
    is_known = any(script.revision == step for script in steps.walk_revisions())
    return SchemaAge.OLDER if is_known else SchemaAge.NEWER


def migrate(house: House) -> str:
    """Take the database to the newest schema, all steps in one transaction; returns the names of the last steps.

    The steps of rooms from outside come after those of the house, in the order of PLUGINS.
    """
    require_steps(house.rooms)
    with _migrating(house.database) as connection:
        return ", ".join(_upgrade_all(connection, house))


def require_steps(plugins: PluginManager) -> None:
    """Raises RoomError for a room from outside whose tables no step makes."""
    for room in list_outside_rooms(plugins):
        tables = sorted(filter(room.has_table, Base.metadata.tables))
        if tables and not _has_steps(room):
            raise RoomError(
                f"The room {room.name} has tables ({', '.join(tables)}) and no step of the schema makes them: "
                f"write one with `lms rooms revise {room.name}`."
            )


def write_revision(house: House, message: str, room: Room | None = None) -> Path:
    """Write a step that takes the newest schema to what the models say; returns its file, which needs reading.

    The step is one of the house, or of the room from outside that is given; the database has all steps so far.
    Where tables refer to each other in a circle, Alembic leaves the key with `use_alter` out on PostgreSQL: add
    `op.create_foreign_key` there by hand.
    """
    steps = room.steps if room else MIGRATIONS / "versions"
    steps.mkdir(parents=True, exist_ok=True)
    number = len(list(steps.glob("*.py"))) + 1
    with _migrating(house.database) as connection:
        _upgrade_all(connection, house)
        configuration = _configuration(connection, room)
        script = command.revision(configuration, message, autogenerate=True, rev_id=f"{number:04}")
    assert script is not None
    assert not isinstance(script, list)
    return Path(script.path)


def find_drift(house: House) -> list[str]:
    """What differs between the models of the open rooms and the database, a phrase each; empty is good.

    Tables of rooms that are closed stay in the database and are no difference.
    """
    prefixes = tuple(f"{name}_" for name in (CORE, *(name for name, _plugin in house.rooms.list_name_plugin())))
    kept_by_alembic = {room.schema_table for room in list_outside_rooms(house.rooms)}

    def is_of_open_room(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return kind != "table" or (str(name).startswith(prefixes) and name not in kept_by_alembic)

    with house.database.reader.connect() as connection:
        options = {"target_metadata": Base.metadata, "compare_type": True, "include_object": is_of_open_room}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    return [_phrase(difference) for found in differences for difference in _each(found)]


def _each(found: Any) -> list[Any]:
    # Alembic gathers the changes of one column in a list and gives every other one bare.
    return found if isinstance(found, list) else [found]


def _phrase(difference: tuple[Any, ...]) -> str:
    kind, *rest = difference
    parts = [str(getattr(part, "name", part)) for part in rest if part is not None]
    return " ".join([kind.replace("_", " "), *parts])


def _has_steps(room: Room) -> bool:
    return any(room.steps.glob("*.py"))


def _rooms_with_steps(house: House) -> list[Room]:
    return [room for room in list_outside_rooms(house.rooms) if _has_steps(room)]


def _upgrade_all(connection: Connection, house: House) -> list[str]:
    return [_upgrade(connection), *(_upgrade_outside(connection, room) for room in _rooms_with_steps(house))]


def _upgrade_outside(connection: Connection, room: Room) -> str:
    """As `_upgrade`; whatever a step of a stranger raises is told in a sentence."""
    try:
        return _upgrade(connection, room)
    except Exception as error:
        told = " ".join(str(getattr(error, "orig", error)).split())
        raise SchemaError(
            f"The steps of the room {room.name} cannot be taken ({type(error).__name__}: {told}): mend them in "
            f"{room.steps}. Nothing was changed."
        ) from error


def _upgrade(connection: Connection, room: Room | None = None) -> str:
    """Take every step of the house, or of a room from outside; returns the name of the last."""
    command.upgrade(_configuration(connection, room), "head")
    newest = _current_step(connection, room) or "no step"
    return f"{room.name} {newest}" if room else newest


def _current_step(connection: Connection, room: Room | None) -> str | None:
    options = {"version_table": room.schema_table} if room else {}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def _configuration(connection: Connection, room: Room | None = None) -> Config:
    """What Alembic needs to know for the steps of the house, or for those of a room from outside."""
    config = Config()
    config.set_main_option("script_location", _escape(MIGRATIONS))
    config.attributes["connection"] = connection
    if room:
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", _escape(room.steps))
        config.attributes["room"] = room
    return config


def _escape(path: Path) -> str:
    return str(path).replace("%", "%%")


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    """A connection in a transaction that no other migration shares."""
    with database.writer.connect() as connection:
        if not database.is_sqlite:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
                yield connection
            return
        # SQLite changes a table by making a new one and dropping the old, which must not delete what refers to it;
        # the switch does nothing inside a transaction, and this connection must not go back among the others.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if orphans:
                    raise SchemaError(f"{len(orphans)} rows would refer to nothing, the first in {orphans[0][0]}.")
        finally:
            connection.invalidate()
