"""Regrading in batches, each in a transaction of its own, until a repair is carried out."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from lms.core.work import Actor, Work
from lms.quizzes.models import Answer, Attempt, QuestionRepair, Regrade
from lms.quizzes.service.pages import result_of
from lms.quizzes.service.repair.sheets import Sheet, list_in_force, list_sheets, read_in_force

BATCH_ATTEMPTS = 200

_UNFINISHED = (
    select(QuestionRepair.id, QuestionRepair.made_by)
    .where(QuestionRepair.finished_at.is_(None), QuestionRepair.ended_at.is_(None))
    .order_by(QuestionRepair.id)
)
_REPAIR = select(QuestionRepair).where(QuestionRepair.id == bindparam("repair_id")).with_for_update()
# Open ones too: whoever is just submitting one, and has not seen the repair, is waited for.
_NEXT = (
    select(Attempt)
    .join(Answer, Answer.attempt_id == Attempt.id)
    .where(
        Attempt.module_id == bindparam("module_id"),
        Attempt.id > bindparam("regraded_to"),
        Answer.question_id == bindparam("question_id"),
        Answer.version == bindparam("version"),
    )
    .order_by(Attempt.id)
    .limit(bindparam("attempts"))
    .with_for_update(of=Attempt)
)
_FRESH = {"populate_existing": True}


def list_unfinished(work: Work) -> list[tuple[int, Actor]]:
    """The repairs that are not carried out yet, each with the instructor who confirmed it."""
    return [(row.id, Actor(person_id=row.made_by)) for row in work.session.execute(_UNFINISHED)]


def regrade_batch(work: Work, repair_id: int, attempts: int = BATCH_ATTEMPTS) -> bool:
    """Regrade the next attempts of a repair; False once it is carried out. To be committed after each call.

    Several may call it at once: each waits for the one before, and goes on where it stopped.
    """
    repair = work.session.scalar(_REPAIR, {"repair_id": repair_id}, execution_options=_FRESH)
    if repair is None or repair.finished_at is not None or repair.ended_at is not None:
        return False
    place = {
        "module_id": repair.module_id,
        "question_id": repair.question_id,
        "version": repair.version,
        "regraded_to": repair.regraded_to,
        "attempts": attempts,
    }
    held = {attempt.id: attempt for attempt in work.session.scalars(_NEXT, place, execution_options=_FRESH)}
    in_force = read_in_force(work, list_in_force(work, repair.module_id))
    # By person, as whoever else holds the rows of several persons does.
    sheets = sorted(
        list_sheets(work, sorted(held), in_force), key=lambda sheet: (sheet.person_id, sheet.attempt_id)
    )
    raised = [held[sheet.attempt_id] for sheet in sheets if sheet.is_raised]
    for sheet in sheets:
        if sheet.is_raised:
            _raise(work, repair, held[sheet.attempt_id], sheet)
    work.session.flush()
    for attempt in raised:
        result = result_of(attempt)
        assert result is not None, f"Attempt {attempt.id} was regraded before it was submitted."
        work.hooks.quiz_regraded(work=work, result=result)
    repair.regraded_count += len(sheets)
    repair.regraded_to = max(held, default=repair.regraded_to)
    if len(held) < attempts:
        repair.finished_at = work.clock()
    work.session.flush()
    return repair.finished_at is None


def _raise(work: Work, repair: QuestionRepair, attempt: Attempt, sheet: Sheet) -> None:
    score = str(sheet.after.score_percent)
    work.session.add(
        Regrade(
            repair_id=repair.id,
            attempt_id=attempt.id,
            score_before=attempt.score_percent or "0.0",
            score_after=score,
            passed_before=sheet.before.passed,
            passed_after=sheet.after.passed,
            regraded_at=work.clock(),
        )
    )
    attempt.score_percent, attempt.passed = score, sheet.after.passed
