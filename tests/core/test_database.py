"""The two doors of the database keep their promises on either kind of database."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import ForeignKey, MetaData, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Mapped, aliased, mapped_column

from lms.core.database import Base, Database, insert_new, shared_subquery

NOON_IN_SHANGHAI = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))


class Own(Base):
    """Tables of these tests alone; no house has them."""

    __abstract__ = True
    metadata = MetaData()


class Shelf(Own):
    __tablename__ = "tests_shelf"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    built_at: Mapped[datetime | None]


class Book(Own):
    __tablename__ = "tests_book"

    id: Mapped[int] = mapped_column(primary_key=True)
    shelf_id: Mapped[int] = mapped_column(ForeignKey(Shelf.id))


@pytest.fixture
def library(database: Database) -> Database:
    Own.metadata.create_all(database.writer)
    return database


def test_a_reading_session_cannot_write(library: Database) -> None:
    with library.reading() as session:
        session.add(Shelf(name="history"))
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            session.flush()


def test_what_is_not_committed_does_not_stay(library: Database) -> None:
    with library.writing() as session:
        session.add(Shelf(name="history"))
        session.flush()
    with library.reading() as session:
        assert session.scalar(select(func.count(Shelf.id))) == 0


def test_a_moment_comes_back_as_the_same_moment_in_utc(library: Database) -> None:
    with library.writing() as session:
        session.add(Shelf(name="history", built_at=NOON_IN_SHANGHAI))
        session.commit()
    with library.reading() as session:
        built_at = session.scalars(select(Shelf.built_at)).one()
    assert built_at is not None
    assert (built_at, built_at.tzinfo) == (NOON_IN_SHANGHAI, UTC)


def test_a_moment_without_a_time_zone_is_refused(library: Database) -> None:
    with library.writing() as session:
        session.add(Shelf(name="history", built_at=NOON_IN_SHANGHAI.replace(tzinfo=None)))
        with pytest.raises(StatementError, match="has no time zone"):
            session.flush()


def test_inserting_the_same_twice_tells_that_the_first_stands(library: Database) -> None:
    with library.writing() as session:
        assert insert_new(session, Shelf, name="history")
        assert not insert_new(session, Shelf, name="history")
        session.commit()
    with library.reading() as session:
        assert session.scalars(select(Shelf.name)).all() == ["history"]


def test_a_book_needs_a_shelf_that_stands(library: Database) -> None:
    with library.writing() as session:
        session.add(Book(shelf_id=7))
        with pytest.raises(IntegrityError):
            session.flush()


def test_people_who_ask_at_the_same_moment_are_asked_of_the_same_table() -> None:
    switch_seconds = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(60):
            theirs = shared_subquery(select(Shelf))
            statement = select(aliased(Shelf, theirs)).where(theirs.c.id == 1)
            together, compiled = threading.Barrier(4), []

            def ask() -> None:
                together.wait()  # noqa: B023  # the threads end within the round
                compiled.append(str(statement))  # noqa: B023  # the list is read after the threads end

            threads = [threading.Thread(target=ask) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(compiled) == 4
            assert len(set(compiled)) == 1
    finally:
        sys.setswitchinterval(switch_seconds)
