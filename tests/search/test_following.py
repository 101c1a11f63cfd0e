"""The index of a machine follows the table, whatever is lost, damaged or killed on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.core.parts import SearchDocument
from lms.search import rules, service
from lms.search.commands import follow
from lms.search.index import IndexWriter, SearchIndex
from tests.catalog.makers import ModuleToMake, make_course
from tests.search.makers import anchors, keep_once, publish, search, write_sections

DEADLINE_SECONDS = 60
FOLLOW = """
from lms.app import open_house
from lms.core.settings import Settings
from lms.search.commands import following
from pathlib import Path
import sys
following.BATCH = 50
following.follow(open_house(Settings(instance=Path(sys.argv[1]))))
"""
MANY = 600
NOWHERE, FIRST = "zirconium", ["en m-01#first", "zh m-01#first"]


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Only beside SQLite is there an index to follow."""
    return str(request.param)


def read_digests(house: House) -> dict[str, str]:
    return SearchIndex(house.settings.instance / "search").read_digests()


def read_table(house: House) -> dict[str, str]:
    with house.reading() as work:
        return service.read_digests(work)


def wait_until(is_so: Callable[[], object]) -> None:
    """Ask until it is so; fails after a time that no healthy machine needs."""
    until = time.monotonic() + DEADLINE_SECONDS
    while not is_so():
        assert time.monotonic() < until, "It did not come to pass."
        time.sleep(0.005)


@contextmanager
def running(*command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, *command], env=os.environ | environment) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many sections each change of the index wrote, while it is really made."""
    counts: list[int] = []
    change = IndexWriter.change

    def counting(self: IndexWriter, gone: Collection[str], sections: Iterable[rules.Section]) -> None:
        kept = list(sections)
        counts.append(len(kept))
        change(self, gone, kept)

    monkeypatch.setattr(IndexWriter, "change", counting)
    return counts


def test_what_is_published_is_found_after_the_keepers_turn(house: House) -> None:
    publish(house, ModuleToMake("m-01"))
    page = search(house, "twins")
    assert anchors(page) == ["en m-01#second"]
    assert not page.is_slow
    assert read_digests(house) == read_table(house)


def test_only_what_differs_is_written(house: House, written: list[int]) -> None:
    publish(house, ModuleToMake("m-01"), ModuleToMake("m-02"))
    assert written == []  # all of it was built at once
    publish(house, ModuleToMake("m-01", extra=NOWHERE), ModuleToMake("m-02"))
    assert written == [2]
    publish(house, ModuleToMake("m-01", extra=NOWHERE))
    assert written == [2, 0]
    assert read_digests(house) == read_table(house)


def test_an_idle_second_costs_one_statement(
    house: House, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    publish(house, ModuleToMake("m-01"))
    with statements() as log:
        follow(house)
    assert len(log) == 1
    assert "search_change" in log[0]


def test_an_index_that_lost_or_kept_too_much_is_put_right(house: House) -> None:
    publish(house, ModuleToMake("m-01", extra=NOWHERE), ModuleToMake("m-02"))
    index = service.open_index(house.settings)
    stale = rules.make_section(next(iter(_documents(house))), str)
    with index.writing() as writer:
        writer.change(["course/m-01/en/first"], [stale])
    assert anchors(search(house, NOWHERE)) != FIRST
    follow(house)
    assert sorted(anchors(search(house, NOWHERE))) == FIRST
    assert read_digests(house) == read_table(house)


def _documents(house: House) -> Iterator[SearchDocument]:
    with house.reading() as work:
        for section in service.list_sections(work, ["course/m-02/en/second"]):
            yield section.document


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("kind", ["missing", "corrupt", "of another format", "open to others"])
def test_while_the_index_is_unusable_the_database_answers(house: House, kind: str) -> None:
    publish(house, ModuleToMake("m-01", extra=NOWHERE))
    folder = house.settings.instance / "search"
    match kind:
        case "missing":
            (folder / "current").unlink()
        case "corrupt":
            for path in folder.glob("v*/*.seg"):
                path.write_bytes(b"noise")
            # A process that has it open may not notice for a while; one that begins does.
            service.open_index(house.settings).close()
        case "of another format":
            (folder / "current").write_text("v1-old")
        case "open to others":
            folder.chmod(0o777)
            service.open_index(house.settings).close()
    page = search(house, NOWHERE)
    assert page.is_slow
    assert sorted(anchors(page)) == FIRST
    follow(house)
    page = search(house, NOWHERE)
    assert not page.is_slow
    assert sorted(anchors(page)) == FIRST
    assert folder.stat().st_mode & 0o077 == 0


def test_while_another_process_writes_nothing_is_waited_for(house: House, tmp_path: Path) -> None:
    publish(house, ModuleToMake("m-01"))
    make_course(house, modules=[ModuleToMake("m-01", extra=NOWHERE)])
    assert deliver_due(house) == 0
    with SearchIndex(house.settings.instance / "search").writing():
        follow(house)
        assert anchors(search(house, NOWHERE)) == []
    follow(house)
    assert sorted(anchors(search(house, NOWHERE))) == FIRST


@pytest.mark.parametrize("kind", ["building anew", "in batches"])
def test_when_an_indexing_process_is_killed_the_next_completes_its_work(house: House, kind: str) -> None:
    folder = house.settings.instance / "search"
    if kind == "in batches":
        follow(house)  # an empty index to begin with
        assert read_digests(house) == {}
    write_sections(house, MANY)
    begun = {path.name for path in folder.glob("v*/*")}
    with running("-c", FOLLOW, str(house.settings.instance)) as process:
        if kind == "in batches":
            wait_until(lambda: read_digests(house))
        else:
            wait_until(lambda: {path.name for path in folder.glob("v*/*")} > begun)
        process.send_signal(signal.SIGKILL)
        process.wait()
    if kind == "in batches":
        assert 0 < len(read_digests(house)) < MANY
    else:
        assert not (folder / "current").exists()
    follow(house)
    assert read_digests(house) == read_table(house)
    assert len(read_table(house)) == MANY
    assert len(list(folder.glob("v*"))) == 1


def test_readers_in_another_process_see_what_a_keeper_wrote(house: House) -> None:
    publish(house, ModuleToMake("m-01"))
    assert anchors(search(house, NOWHERE)) == []
    settings = house.settings
    with running("-m", "lms", "keep", LMS_INSTANCE=str(settings.instance), LMS_COURSES=str(settings.courses)):
        make_course(house, modules=[ModuleToMake("m-01", extra=NOWHERE)])
        wait_until(lambda: sorted(anchors(search(house, NOWHERE))) == FIRST)
        make_course(house, modules=[ModuleToMake("m-01")])
        wait_until(lambda: anchors(search(house, NOWHERE)) == [])
    assert not search(house, "twins").is_slow


def test_without_a_keeper_the_publisher_does_its_turn(house: House) -> None:
    make_course(house)
    keep_once(house)
    assert not search(house, "twins").is_slow
    with house.lock("keeper"):
        make_course(house, modules=[ModuleToMake("m-01", extra=NOWHERE)])
        keep_once(house)
        assert anchors(search(house, NOWHERE)) == []  # it leaves that to the keeper
