"""Attempts: begun, saved and submitted on the server, each counted once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.engine import CursorResult

from lms import catalog
from lms.core.database import insert_new
from lms.core.parts import CourseOutline, ModuleOutline, QuizResult
from lms.core.work import Work
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, BankQuestion
from lms.quizzes.rules import Pool
from lms.quizzes.service.pages import drawn_of, load_attempt, response_of, result_of
from lms.quizzes.service.types import list_types

_ATTEMPTS = (
    select(Attempt)
    .where(Attempt.person_id == bindparam("person_id"), Attempt.module_id == bindparam("module_id"))
    .order_by(Attempt.number)
)
_GRADED = select(BankQuestion.body).where(
    BankQuestion.module_revision_id == bindparam("module_revision_id"), BankQuestion.pool == Pool.GRADED.value
)


class NoQuizError(Exception):
    """The module has no quiz."""


class NoAttemptLeftError(Exception):
    """Every attempt the module allows has been used."""


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
    attempts_left: int | None

    @property
    def is_passed(self) -> bool:
        return any(attempt.result.passed for attempt in self.past)

    @property
    def may_start(self) -> bool:
        return self.open_attempt_id is None and self.attempts_left != 0


def view_overview(work: Work, module_id: str) -> QuizOverview:
    """The quiz of a module as the actor finds it; raises NotFoundError, NoQuizError."""
    course, module = catalog.get_module(work, module_id)
    if not module.has_quiz:
        raise NoQuizError(f"The module {module_id} has no quiz.")
    attempts = list(
        work.session.scalars(_ATTEMPTS, {"person_id": work.actor.get_person_id(), "module_id": module_id})
    )
    past = tuple(
        PastAttempt(attempt.id, attempt.number, result) for attempt in attempts if (result := result_of(attempt))
    )
    return QuizOverview(
        course=course,
        module=module,
        past=past,
        open_attempt_id=next((attempt.id for attempt in attempts if attempt.submitted_at is None), None),
        attempts_left=max(0, module.attempts - len(attempts)) if module.attempts else None,
    )


def start(work: Work, module_id: str) -> int:
    """Begin an attempt, or go on with the open one; raises NoAttemptLeftError, NoQuizError, NotFoundError."""
    overview = view_overview(work, module_id)
    if overview.open_attempt_id is not None:
        return overview.open_attempt_id
    if not overview.may_start:
        raise NoAttemptLeftError(f"All {overview.module.attempts} attempts have been used.")
    person_id = work.actor.get_person_id()
    is_mine = insert_new(
        work.session,
        Attempt,
        person_id=person_id,
        course_id=overview.course.course_id,
        module_id=module_id,
        module_revision_id=overview.module.revision_id,
        # Not asked anew: whoever took this number since then has also used the attempt that was left.
        number=overview.past[-1].number + 1 if overview.past else 1,
        pass_mark_percent=overview.module.pass_mark_percent,
        started_at=work.clock(),
    )
    attempt = work.session.scalars(_ATTEMPTS, {"person_id": person_id, "module_id": module_id}).all()[-1]
    if is_mine:
        _draw_questions(work, attempt, overview.module)
    return attempt.id


def _draw_questions(work: Work, attempt: Attempt, module: ModuleOutline) -> None:
    types = list_types(work.hooks)
    bodies = work.session.scalars(_GRADED, {"module_revision_id": attempt.module_revision_id})
    drawn = rules.draw([rules.from_json(body, types) for body in bodies], module.draws, secrets.randbits(64))
    work.session.add_all(
        Answer(
            attempt_id=attempt.id,
            position=position,
            question_id=question.question_id,
            version=question.version,
            shown_order=list(question.order),
        )
        for position, question in enumerate(drawn)
    )
    work.session.flush()


def save(work: Work, attempt_id: int, form: Mapping[int, Sequence[str]]) -> bool:
    """Keep what the form says of the open attempt, by position; False where it is submitted and stays as it is."""
    is_open = _lock_open(work, attempt_id)
    rows = load_attempt(work, attempt_id)
    if is_open:
        _save(work, rows, form)
    return is_open


def submit(work: Work, attempt_id: int, form: Mapping[int, Sequence[str]]) -> QuizResult:
    """Save, grade and close the attempt; of several at once the first counts and all get its result."""
    is_open = _lock_open(work, attempt_id)
    rows = load_attempt(work, attempt_id)
    attempt: Attempt = rows[0].Attempt
    if is_open:
        _save(work, rows, form)
        score = rules.attempt_score_percent(_grade(work, rows))
        attempt.score_percent = str(score)
        attempt.passed = rules.passed(score, attempt.pass_mark_percent)
        attempt.submitted_at = work.clock()
        work.session.flush()
    result = result_of(attempt)
    assert result is not None
    if is_open:
        work.hooks.quiz_submitted(work=work, result=result)
    return result


def _lock_open(work: Work, attempt_id: int) -> bool:
    """Hold the actor's open attempt until the commit; False where there is none, or none that is open.

    To be called before the attempt is read: what was read before the lock may have been saved over since.
    """
    claim = (
        update(Attempt)
        .where(
            Attempt.id == attempt_id,
            Attempt.person_id == work.actor.get_person_id(),
            Attempt.submitted_at.is_(None),
        )
        .values(number=Attempt.number)
        .execution_options(synchronize_session=False)
    )
    result = work.session.execute(claim)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _save(work: Work, rows: Sequence[Row[tuple[object, ...]]], form: Mapping[int, Sequence[str]]) -> None:
    types = list_types(work.hooks)
    for row in rows:
        answer: Answer = row.Answer
        if answer.position in form:
            question = rules.from_json(row.body, types)
            response = rules.read_response(question, drawn_of(answer), form[answer.position])
            answer.response = {"value": response}
            answer.saved_at = work.clock()
    work.session.flush()


def _grade(work: Work, rows: Sequence[Row[tuple[object, ...]]]) -> list[Fraction]:
    types = list_types(work.hooks)
    earned = []
    for row in rows:
        credit = rules.grade(rules.from_json(row.body, types), response_of(row.Answer))
        row.Answer.credit = str(credit)
        earned.append(credit)
    return earned
