"""From a folder to a served house: preparation, workers, and the keeper beside them."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
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

from lms.core.house import House
from lms.core.migration import migrate
from lms.core.outbox import deliver_due
from lms.core.parts import Preparation, by_order
from lms.core.settings import Settings, SettingsError, find_settings

KEEPER_SECONDS = 1.0
THREADS_PER_WORKER = 4

log = logging.getLogger(__name__)


def prepare(house: House) -> None:
    """Every step before the first page, one process at a time, each said as it is done."""
    with house.lock("prepare"):
        steps = [Preparation("database", _migrate, order=0)]
        steps += chain.from_iterable(house.rooms.hook.preparations())
        for number, step in enumerate(by_order(steps), 1):
            started = time.perf_counter()
            click.echo(f"[{number}/{len(steps)}] {step.label}")
            step.run(house, lambda line: click.echo(f"      {line}"))
            click.echo(f"      {time.perf_counter() - started:.1f} s")


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
    command = [sys.executable, "-m", "lms", "keep", *(["--watch", str(watch)] if watch else [])]
    keeper = subprocess.Popen(command)  # noqa: S603  # our own module in our own interpreter
    try:
        yield
    finally:
        keeper.terminate()
        keeper.wait()


def keep(house: House, watch: Path | None) -> None:
    """Deliver what is due every second, by one process of this machine, until the server has gone."""
    parent = os.getppid()
    with house.lock("keeper"):
        for changed in _ticks(watch):
            if os.getppid() != parent:
                return
            if changed:
                _publish_again(house)
            try:
                deliver_due(house)
            except Exception:
                log.exception("keeper: will look again in a moment")


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
