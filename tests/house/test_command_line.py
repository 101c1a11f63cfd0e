"""What is typed at a terminal: help that helps, slips that are understood, a new folder that prepares itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from alembic.command import downgrade
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from lms import cli, serving
from lms.app import open_house
from lms.core import migration
from lms.core.house import House
from lms.core.migration import SchemaAge, read_schema_age
from lms.core.settings import Settings
from tests.house.files import ROOMS

WIDTH = 80
STEP = """
from alembic import op
revision, down_revision = "the_next", "{newest}"
def upgrade(): op.execute("SELECT 1")
def downgrade(): pass
"""


def type_in(house: House, *words: str) -> Result:
    return CliRunner().invoke(cli.main, words, obj=house)


# ── Help ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def unprepared(tmp_path: Path) -> Iterator[House]:
    """The house of a new folder: nobody has prepared anything."""
    house = open_house(Settings(instance=tmp_path / "instance", courses=tmp_path / "courses"))
    yield house
    house.database.close()


def walk(
    command: click.Command, context: click.Context, *names: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below this one with the words that call it."""
    yield names, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from walk(found, click.Context(found, parent=context), *names, name)


def list_all(house: House) -> list[tuple[tuple[str, ...], click.Command]]:
    return list(walk(cli.main, click.Context(cli.main, obj=house)))


def test_the_help_of_every_command_is_whole_and_fits_the_screen(unprepared: House) -> None:
    commands = list_all(unprepared)
    assert len(commands) > 10
    for words, command in commands:
        shown = type_in(unprepared, *words, "--help")
        assert shown.exit_code == 0, shown.output
        for line in shown.output.splitlines():
            assert len(line) <= WIDTH, line
            told = line.replace("[ARGS]...", "")
            assert not told.endswith("..."), f"{line}: shorten the first sentence of the command's docstring"
        assert command.help, words
        unexplained = [one.opts for one in command.params if isinstance(one, click.Option) and not one.help]
        assert not unexplained, f"lms {' '.join(words)}: say in `help` what {unexplained} mean"


def test_commands_stand_under_headings(unprepared: House) -> None:
    assert set(cli.SECTIONS) <= set(ROOMS), "Take out of SECTIONS the rooms that are gone."
    shown = type_in(unprepared, "--help").output
    titles = [line[:-1] for line in shown.splitlines() if line.endswith(":") and not line.startswith(" ")]
    asked = {room.plugin_name for room in unprepared.rooms.hook.commands.get_hookimpls()}
    assert asked <= set(cli.SECTIONS), "Say in SECTIONS of lms/cli.py where the new room's commands stand."
    expected = dict.fromkeys(cli.SECTIONS[room] for room in cli.SECTIONS if room in asked)
    assert titles == ["Options", cli.HOUSE, *expected, "First commands"]
    assert shown.index("lms serve\n") < shown.index("lms users add LOGIN") < shown.index("lms check\n")
    assert "keep" not in shown


def test_who_types_nothing_is_helped(unprepared: House) -> None:
    shown = type_in(unprepared)
    assert shown.output.startswith("Usage: ")
    assert "First commands:" in shown.output


@pytest.mark.parametrize(("typed", "meant"), [("serv", "serve"), ("chek", "check"), ("user", "users")])
def test_a_slip_of_the_finger_is_understood(unprepared: House, typed: str, meant: str) -> None:
    shown = type_in(unprepared, typed)
    assert shown.exit_code == 2
    assert shown.output.endswith(f"Error: No such command '{typed}'. Did you mean '{meant}'?\n")


# ── Before anything is prepared, and after an update ────────────────────────────────────────────────────────


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[House]:
    """The houses that would be served: a test has no port to give."""
    houses: list[House] = []
    monkeypatch.setattr(serving, "serve", lambda house, _watch: houses.append(house))
    return houses


@pytest.fixture
def new_house(house: House) -> House:
    """A house whose database has no table at all."""
    with migration._migrating(house.database) as connection:
        downgrade(migration._configuration(connection), "base")
        connection.execute(text("DROP TABLE alembic_version"))
    return house


@pytest.fixture
def updated_program(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One more step of the schema than the database has taken: the file of the step."""
    with house.reading() as work:
        newest = work.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    steps = shutil.copytree(migration.MIGRATIONS, tmp_path / "migrations")
    step = steps / "versions/the_next.py"
    step.write_text(STEP.format(newest=newest), "utf-8")
    monkeypatch.setattr(migration, "MIGRATIONS", steps)
    return step


def test_a_new_house_prepares_itself_and_says_so(new_house: House, served: list[House]) -> None:
    done = type_in(new_house, "serve")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Nothing is prepared here yet, so that comes first.\n[1/")
    assert served == [new_house]
    assert read_schema_age(new_house) is SchemaAge.CURRENT


def test_a_prepared_house_is_served_at_once(house: House, served: list[House]) -> None:
    done = type_in(house, "serve")
    assert (done.exit_code, done.output) == (0, "")
    assert served == [house]


def test_who_asks_an_unprepared_house_is_told_what_to_type(new_house: House) -> None:
    for words in (["users", "list"], ["institutions", "list"]):
        done = type_in(new_house, *words)
        assert done.exit_code == 1
        assert done.output == f"Error: {serving.SCHEMA_PROBLEMS[SchemaAge.MISSING]}\n"
        assert "lms prepare" in done.output


@pytest.mark.usefixtures("updated_program")
def test_after_an_update_the_operator_is_told_to_prepare(house: House, served: list[House]) -> None:
    done = type_in(house, "serve")
    assert done.exit_code == 1
    assert done.output.endswith("to date: lms prepare\n")
    assert served == []
    assert type_in(house, "prepare").exit_code == 0
    assert type_in(house, "serve").exit_code == 0
    assert served == [house]


def test_a_step_that_fails_is_not_taken_for_a_house_that_is_not_prepared(
    house: House, served: list[House], updated_program: Path
) -> None:
    updated_program.write_text(updated_program.read_text("utf-8").replace("SELECT 1", "SELECT nothing"), "utf-8")
    done = type_in(house, "serve", "--prepare")
    assert isinstance(done.exception, DBAPIError)
    assert served == []


@pytest.mark.parametrize("words", [["serve"], ["serve", "--prepare"], ["prepare"]])
def test_an_older_program_leaves_a_newer_database_alone(
    house: House, served: list[House], words: list[str]
) -> None:
    with house.database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of next year'"))
    done = type_in(house, *words)
    assert done.exit_code == 1
    assert "of a newer version than this program" in done.output
    assert served == []


def test_a_database_that_does_not_answer_is_told_in_a_line(unprepared: House) -> None:
    away = replace(unprepared.settings, database_url="postgresql://somebody:hush@127.0.0.1:9/x")
    house = open_house(away)
    done = type_in(house, "serve")
    assert done.exit_code == 1
    assert done.output.startswith("Error: The database does not answer: ")
    assert "hush" not in done.output
    house.database.close()
