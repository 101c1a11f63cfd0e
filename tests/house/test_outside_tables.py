"""A room from outside has tables of its own, whose steps `lms prepare` takes after those of the house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Column, String, inspect, text

from lms.app import open_house
from lms.cli import main
from lms.core.database import Base
from lms.core.house import House
from lms.core.migration import SchemaAge, find_drift, migrate, read_schema_age
from lms.core.settings import Settings
from tests.house.planted import MODELS, importable, write_files

MODEL = """\
from sqlalchemy import ForeignKey
class Book(Base):
    __tablename__ = "shelf_book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"))
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a room with a table and no step yet."""
    folder = tmp_path / "rooms"
    plugin = "import shelf.models\n"
    write_files(folder, {"shelf/plugin.py": plugin, "shelf/models.py": MODELS + MODEL})
    monkeypatch.chdir(folder)
    with importable(folder):
        yield folder / "shelf"


@pytest.fixture
def open_with_room(settings: Settings, home: Path) -> Iterator[House]:
    """A prepared house in which the room was just opened."""
    house = open_house(replace(settings, plugins=(*settings.plugins, "shelf")))
    yield house
    house.database.close()


def run(house: House, *arguments: str) -> str:
    told = CliRunner().invoke(main, arguments, obj=house)
    assert told.exit_code == 0, told.output
    return told.output


def columns_of(house: House, table: str) -> set[str]:
    with house.database.reader.connect() as connection:
        return {column["name"] for column in inspect(connection).get_columns(table)}


def test_its_first_step_is_written_and_taken(open_with_room: House, home: Path) -> None:
    assert "Wrote shelf/migrations/versions/0001_shelves.py." in run(
        open_with_room, "rooms", "revise", "shelf", "-m", "shelves"
    )
    step = home / "migrations" / "versions" / "0001_shelves.py"
    assert step.read_text("utf-8").count("op.create_table(") == 1, "A step makes the room's own tables alone."
    assert read_schema_age(open_with_room) is SchemaAge.OLDER
    assert "shelf 0001" in run(open_with_room, "prepare")
    assert columns_of(open_with_room, "shelf_book") == {"id", "title", "reader_id"}
    assert read_schema_age(open_with_room) is SchemaAge.CURRENT
    assert find_drift(open_with_room) == []


def test_its_next_step_follows_the_first(open_with_room: House) -> None:
    run(open_with_room, "rooms", "revise", "shelf")
    migrate(open_with_room)
    Base.metadata.tables["shelf_book"].append_column(Column("colour", String))
    assert find_drift(open_with_room) == ["add column shelf_book colour"]
    run(open_with_room, "rooms", "revise", "shelf", "-m", "colours")
    assert migrate(open_with_room).endswith("shelf 0002")
    assert "colour" in columns_of(open_with_room, "shelf_book")
    assert find_drift(open_with_room) == []


def test_its_steps_and_those_of_the_house_are_taken_together_or_not_at_all(
    open_with_room: House, home: Path
) -> None:
    run(open_with_room, "rooms", "revise", "shelf")
    [step] = (home / "migrations" / "versions").glob("*.py")
    step.write_text(
        step.read_text("utf-8").replace("def downgrade", "    op.execute('no SQL')\n\ndef downgrade"), "utf-8"
    )
    told = CliRunner().invoke(main, ["prepare"], obj=open_with_room)
    assert told.exit_code == 1
    assert "Error: The steps of the room shelf cannot be taken (" in told.output
    assert f"mend them in {home}/migrations/versions. Nothing was changed." in told.output
    with open_with_room.database.reader.connect() as connection:
        assert not {name for name in inspect(connection).get_table_names() if name.startswith("shelf")}


def test_closing_it_leaves_its_tables_and_opening_it_again_finds_them(
    open_with_room: House, settings: Settings
) -> None:
    run(open_with_room, "rooms", "revise", "shelf")
    migrate(open_with_room)
    with open_with_room.writing() as work:
        work.session.execute(text("INSERT INTO shelf_book (title) VALUES ('Birds')"))
        work.session.commit()
    closed = open_house(settings)
    migrate(closed)
    assert find_drift(closed) == []
    assert read_schema_age(closed) is SchemaAge.CURRENT
    closed.database.close()
    migrate(open_with_room)
    with open_with_room.reading() as work:
        assert work.session.execute(text("SELECT title FROM shelf_book")).scalar_one() == "Birds"


def test_a_database_that_an_older_room_does_not_know_is_left_alone(open_with_room: House) -> None:
    run(open_with_room, "rooms", "revise", "shelf")
    migrate(open_with_room)
    with open_with_room.writing() as work:
        work.session.execute(text("UPDATE shelf_schema SET version_num = '0009'"))
        work.session.commit()
    assert read_schema_age(open_with_room) is SchemaAge.NEWER


@pytest.mark.usefixtures("home")
def test_only_a_room_from_outside_is_revised(open_with_room: House) -> None:
    told = CliRunner().invoke(main, ["rooms", "revise", "hours"], obj=open_with_room)
    assert (told.exit_code, told.output) == (1, "Error: No room from outside that is open is called 'hours'.\n")
    told = CliRunner().invoke(main, ["rooms", "revise", "shelff"], obj=open_with_room)
    assert "Did you mean 'shelf'?" in told.output
