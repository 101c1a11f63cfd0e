"""Attempts: begun, saved and submitted on the server, each counted once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import CursorResult

from lms.core.database import insert_new
from lms.core.parts import ModuleOutline, QuizResult
from lms.core.work import Actor, Work
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, BankQuestion, QuestionRepair
from lms.quizzes.rules import Pool, repair, timing
from lms.quizzes.service.asked import AskedQuestion, drawn_of, load_attempt, response_of
from lms.quizzes.service.overview import ATTEMPTS, NoAttemptLeftError, TooEarlyError, view_overview
from lms.quizzes.service.pages import result_of
from lms.quizzes.service.types import list_types

Form = Mapping[int, Sequence[str]]
"""What a browser sent, by the position of the question."""

_GRADED = (
    select(BankQuestion.body, QuestionRepair.id.label("void_id"))
    .outerjoin(
        QuestionRepair,
        (QuestionRepair.question_id == BankQuestion.question_id)
        & (QuestionRepair.version == BankQuestion.version)
        & (QuestionRepair.module_id == bindparam("module_id"))
        & (QuestionRepair.kind == repair.RepairKind.VOID.value)
        & QuestionRepair.ended_at.is_(None),
    )
    .where(
        BankQuestion.module_revision_id == bindparam("module_revision_id"),
        BankQuestion.pool == Pool.GRADED.value,
    )
)
_OVERDUE = select(Attempt.id, Attempt.person_id).where(
    Attempt.submitted_at.is_(None), Attempt.deadline_at <= bindparam("now")
)


class SaveState(StrEnum):
    """What became of answers that were sent."""

    SAVED = "saved"
    SUBMITTED = "submitted"
    """The attempt had been submitted, and stays as it is."""
    OVER = "over"
    """The time had run out: what was saved before is what counts."""


def start(work: Work, module_id: str) -> int:
    """Begin an attempt, or go on with the open one.

    Raises NoAttemptLeftError, TooEarlyError, NoQuizError, NotFoundError.
    """
    overview = view_overview(work, module_id)
    if overview.open_attempt_id is not None and overview.is_time_over:
        submit(work, overview.open_attempt_id, {})
        overview = view_overview(work, module_id)
    if overview.open_attempt_id is not None:
        return overview.open_attempt_id
    if overview.attempts_left == 0:
        raise NoAttemptLeftError(f"All {overview.module.attempts} attempts have been used.")
    if not overview.may_start:
        raise TooEarlyError(f"The next attempt may begin at {overview.next_start_at}.")
    person_id, now, policy = work.actor.get_person_id(), work.clock(), overview.module.quiz
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
        started_at=now,
        time_limit_minutes=policy.time_limit_minutes,
        deadline_at=timing.deadline(policy, overview.extension, now),
    )
    attempt = work.session.scalars(ATTEMPTS, {"person_id": person_id, "module_id": module_id}).all()[-1]
    if is_mine:
        _draw_questions(work, attempt, overview.module)
    return attempt.id


def _draw_questions(work: Work, attempt: Attempt, module: ModuleOutline) -> None:
    types = list_types(work.hooks)
    values = {"module_id": attempt.module_id, "module_revision_id": attempt.module_revision_id}
    rows = work.session.execute(_GRADED, values).all()
    # Where every question was voided, they are asked all the same, and count as if none was.
    counting = [row for row in rows if row.void_id is None] or rows
    questions = [rules.from_json(row.body, types) for row in counting]
    drawn = rules.draw(questions, module.draws, secrets.randbits(64), module.quiz.draw)
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


def save(work: Work, attempt_id: int, form: Form) -> SaveState:
    """Keep what the form says of the open attempt; questions that it leaves out stay as they are."""
    is_open = _lock_open(work, attempt_id)
    asked = load_attempt(work, attempt_id)
    if not is_open:
        return SaveState.SUBMITTED
    if timing.is_over(asked[0].attempt.deadline_at, work.clock()):
        return SaveState.OVER
    _take(work, asked, form)
    work.session.flush()
    return SaveState.SAVED


def submit(work: Work, attempt_id: int, form: Form, *, even_if_unanswered: bool = True) -> QuizResult | None:
    """Save, grade and close the attempt; of several at once the first counts and all get its result.

    None where a question is unanswered that must not be: the answers are saved, and the attempt stays open.
    After the deadline the form is not looked at: what was saved by then is submitted.
    """
    is_open = _lock_open(work, attempt_id)
    asked = load_attempt(work, attempt_id)
    attempt = asked[0].attempt
    if is_open:
        now = work.clock()
        if not timing.is_over(attempt.deadline_at, now):
            _take(work, asked, form)
            if not (even_if_unanswered or all(_is_done(question) for question in asked)):
                work.session.flush()
                return None
        score = repair.score_percent(_grade(work, asked))
        attempt.score_percent = str(score)
        attempt.passed = rules.passed(score, attempt.pass_mark_percent)
        attempt.submitted_at = timing.submission_time(attempt.deadline_at, now)
        work.session.flush()
    result = result_of(attempt)
    if is_open:
        work.hooks.quiz_submitted(work=work, result=result)
    return result


def list_overdue(work: Work) -> list[tuple[int, Actor]]:
    """The open attempts whose time has run out, each with the person it belongs to."""
    overdue = work.session.execute(_OVERDUE, {"now": work.clock()})
    return [(row.id, Actor(person_id=row.person_id)) for row in overdue]


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


def _take(work: Work, asked: Sequence[AskedQuestion], form: Form) -> None:
    types = list_types(work.hooks)
    for question in asked:
        answer = question.answer
        if answer.position in form:
            value = rules.read_response(question.read(types), drawn_of(answer), form[answer.position])
            response = {"value": value}
            if answer.response != response:
                answer.response = response
                answer.saved_at = work.clock()


def _is_done(asked: AskedQuestion) -> bool:
    """Nobody is asked for an answer that does not count."""
    return asked.is_void or rules.is_answered(response_of(asked.answer))


def _grade(work: Work, asked: Sequence[AskedQuestion]) -> list[repair.Mark]:
    types = list_types(work.hooks)
    marks = []
    for question in asked:
        mark = question.mark(types)
        question.answer.credit = str(mark.credit)
        marks.append(mark)
    return marks
