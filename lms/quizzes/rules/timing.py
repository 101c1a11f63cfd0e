"""When an attempt may begin, until when it may be answered, and who decides: the server's clock alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.core.parts import FeedbackTime, QuizPolicy


@dataclass(frozen=True, slots=True)
class Extension:
    """What one person has been given beyond the policy of a quiz."""

    minutes: int = 0
    attempts: int = 0


NO_EXTENSION = Extension()


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long an attempt may take; `minutes` of the policy and `extra_minutes` of the person."""

    minutes: int
    extra_minutes: int = 0

    @property
    def total_minutes(self) -> int:
        return self.minutes + self.extra_minutes


def deadline(policy: QuizPolicy, extension: Extension, started_at: datetime) -> datetime | None:
    """The moment after which nothing more is taken; None without a limit."""
    if not policy.time_limit_minutes:
        return None
    return started_at + timedelta(minutes=policy.time_limit_minutes + extension.minutes)


def is_over(deadline_at: datetime | None, now: datetime) -> bool:
    """Whether the time for an attempt has run out."""
    return deadline_at is not None and now >= deadline_at


def submission_time(deadline_at: datetime | None, now: datetime) -> datetime:
    """When an attempt counts as submitted: at its deadline, however late the server came to it."""
    return now if deadline_at is None else min(now, deadline_at)


def attempts_left(allowed: int, extension: Extension, used: int) -> int | None:
    """How many attempts remain; None where there is no limit."""
    return max(0, allowed + extension.attempts - used) if allowed else None


def next_start(policy: QuizPolicy, submitted_at: Sequence[datetime]) -> datetime | None:
    """The moment from which another attempt may begin; None where none was submitted or there is no wait."""
    if not policy.wait_minutes or not submitted_at:
        return None
    return max(submitted_at) + timedelta(minutes=policy.wait_minutes)


def tells_answers(feedback: FeedbackTime, *, has_passed: bool, left: int | None) -> bool:
    """Whether a submitted attempt may show which answers are right, and why."""
    if feedback is FeedbackTime.PASSED:
        return has_passed or left == 0
    return feedback is FeedbackTime.SUBMITTED
