"""Five hundred trainees who submit their quizzes in the same minute, on SQLite, to a real server."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.measuring import fresh_house, heading, line, median, p95
from lms.app import create_app
from tests.browser import server
from tests.catalog.makers import make_course
from tests.clock import FakeClock
from tests.quizzes.rush import people_awarded, seat, submit_all

PEOPLE = 500


def run() -> None:
    """How long each submission takes, and that the ledger has an award for each of them."""
    with fresh_house(shipped=False) as house, tempfile.TemporaryDirectory() as folder:
        make_course(house)
        people, letters = seat(house, create_app(house.settings), PEOPLE)
        clock = Path(folder, "clock")
        FakeClock(path=clock)
        with server.running(house.settings, clock) as address:
            started = time.perf_counter()
            answers = submit_all([address], letters)
            taken = time.perf_counter() - started
        assert people_awarded(house) == sorted(person.person_id for person in people)
    seconds = sorted(seconds for _status, seconds in answers)
    heading(f"{PEOPLE} trainees submit, 60 at a time", "all, s", "median ms", "p95 ms")
    line("SQLite, two workers, each with an award", taken, median(seconds) * 1000, p95(seconds) * 1000)
