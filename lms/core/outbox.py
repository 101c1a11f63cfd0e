"""Events that are delivered after the commit, at least once, so that no listener can undo what happened."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base
from lms.core.hookspecs import AFTER_COMMIT
from lms.core.house import House
from lms.core.work import Work

FIRST_RETRY_SECONDS = 5
LONGEST_RETRY_SECONDS = 3_600
ERROR_CHARACTERS_MAXIMUM = 1_000

log = logging.getLogger(__name__)


class OutboxLetter(Base):
    """One event for one listener; the row stays as a record after delivery."""

    __tablename__ = "core_outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str]
    receiver: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """None once it is delivered."""
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")


def announce(work: Work, event: str, **arguments: Any) -> None:
    """Write one letter to each room that listens to the event, in the transaction of what happened."""
    if event not in AFTER_COMMIT:
        raise ValueError(f"{event} is not announced after the commit; call work.hooks.{event} instead.")
    now = work.clock()
    for listener in getattr(work.hooks, event).get_hookimpls():
        work.session.add(
            OutboxLetter(
                event=event, receiver=listener.plugin_name, arguments=arguments, created_at=now, due_at=now
            )
        )


def deliver_due(house: House) -> int:
    """Deliver what is due, each letter in a transaction of its own; returns how many went wrong.

    Two machines may deliver at once: each letter is held by the one that has it in hand, and the other leaves it.
    """
    with house.reading() as work:
        due = select(OutboxLetter.id).where(OutboxLetter.due_at <= work.clock()).order_by(OutboxLetter.id)
        letter_ids = list(work.session.scalars(due))
    return sum(not _deliver(house, letter_id) for letter_id in letter_ids)


def _deliver(house: House, letter_id: int) -> bool:
    try:
        with house.writing() as work:
            in_hand = select(OutboxLetter).where(OutboxLetter.id == letter_id, OutboxLetter.due_at <= work.clock())
            letter = work.session.scalar(in_hand.with_for_update(skip_locked=True))
            if letter is None:
                return True
            for listener in getattr(work.hooks, letter.event).get_hookimpls():
                if listener.plugin_name == letter.receiver:
                    wanted = {"work": work, **letter.arguments}
                    listener.function(**{name: wanted[name] for name in listener.argnames})
            letter.due_at = None
            work.session.commit()
    except Exception as error:  # whatever a plugin raises is logged and tried again
        log.warning("outbox: letter %s failed and will be tried again", letter_id, exc_info=True)
        _postpone(house, letter_id, error)
        return False
    return True


def _postpone(house: House, letter_id: int, error: Exception) -> None:
    with house.writing() as work:
        letter = work.session.get_one(OutboxLetter, letter_id)
        wait = min(FIRST_RETRY_SECONDS * 2**letter.failures, LONGEST_RETRY_SECONDS)
        letter.failures += 1
        letter.last_error = _describe(error)
        letter.due_at = work.clock() + timedelta(seconds=wait)
        work.session.commit()


def _describe(error: Exception) -> str:
    """What went wrong, in characters that every database takes: a letter that fails must not stop the others."""
    words = f"{type(error).__name__}: {error}"[:ERROR_CHARACTERS_MAXIMUM]
    return words.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
