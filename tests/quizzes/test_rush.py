"""Trainees who all submit in the same minute lose nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask

from lms.core.house import House
from lms.core.settings import Settings
from tests.browser import server
from tests.catalog.makers import make_course
from tests.clock import FakeClock
from tests.quizzes.rush import people_awarded, seat, submit_all

PEOPLE = 500 if os.environ.get("LMS_LONG") else 120


@pytest.fixture
def clock(tmp_path: Path) -> FakeClock:
    """A clock that the server in its own process reads too."""
    return FakeClock(path=tmp_path / "clock")


def test_a_room_of_trainees_submits_at_once_and_loses_nothing(
    settings: Settings, house: House, app: Flask, clock: FakeClock, tmp_path: Path
) -> None:
    make_course(house)
    people, letters = seat(house, app, PEOPLE)
    house.database.close()
    with server.running(settings, tmp_path / "clock") as address:
        answers = submit_all([address], letters)
    assert {status for status, _seconds in answers} == {303}
    assert people_awarded(house) == sorted(person.person_id for person in people)
