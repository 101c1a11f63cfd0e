"""The house of one installation: its settings, database, rooms and clock, and the ways to begin work in it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pluggy

from lms.core.clock import Clock
from lms.core.database import Database
from lms.core.settings import Settings
from lms.core.work import OPERATOR, Actor, Work


@dataclass(frozen=True, slots=True)
class House:
    """Made once per process by `lms.app.open_house`; holds no state that another process would miss."""

    settings: Settings
    database: Database
    rooms: pluggy.PluginManager
    clock: Clock

    @contextmanager
    def reading(self, actor: Actor = OPERATOR) -> Iterator[Work]:
        """Work that cannot write: the database refuses it."""
        with self.database.reading() as session:
            yield Work(session, self.rooms.hook, self.settings, self.clock, actor)

    @contextmanager
    def writing(self, actor: Actor = OPERATOR) -> Iterator[Work]:
        """Work in a transaction that may write; without `work.session.commit()` nothing of it stays."""
        with self.database.writing() as session:
            yield Work(session, self.rooms.hook, self.settings, self.clock, actor)

    @contextmanager
    def lock(self, name: str, *, wait: bool = True) -> Iterator[bool]:
        """Hold `<instance>/<name>.lock` against other processes of this machine; yields whether it was had."""
        self.settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.settings.instance / f"{name}.lock").open("w", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True
