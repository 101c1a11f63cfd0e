"""The schema's steps: taking a database to the newest, and telling where models and database differ."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from lms.core.database import Base, Database
from lms.core.house import House
from lms.core.outbox import OutboxLetter

MIGRATIONS = Path(__file__).parent.parent / "migrations"
# Any number will do, as long as every machine that migrates this product's databases asks for the same one.
ADVISORY_LOCK = 6_391_752_018
CORE = OutboxLetter.__tablename__.partition("_")[0]  # and the import makes the core's table known


class SchemaError(Exception):
    """The database cannot be taken to this version; nothing was changed."""


def migrate(house: House) -> str:
    """Take the database to the newest schema, all steps in one transaction; returns the name of its last step."""
    with _migrating(house.database) as connection:
        command.upgrade(_configuration(connection), "head")
        return MigrationContext.configure(connection).get_current_revision() or "no step"


def write_revision(house: House, message: str) -> Path:
    """Write a step that takes the newest schema to what the models say; returns its file, which needs reading.

    Where tables refer to each other in a circle, Alembic leaves the key with `use_alter` out on PostgreSQL: add
    `op.create_foreign_key` there by hand.
    """
    number = len(list((MIGRATIONS / "versions").glob("*.py"))) + 1
    with _migrating(house.database) as connection:
        script = command.revision(_configuration(connection), message, autogenerate=True, rev_id=f"{number:04}")
    assert script is not None
    assert not isinstance(script, list)
    return Path(script.path)


def find_drift(house: House) -> list[str]:
    """What differs between the models of the open rooms and the database, a phrase each; empty is good.

    Tables of rooms that are closed stay in the database and are no difference.
    """
    rooms = (CORE, *(name for name, _plugin in house.rooms.list_name_plugin()))

    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        if kind != "table" or name in Base.metadata.tables:
            return True
        return (name or "").startswith(tuple(f"{room}_" for room in rooms))

    with house.database.reader.connect() as connection:
        options = {"target_metadata": Base.metadata, "compare_type": True, "include_name": is_ours}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    return [_phrase(difference) for found in differences for difference in _each(found)]


def _each(found: Any) -> list[Any]:
    # Alembic gathers the changes of one column in a list and gives every other one bare.
    return found if isinstance(found, list) else [found]


def _phrase(difference: tuple[Any, ...]) -> str:
    kind, *rest = difference
    parts = [str(getattr(part, "name", part)) for part in rest if part is not None]
    return " ".join([kind.replace("_", " "), *parts])


def _configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


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
