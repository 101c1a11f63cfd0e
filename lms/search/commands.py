"""Keeping the search index from the terminal and before the first page."""

from __future__ import annotations

from collections.abc import Callable

from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.search import service


def prepare(house: House, report: Callable[[str], None]) -> None:
    """Bring the index in step with what is published."""
    with house.reading() as work:
        if not service.is_built(work):
            service.rebuild(work, report)
    with house.lock("keeper", wait=False) as had:
        if had:  # else the keeper that holds it is at it
            deliver_due(house)
    report("in step with what is published")
