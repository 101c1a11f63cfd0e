"""Steps of the schema: all or none, on either kind of database, and no difference from the models afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from lms.core import migration
from lms.core.database import Base
from lms.core.house import House
from lms.core.migration import SchemaError, find_drift, migrate, write_revision

STEP = '''
"""A step."""
import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = {after}

def upgrade() -> None:
    {body}
'''
TABLES = """
    op.create_table("core_shelf", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9)))
    op.create_table("core_book", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("shelf_id", sa.Integer, sa.ForeignKey("core_shelf.id", ondelete="CASCADE"), nullable=False))
    op.execute("INSERT INTO core_shelf (id, name) VALUES (1, 'history')")
    op.execute("INSERT INTO core_book (id, shelf_id) VALUES (1, 1)")
"""


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a history of its own, still without a step."""
    home = tmp_path / "migrations"
    (home / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        shutil.copy(migration.MIGRATIONS / name, home)
    monkeypatch.setattr(migration, "MIGRATIONS", home)
    return home / "versions"


@pytest.fixture
def empty_house(house: House) -> House:
    """A house whose database has no table at all."""
    tables = inspect(house.database.writer).get_table_names()
    with house.database.writer.begin() as connection:
        Base.metadata.drop_all(connection)
        if "alembic_version" in tables:
            connection.execute(text("DROP TABLE alembic_version"))
    return house


def add_step(steps: Path, name: str, body: str, *, after: str | None = None) -> None:
    (steps / f"{name}.py").write_text(STEP.format(name=name, after=repr(after), body=body), "utf-8")


def test_a_missing_table_is_told(house: House) -> None:
    with house.database.writer.begin() as connection:
        connection.execute(text("DROP TABLE core_outbox"))
    assert "add table core_outbox" in find_drift(house)


def test_a_step_written_from_the_models_makes_their_tables(empty_house: House, steps: Path) -> None:
    path = write_revision(empty_house, "every table")
    assert path.parent == steps
    assert "lms." not in path.read_text("utf-8"), "A step must not change when the code does."
    migrate(empty_house)
    # A foreign key that closes a circle of tables is written by hand: see write_revision.
    assert [line for line in find_drift(empty_house) if not line.startswith("add fk")] == []


def test_migrating_again_changes_nothing(empty_house: House, steps: Path) -> None:
    add_step(steps, "first", TABLES)
    assert (migrate(empty_house), migrate(empty_house)) == ("first", "first")


def test_a_step_that_fails_takes_those_before_it_along(empty_house: House, steps: Path) -> None:
    add_step(steps, "first", TABLES)
    add_step(steps, "second", 'op.execute("INSERT INTO core_nowhere VALUES (1)")', after="first")
    with pytest.raises(DBAPIError):
        migrate(empty_house)
    assert "core_shelf" not in inspect(empty_house.database.reader).get_table_names()


def test_changing_a_table_keeps_the_rows_that_refer_to_it(empty_house: House, steps: Path) -> None:
    add_step(steps, "first", TABLES)
    change = 'with op.batch_alter_table("core_shelf") as shelf: shelf.alter_column("name", nullable=False)'
    add_step(steps, "second", change, after="first")
    migrate(empty_house)
    with empty_house.reading() as work:
        assert work.session.execute(text("SELECT id, shelf_id FROM core_book")).all() == [(1, 1)]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_step_that_leaves_rows_without_their_parent_is_taken_back(empty_house: House, steps: Path) -> None:
    add_step(steps, "first", TABLES)
    migrate(empty_house)
    add_step(steps, "second", 'op.execute("DELETE FROM core_shelf")', after="first")
    with pytest.raises(SchemaError, match="core_book"):
        migrate(empty_house)
    with empty_house.reading() as work:
        assert work.session.execute(text("SELECT name FROM core_shelf")).scalar_one() == "history"
    with empty_house.writing() as work, pytest.raises(DBAPIError):
        work.session.execute(text("INSERT INTO core_book VALUES (2, 99)"))
