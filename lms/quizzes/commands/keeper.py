"""What the keeper does with quizzes, beside the workers."""

from __future__ import annotations

import logging

from lms.core.house import House
from lms.quizzes import service
from lms.quizzes.service.repair.batches import list_unfinished, regrade_batch

BATCHES_A_TURN = 5
"""So that a repair of thousands of attempts holds up no other chore for long."""

log = logging.getLogger(__name__)


def submit_overdue(house: House) -> None:
    """Submit what was saved of each attempt whose time has run out, each in a transaction of its own."""
    with house.reading() as work:
        overdue = service.list_overdue(work)
    for attempt_id, owner in overdue:
        try:
            with house.writing(owner) as work:
                service.submit(work, attempt_id, {})
                work.session.commit()
        except Exception:  # one that cannot be graded must not hold up the others
            log.exception("quizzes: attempt %s could not be submitted at its deadline", attempt_id)


def carry_on_repairs(house: House) -> None:
    """Regrade further attempts of each repair that is not carried out, also where whoever did so was killed."""
    with house.reading() as work:
        unfinished = list_unfinished(work)
    for repair_id, instructor in unfinished:
        try:
            for _ in range(BATCHES_A_TURN):
                with house.writing(instructor) as work:
                    is_unfinished = regrade_batch(work, repair_id)
                    work.session.commit()
                if not is_unfinished:
                    break
        except Exception:  # one that cannot be carried out must not hold up the others
            log.exception("quizzes: repair %s could not be carried on", repair_id)
