"""What an operator types: how the search stands, making it anew, and what a start does by itself."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, select

from lms.cli import main
from lms.core.house import House
from lms.search import service
from lms.search.commands import terminal
from lms.search.index import SearchIndex
from lms.search.models import SearchSection, SearchWord
from tests.catalog.makers import ModuleToMake, make_course
from tests.search.makers import publish, search, write_sections


def run(house: House, *words: str) -> Result:
    result = CliRunner().invoke(main, words, obj=house, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def status(house: House) -> dict[str, str]:
    """What `lms search status` says, by the name of the line."""
    lines = run(house, "search", "status").output.splitlines()
    return dict(re.split(r" {2,}", line, maxsplit=1) for line in lines)


def test_status_says_what_the_search_holds(house: House) -> None:
    publish(house, ModuleToMake("m-01"), ModuleToMake("m-02"))
    said = status(house)
    assert said.pop("on disk").endswith(" MB")
    engine = said.pop("engine")
    assert engine.startswith("Whoosh, in " if house.database.is_sqlite else "PostgreSQL")
    assert said == {
        "course": "10 en, 10 zh",
        "in step": "yes",
        "last change": "2026-11-23 08:00:00 UTC",
        "waiting letters": "0",
    }


def test_status_says_what_is_still_to_come(house: House) -> None:
    assert status(house)["last change"] == "none yet"
    publish(house, ModuleToMake("m-01"))
    make_course(house, modules=[ModuleToMake("m-01", extra="Zirconium.")])
    said = status(house)
    assert said["course"] == "5 en, 5 zh; 2 differ from what is published"
    assert said["in step"] == "no: 2 sections differ from what is published"
    assert said["waiting letters"] == "1"


def test_status_says_how_the_index_differs_from_the_table(house: House) -> None:
    publish(house, ModuleToMake("m-01"))
    index = service.open_index(house.settings)
    if not house.database.is_sqlite:
        assert not (house.settings.instance / "search").exists()
        return
    with index.writing() as writer:
        writer.change(["course/m-01/en/first"], [])
    assert status(house)["in step"] == "no: 1 sections differ from the table"
    (house.settings.instance / "search" / "current").unlink()
    assert status(house)["in step"].startswith("no: There is no search index in ")


def test_a_rebuild_makes_table_and_index_anew(house: House) -> None:
    publish(house, ModuleToMake("m-01"))
    with house.writing() as work:
        work.session.execute(delete(SearchSection))
        work.session.execute(delete(SearchWord))
        work.session.commit()
    lines = run(house, "search", "rebuild").output.splitlines()
    assert lines == ["course: 10 sections"] + ["10 sections in the index"] * house.database.is_sqlite
    assert status(house)["in step"] == "yes"
    assert search(house, "twins").total == 1
    assert search(house, "twnis").suggestion == "twins"


@contextmanager
def rebuilding(house: House, screen: int) -> Iterator[None]:
    """`lms search rebuild` in a process of its own, with its words sent there."""
    settings = house.settings
    environment = {"LMS_INSTANCE": str(settings.instance), "LMS_COURSES": str(settings.courses)}
    command = [sys.executable, "-m", "lms", "search", "rebuild"]
    with subprocess.Popen(command, env=os.environ | environment, stdout=screen) as process:
        os.close(screen)
        yield
        assert process.wait() == 0


def test_a_rebuild_waits_for_whoever_writes(house: House) -> None:
    publish(house, ModuleToMake("m-01"))
    if not house.database.is_sqlite:
        return
    above, below = os.pipe()
    with SearchIndex(house.settings.instance / "search").writing(), ExitStack() as waiting:
        waiting.enter_context(rebuilding(house, below))
        said = waiting.enter_context(os.fdopen(above))
        assert said.readline() == "course: 10 sections\n"
        assert said.readline() == "Another process is writing the index; waiting for it …\n"
        rebuilt = waiting.pop_all()
    with rebuilt:
        assert said.read() == "10 sections in the index\n"


@pytest.fixture
def large(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house of 250 sections, whose rebuild tells of each hundred."""
    monkeypatch.setattr(terminal, "TOLD_EVERY", 100)
    write_sections(house, 250)
    # No course is published that has them, so they are not made anew.
    monkeypatch.setattr(service, "list_course_ids", lambda _work: [])
    return house


def test_a_long_rebuild_tells_how_far_it_is(large: House) -> None:
    lines = run(large, "search", "rebuild").output.splitlines()
    told = ["100 of 250 …", "200 of 250 …", "250 sections in the index"]
    assert lines == told * large.database.is_sqlite


def test_on_a_terminal_a_bar_tells_how_far_it_is(house: House) -> None:
    publish(house, ModuleToMake("m-01"))
    if not house.database.is_sqlite:
        return
    above, below = pty.openpty()
    shown = ""
    with rebuilding(house, below), os.fdopen(above) as terminal_screen, suppress(OSError):  # how a terminal ends
        while read := terminal_screen.read(1):
            shown += read
    assert "Index  [" in shown
    assert "100%" in shown
    assert "10 sections in the index" in shown


def test_preparing_brings_everything_in_step_and_then_has_nothing_to_do(house: House) -> None:
    make_course(house)
    lines = run(house, "prepare").output.splitlines()
    assert "      in step with what is published" in lines
    assert status(house)["in step"] == "yes"
    with house.writing() as work:
        # As after an upgrade, or a letter that was lost.
        for row in work.session.scalars(select(SearchSection)):
            row.digest = "of another format"
        work.session.commit()
    assert status(house)["in step"] == "no: 10 sections differ from what is published"
    assert "      course: 10 sections" in run(house, "prepare").output.splitlines()
    assert status(house)["in step"] == "yes"
    assert "      course: 10 sections" not in run(house, "prepare").output.splitlines()
