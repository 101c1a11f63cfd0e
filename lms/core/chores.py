"""What the keeper does again and again beside the workers: the outbox first, then the chores of the rooms."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from itertools import chain

from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.core.parts import Chore

LOCK = "keeper"

log = logging.getLogger(__name__)


class Timetable:
    """The chores of one process; the one that holds the lock `keeper` of its machine."""

    def __init__(self, house: House, seconds: Callable[[], float] = time.monotonic) -> None:
        self._house = house
        self._seconds = seconds
        chores = [Chore("outbox", deliver_due), *chain.from_iterable(house.rooms.hook.chores())]
        self._due = dict.fromkeys(chores, seconds())

    def run_due(self) -> int:
        """Run each chore whose time has come; returns how many failed, each logged and tried at its next turn."""
        return sum(not self._run(chore) for chore, due in self._due.items() if due <= self._seconds())

    def _run(self, chore: Chore) -> bool:
        try:
            chore.run(self._house)
        except Exception:  # whatever a room raises must not stop the other chores
            log.exception("keeper: %s failed and will have its next turn", chore.label)
            return False
        finally:
            self._due[chore] = self._seconds() + chore.every_seconds
        return True


def run_unless_kept(house: House) -> None:
    """Run every chore once, unless a keeper is at it, whose next turn comes within its second."""
    with house.lock(LOCK, wait=False) as had:
        if had:
            Timetable(house).run_due()
