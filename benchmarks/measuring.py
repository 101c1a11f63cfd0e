"""Timing and a house to time."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.app import open_house
from lms.core.house import House
from lms.core.migration import migrate
from lms.core.settings import Settings

SHIPPED = Path(__file__).parent.parent / "courses"


@contextmanager
def fresh_house(*, shipped: bool = True) -> Iterator[House]:
    """A house with an empty database in a folder of its own, and a copy of the courses that ship."""
    with tempfile.TemporaryDirectory() as folder:
        courses = Path(folder, "courses")
        if shipped:
            shutil.copytree(SHIPPED, courses)
        else:
            courses.mkdir()
        house = open_house(Settings(instance=Path(folder, "instance"), courses=courses))
        migrate(house)
        yield house
        house.database.close()


def milliseconds(action: Callable[[], object], *, times: int) -> list[float]:
    """How long each of the calls took, the first one (which warms caches) left out."""
    action()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def p95(taken: list[float]) -> float:
    return taken[int(len(taken) * 0.95)]


def heading(title: str, *columns: str) -> None:
    print(f"\n{title:<44}" + "".join(f"{column:>12}" for column in columns))


def line(name: str, *values: float) -> None:
    print(f"  {name:<42}" + "".join(f"{value:>12.2f}" for value in values))


def median(taken: list[float]) -> float:
    return statistics.median(taken)
