"""A mistake of a room from outside stops the start with one sentence: which room, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.app import create_app
from lms.cli import main
from lms.core.migration import require_steps
from lms.core.settings import DEFAULT_PLUGINS, RoomError, Settings
from lms.loading.answers import KINDS
from lms.loading.hooks import SPECS, arguments_of
from lms.wsgi import make_app
from tests.house.files import ROOT, assert_none
from tests.house.mistakes.answers import ANSWERS
from tests.house.mistakes.code import CODE
from tests.house.mistakes.names import NAMES
from tests.house.mistakes.pages import PAGES
from tests.house.mistakes.planting import Mistake, pages
from tests.house.mistakes.tables import HOUSE_COMMAND, NO_STEP, TABLES
from tests.house.planted import importable, write_config, write_files

DOCUMENT = ROOT / "docs" / "plugins.md"
AT_LOADING = (*NAMES, *CODE, *ANSWERS, *PAGES, *TABLES)
MISTAKES = (*AT_LOADING, NO_STEP, HOUSE_COMMAND)

Plant = Callable[[Mistake], None]


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    """Writes what a mistake is made of into a folder of its own, where we then stand."""

    def write(mistake: Mistake) -> None:
        write_files(tmp_path, {"badges/__init__.py": "", "badges/plugin.py": mistake.plugin, **mistake.files})
        monkeypatch.setenv("LMS_CONFIG", str(write_config(tmp_path, *mistake.names)))
        monkeypatch.setenv("LMS_INSTANCE", str(tmp_path / "instance"))

    monkeypatch.chdir(tmp_path)
    with importable(tmp_path):
        yield write


def start(mistake: Mistake) -> None:
    create_app(Settings(instance=Path("instance"), plugins=(*DEFAULT_PLUGINS, *mistake.names)))


@pytest.mark.parametrize("mistake", AT_LOADING, ids=lambda mistake: mistake.name)
def test_a_mistake_stops_the_start_with_a_sentence(plant: Plant, mistake: Mistake) -> None:
    plant(mistake)
    with pytest.raises(RoomError) as raised:
        start(mistake)
    assert str(raised.value) == mistake.sentence


@pytest.mark.parametrize("mistake", [CODE[2], PAGES[2], TABLES[0], HOUSE_COMMAND], ids=lambda m: m.name)
def test_every_command_prints_the_sentence_and_no_traceback(plant: Plant, mistake: Mistake) -> None:
    plant(mistake)
    told = CliRunner().invoke(main, ["users", "list"])
    assert (told.exit_code, told.output) == (1, f"Error: {mistake.sentence}\n")


@pytest.mark.parametrize("mistake", [CODE[2], PAGES[2], NO_STEP], ids=lambda mistake: mistake.name)
def test_a_web_server_ends_with_the_sentence(plant: Plant, mistake: Mistake) -> None:
    plant(mistake)
    with pytest.raises(RoomError) as raised:
        make_app()
    assert str(raised.value) == mistake.sentence


@pytest.mark.parametrize("command", ["prepare", "serve"])
def test_tables_without_a_step_stop_what_needs_them(plant: Plant, command: str) -> None:
    plant(NO_STEP)
    told = CliRunner().invoke(main, [command])
    assert (told.exit_code, told.output) == (1, f"Error: {NO_STEP.sentence}\n")


def test_a_room_without_mistakes_starts(plant: Plant) -> None:
    sound = Mistake(
        "", "", pages(more='@hookimpl\ndef nav_items(): return [NavItem("badges.badges", "Badges")]\n')
    )
    plant(sound)
    app = create_app(Settings(instance=Path("instance"), plugins=(*DEFAULT_PLUGINS, "badges")))
    require_steps(app.extensions["lms"].rooms)
    assert "badges.badges" in app.view_functions


def test_every_hook_that_carries_nothing_is_tried_at_the_start() -> None:
    assert set(KINDS) == {name for name in SPECS if not arguments_of(name)}, (
        "Say in KINDS of lms/loading/answers.py what the hook wants a list of."
    )


def test_the_document_tells_every_mistake_and_its_sentence() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert_none(
        f"docs/plugins.md does not tell of {mistake.name}: add | {mistake.name} | `{mistake.sentence}` |"
        for mistake in MISTAKES
        if mistake.sentence not in text or f"| {mistake.name} |" not in text
    )
