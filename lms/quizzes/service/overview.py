"""A module's quiz before an attempt: what was tried, what is left, and when one may go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from lms import catalog
from lms.core.database import shared_subquery
from lms.core.parts import CourseOutline, ModuleOutline, QuizResult
from lms.core.work import Role, Work
from lms.quizzes.models import Attempt, QuizExtension
from lms.quizzes.rules import timing
from lms.quizzes.service.pages import result_of

ATTEMPTS = (
    select(Attempt)
    .where(Attempt.person_id == bindparam("person_id"), Attempt.module_id == bindparam("module_id"))
    .order_by(Attempt.number)
)
# One statement for both, either of which may be missing.
_extension = shared_subquery(
    select(QuizExtension).where(
        QuizExtension.person_id == bindparam("person_id"), QuizExtension.module_id == bindparam("module_id")
    )
)
_attempts = shared_subquery(ATTEMPTS.order_by(None))
_MINE = (
    select(aliased(Attempt, _attempts), aliased(QuizExtension, _extension))
    .select_from(_attempts.join(_extension, and_(_attempts.c.module_id == _extension.c.module_id), full=True))
    .order_by(_attempts.c.number)
)


EXTENDERS = frozenset({Role.REGISTRAR, Role.INSTRUCTOR, Role.ADMINISTRATOR})


class NoQuizError(Exception):
    """The module has no quiz."""


class NoAttemptLeftError(Exception):
    """Every attempt the module allows has been used."""


class TooEarlyError(Exception):
    """The wait between two attempts is not over."""


@dataclass(frozen=True, slots=True)
class PastAttempt:
    attempt_id: int
    number: int
    result: QuizResult


@dataclass(frozen=True, slots=True)
class QuizOverview:
    """A module's quiz before an attempt; `attempts_left` is None where there is no limit."""

    course: CourseOutline
    module: ModuleOutline
    past: tuple[PastAttempt, ...]
    open_attempt_id: int | None
    is_time_over: bool
    """Of the open attempt."""
    attempts_left: int | None
    extension: timing.Extension
    next_start_at: datetime | None
    """Where the wait between two attempts is not over yet."""
    may_extend: bool
    """Whether the actor may give people more time or attempts."""
    may_see_figures: bool
    """Whether the actor may see what attempts tell, and with it the keys."""

    @property
    def is_passed(self) -> bool:
        return any(attempt.result.passed for attempt in self.past)

    @property
    def time_limit(self) -> timing.TimeLimit | None:
        """How long an attempt may take, if there is a limit."""
        minutes = self.module.quiz.time_limit_minutes
        return timing.TimeLimit(minutes, self.extension.minutes) if minutes else None

    @property
    def may_start(self) -> bool:
        return self.open_attempt_id is None and self.attempts_left != 0 and self.next_start_at is None


def view_overview(work: Work, module_id: str) -> QuizOverview:
    """The quiz of a module as the actor finds it; raises NotFoundError, NoQuizError."""
    course, module = catalog.get_module(work, module_id)
    if not module.has_quiz:
        raise NoQuizError(f"The module {module_id} has no quiz.")
    now = work.clock()
    attempts, extension = _load(work, module_id)
    past = tuple(
        PastAttempt(attempt.id, attempt.number, result) for attempt in attempts if (result := result_of(attempt))
    )
    opened = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    next_start = timing.next_start(module.quiz, [attempt.result.submitted_at for attempt in past])
    return QuizOverview(
        course=course,
        module=module,
        past=past,
        open_attempt_id=opened.id if opened else None,
        is_time_over=opened is not None and timing.is_over(opened.deadline_at, now),
        attempts_left=timing.attempts_left(module.attempts, extension, len(attempts)),
        extension=extension,
        next_start_at=next_start if next_start and next_start > now else None,
        may_extend=bool(work.actor.roles & EXTENDERS),
        may_see_figures=bool(work.actor.roles & {Role.INSTRUCTOR, Role.ADMINISTRATOR}),
    )


def find_standing(work: Work, module: ModuleOutline) -> tuple[bool, int | None]:
    """Whether the actor has passed the quiz, and how many attempts are left; one statement."""
    attempts, extension = _load(work, module.module_id)
    left = timing.attempts_left(module.attempts, extension, len(attempts))
    return any(attempt.passed for attempt in attempts), left


def _load(work: Work, module_id: str) -> tuple[list[Attempt], timing.Extension]:
    values = {"person_id": work.actor.get_person_id(), "module_id": module_id}
    # What a start or a submission in this transaction changed counts.
    rows = list(work.session.execute(_MINE, values, execution_options={"populate_existing": True}))
    attempts = [row[0] for row in rows if row[0] is not None]
    given = next((row[1] for row in rows if row[1] is not None), None)
    return attempts, timing.Extension(given.extra_minutes, given.extra_attempts) if given else timing.NO_EXTENSION
