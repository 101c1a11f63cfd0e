"""The steps of the schema and the models of the rooms say the same, on the way up and on the way down."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from lms.core import migration
from lms.core.database import Base
from lms.core.house import House
from lms.core.migration import find_drift, migrate

PLANTED = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "planted", None
def upgrade(): op.create_table("core_attic", sa.Column("id", sa.Integer, primary_key=True))
def downgrade(): pass
"""


def assert_no_drift(house: House) -> None:
    """Fail where the models and the database differ."""
    drift = find_drift(house)
    assert not drift, f"The models ask for this: {drift}. Write the step: make revision MESSAGE='what changes'"


@pytest.fixture
def empty_house(house: House) -> House:
    """A house whose database has no table at all."""
    with house.database.writer.begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    assert tables_of(house) == set()
    return house


def tables_of(house: House) -> set[str]:
    with house.database.reader.connect() as connection:
        return set(inspect(connection).get_table_names())


def downgrade(house: House) -> None:
    """Take the database back to nothing, by the same road as `migrate` takes it up."""
    with migration._migrating(house.database) as connection:
        command.downgrade(migration._configuration(connection), "base")


def test_the_database_is_what_the_models_say(house: House) -> None:
    assert_no_drift(house)


def test_the_steps_alone_make_what_the_models_say(empty_house: House) -> None:
    migrate(empty_house)
    assert_no_drift(empty_house)


def test_the_steps_can_be_taken_back_and_taken_again(empty_house: House) -> None:
    newest = migrate(empty_house)
    downgrade(empty_house)
    left = sorted(tables_of(empty_house) - {"alembic_version"})
    assert not left, f"Let the `downgrade` of each step remove what its `upgrade` made; these are left: {left}"
    assert migrate(empty_house) == newest, "Let each step name the one before it as `down_revision`, in one row."
    assert_no_drift(empty_house)


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


def test_a_step_that_is_not_taken_back_is_told(
    empty_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(migration.MIGRATIONS, tmp_path / "migrations")
    (copy / "versions" / "planted.py").write_text(PLANTED, "utf-8")
    monkeypatch.setattr(migration, "MIGRATIONS", copy)
    with migration._migrating(empty_house.database) as connection:
        command.upgrade(migration._configuration(connection), "heads")
    downgrade(empty_house)
    assert tables_of(empty_house) - {"alembic_version"} == {"core_attic"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DROP TABLE core_outbox", "add table core_outbox"),
        ("ALTER TABLE core_outbox ADD COLUMN colour VARCHAR(9)", "remove column core_outbox colour"),
        ("CREATE TABLE hours_attic (id INTEGER PRIMARY KEY)", "remove table hours_attic"),
    ],
)
def test_a_database_that_differs_from_the_models_is_told(house: House, change: str, told: str) -> None:
    with house.database.writer.begin() as connection:
        connection.execute(text(change))
    assert told in find_drift(house)
