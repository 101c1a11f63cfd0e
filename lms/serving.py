"""From a folder to a served house: preparation, workers, and the keeper beside them."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces
from watchfiles import watch as watch_files

from lms.core import chores
from lms.core.house import House
from lms.core.migration import SchemaAge, SchemaError, migrate, read_schema_age
from lms.core.parts import Preparation, by_order
from lms.core.settings import Settings, SettingsError, find_settings

KEEPER_SECONDS = 1.0
THREADS_PER_WORKER = 4
SCHEMA_PROBLEMS = {
    SchemaAge.MISSING: (
        "Nothing is prepared here yet. `lms serve` prepares and serves; `lms prepare` prepares without serving."
    ),
    SchemaAge.OLDER: (
        "The database is of an older version than this program. Copy the database and its keys, then bring it up "
        "to date: lms prepare"
    ),
    SchemaAge.NEWER: (
        "The database is of a newer version than this program, which therefore leaves it alone. Install the newer "
        "version again."
    ),
}

log = logging.getLogger(__name__)


def prepare(house: House) -> None:
    """Every step before the first page, one process at a time, each said as it is done."""
    with house.lock("prepare"):
        if read_schema_age(house) is SchemaAge.NEWER:
            raise SchemaError(SCHEMA_PROBLEMS[SchemaAge.NEWER])
        steps = [Preparation("database", _migrate, order=0)]
        steps += chain.from_iterable(house.rooms.hook.preparations())
        for number, step in enumerate(by_order(steps), 1):
            started = time.perf_counter()
            click.echo(f"[{number}/{len(steps)}] {step.label}")
            step.run(house, lambda line: click.echo(f"      {line}"))
            click.echo(f"      {time.perf_counter() - started:.1f} s")


def prepare_if_new(house: House) -> None:
    """Prepare a house that never was prepared; raises SchemaError where the database is another version's."""
    age = read_schema_age(house)
    if age is SchemaAge.MISSING:
        click.echo("Nothing is prepared here yet, so that comes first.")
        prepare(house)
    elif age is not SchemaAge.CURRENT:
        raise SchemaError(SCHEMA_PROBLEMS[age])


def _migrate(house: House, report: Callable[[str], None]) -> None:
    report(f"at {migrate(house)}")


def preview_settings(settings: Settings, folder: Path) -> Settings:
    """Settings of a preview: an instance of its own, so that drafts never reach the live database."""
    return replace(settings, instance=settings.instance / "preview", courses=folder, database_url="")


def serve(house: House, watch: Path | None) -> None:
    """Serve until stopped. Workers open houses of their own; raises SettingsError where those would differ."""
    settings = house.settings
    os.environ |= {
        "LMS_INSTANCE": str(settings.instance),
        "LMS_COURSES": str(settings.courses),
        "LMS_DATABASE_URL": settings.database_url,
    }
    if find_settings() != settings:
        raise SettingsError(
            "config.py sets the instance, the courses or the database by itself, so a preview would be served "
            "from the live ones. Let it read LMS_INSTANCE, LMS_COURSES and LMS_DATABASE_URL."
        )
    house.database.close()
    shown_host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(f"\n  Open http://{shown_host}:{settings.port}/  (Ctrl+C stops)\n")
    with _keeper(watch):
        Granian(
            "lms.wsgi:make_app",
            factory=True,
            interface=Interfaces.WSGI,
            address=settings.host,
            port=settings.port,
            workers=settings.workers or os.cpu_count() or 1,
            blocking_threads=THREADS_PER_WORKER,
            respawn_failed_workers=True,
        ).serve()


@contextmanager
def _keeper(watch: Path | None) -> Iterator[None]:
    """A keeper beside the workers, another one when it dies, and none when the server has stopped."""
    command = [sys.executable, "-m", "lms", "keep", "--server", str(os.getpid())]
    command += ["--watch", str(watch)] if watch else []
    stopping = threading.Event()
    supervisor = threading.Thread(target=_supervise, args=(command, stopping), name="keeper")
    supervisor.start()
    try:
        yield
    finally:
        stopping.set()
        supervisor.join()


def _supervise(command: list[str], stopping: threading.Event) -> None:
    while not stopping.is_set():
        # In a session of its own: Ctrl+C is for the server, which then ends its keeper.
        keeper = subprocess.Popen(command, start_new_session=True)  # noqa: S603  # our own module in our own interpreter
        while keeper.poll() is None and not stopping.wait(KEEPER_SECONDS):
            pass
        if keeper.returncode is None:
            keeper.terminate()
            keeper.wait()
        elif not stopping.wait(KEEPER_SECONDS):  # one that cannot start is not tried in a tight circle
            log.warning("The keeper ended with %d; here is another.", keeper.returncode)


def keep(house: House, watch: Path | None) -> None:
    """Do the chores of the house, by one process of this machine, until the server has gone."""
    parent = os.getppid()
    with house.lock(chores.LOCK):
        timetable = chores.Timetable(house)
        for changed in _ticks(watch):
            if os.getppid() != parent:
                return
            if changed:
                _publish_again(house)
            timetable.run_due()


def _ticks(watch: Path | None) -> Iterator[bool]:
    if watch is None:
        while True:
            time.sleep(KEEPER_SECONDS)
            yield False
    yield True  # what changed between the preparation and this moment
    for changes in watch_files(watch, rust_timeout=int(KEEPER_SECONDS * 1000), yield_on_timeout=True):
        yield bool(changes)


def _publish_again(house: House) -> None:
    for step in by_order(chain.from_iterable(house.rooms.hook.preparations())):
        if step.follows_courses:
            step.run(house, click.echo)
