"""One database, two doors: one that reads and cannot write, one that writes and waits its turn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Select,
    Subquery,
    create_engine,
    event,
    inspect,
    literal,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

try:
    # SQLite up to 3.51.2 can corrupt a database in a rare race of several processes; the wheel is newer.
    import pysqlite3 as sqlite_module
except ImportError:
    import sqlite3 as sqlite_module

BUSY_TIMEOUT_MILLISECONDS = 30_000


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused because nobody knows when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JsonValue = JSON().with_variant(postgresql.JSONB(), "postgresql")


class Base(DeclarativeBase):
    """The parent of every table; constraints are named so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JsonValue, list[Any]: JsonValue}  # noqa: RUF012  # SQLAlchemy reads it as a plain class attribute


T = TypeVar("T", bound=Base)


class Database:
    """The engines of one database; `reading()` and `writing()` open a session in its own transaction."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self.reader = _sqlite_engine(url, begin="BEGIN", read_only=True)
            self.writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", read_only=False)
        else:
            self.writer = create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)
            self.reader = self.writer.execution_options(postgresql_readonly=True)

    def reading(self) -> Session:
        return Session(self.reader, expire_on_commit=False)

    def writing(self) -> Session:
        return Session(self.writer, expire_on_commit=False)

    def close(self) -> None:
        self.reader.dispose()
        self.writer.dispose()


def _sqlite_engine(url: str, *, begin: str, read_only: bool) -> Engine:
    engine = create_engine(url, module=sqlite_module, pool_size=8, max_overflow=8)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin for us: see `start`
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # an award is a promise
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        # A read that later writes fails at once with SQLITE_BUSY_SNAPSHOT, whatever the timeout; writers say so.
        connection.exec_driver_sql(begin)

    return engine


def shared_subquery(statement: Select[Any]) -> Subquery:
    """A subquery that threads may share as soon as the module is imported."""
    made = statement.subquery()
    # SQLAlchemy finds the columns of `aliased(Entity, subquery)` in an index that it fills at first use, without a
    # lock: a second thread that looks while it is half filled compiles a statement over other tables.
    made.c.corresponding_column(next(iter(statement.selected_columns)))
    return made


def insert_new(session: Session, table: type[Base], **values: object) -> bool:
    """Insert a row unless a unique one like it stands there; tells whether it was inserted."""
    # Asked for in words, because psycopg counts no rows here.
    inserted = _insert(session, table).values(**values).on_conflict_do_nothing().returning(literal(1))
    return session.execute(inserted).first() is not None


def insert_or_hold(session: Session, table: type[T], *besides: Any, **values: object) -> Sequence[Any]:
    """The row with this primary key, inserted if need be and held until the commit; `besides` are read too.

    One statement: an upsert that changes nothing waits for whoever holds the row, as SELECT … FOR UPDATE does.
    """
    keys = [column.name for column in inspect(table).primary_key]
    insert = _insert(session, table).values(**values)
    held = insert.on_conflict_do_update(index_elements=keys, set_={keys[0]: getattr(table, keys[0])})
    found = held.returning(table, *besides)
    return session.execute(found, execution_options={"populate_existing": True}).one()


def _insert(session: Session, table: type[Base]) -> Any:
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if is_postgresql else sqlite.insert(table)
