"""Alembic's entry: runs steps on the connection that `lms.core.migration` hands it."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import ARRAY, Connection

from lms.core.database import Base, JsonValue, UtcDateTime
from lms.core.rooms import Room


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """A step must say the same for ever, so it names the database's types and none of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and item is JsonValue:
        # Alembic's own rendering of it names a `Text` that it does not import.
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if kind == "type" and isinstance(item, ARRAY):
        # Alembic names what it holds without importing it.
        autogen.imports.add(f"from sqlalchemy import {type(item.item_type).__name__}")
    return False


def run(connection: Connection, room: Room | None) -> None:
    def is_rooms_own(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        return room is None or kind != "table" or room.has_table(str(name))

    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        include_object=is_rooms_own,
        version_table=room.schema_table if room else "alembic_version",
        # Our connections begin for themselves, so SQLite too takes all steps or none.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"], context.config.attributes.get("room"))
