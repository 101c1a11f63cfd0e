"""The keeper does every chore in its time, and one that fails keeps no other waiting."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from lms.core.chores import LOCK, Timetable, run_unless_kept
from lms.core.hookspecs import hookimpl
from lms.core.house import House
from lms.core.parts import Chore


class Household:
    """A room with two chores, of which one stumbles as long as it is told to."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.stumbles = False

    def sweep(self, _house: House) -> None:
        self.done.append("sweep")
        if self.stumbles:
            raise RuntimeError("the broom broke")

    @hookimpl
    def chores(self) -> list[Chore]:
        return [
            Chore("sweep", self.sweep),
            Chore("wash", lambda _house: self.done.append("wash"), every_seconds=60),
        ]


class Watch:
    """A watch that the test winds."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def household(house: House) -> Iterator[Household]:
    """The only room with chores."""
    for listening in house.rooms.hook.chores.get_hookimpls():
        house.rooms.unregister(listening.plugin)
    household = Household()
    house.rooms.register(household, name="household")
    yield household
    house.rooms.unregister(household)


def test_each_chore_is_done_at_once_and_then_in_its_time(house: House, household: Household) -> None:
    watch = Watch()
    timetable = Timetable(house, watch)
    turns = []
    for seconds in (0, 0.5, 0.6, 60):
        watch.seconds += seconds
        assert timetable.run_due() == 0
        turns.append(sorted(household.done))
        household.done.clear()
    assert turns == [["sweep", "wash"], [], ["sweep"], ["sweep", "wash"]]


def test_a_chore_that_fails_is_logged_and_has_its_next_turn(
    house: House, household: Household, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch()
    timetable = Timetable(house, watch)
    household.stumbles = True
    with caplog.at_level(logging.ERROR):
        assert timetable.run_due() == 1
    assert "sweep failed" in caplog.text
    assert "the broom broke" in caplog.text
    assert sorted(household.done) == ["sweep", "wash"]
    household.stumbles = False
    watch.seconds += 1
    assert timetable.run_due() == 0
    assert household.done.count("sweep") == 2


def test_a_command_does_the_chores_only_where_no_keeper_is_at_them(house: House, household: Household) -> None:
    with house.lock(LOCK):
        run_unless_kept(house)
        assert household.done == []
    run_unless_kept(house)
    assert sorted(household.done) == ["sweep", "wash"]
