"""Repairs begun and ended; what they do to attempts is done in batches."""

from __future__ import annotations

from sqlalchemy import bindparam, exists, select

from lms.core.database import insert_new
from lms.core.work import NotFoundError, Work
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, QuestionRepair
from lms.quizzes.service.banks import render_texts
from lms.quizzes.service.repair.preview import plan_repair
from lms.quizzes.service.repair.sheets import list_in_force
from lms.quizzes.service.repair.values import Plan, Preview, Refusal, RepairRefusedError, RepairRequest

# Open ones too: whoever is just submitting one is waited for, and whoever comes later finds the repair.
_LOCK = (
    select(Attempt.id)
    .where(
        Attempt.module_id == bindparam("module_id"),
        exists().where(
            Answer.attempt_id == Attempt.id,
            Answer.question_id == bindparam("question_id"),
            Answer.version.in_(bindparam("versions", expanding=True)),
        ),
    )
    .order_by(Attempt.id)
    .with_for_update()
)


def make_repair(work: Work, request: RepairRequest, fingerprint: str) -> Preview | list[int]:
    """Put the repair in force, one row for each version, if it still does what was previewed; returns their ids.

    Otherwise nothing is written, and what it would do now is returned. Regrading begins after the commit, by
    `regrade_batch`. Raises RepairRefusedError, NotFoundError.
    """
    values = {"module_id": request.module_id, "question_id": request.question_id}
    work.session.execute(_LOCK, {**values, "versions": list(request.versions)}).all()
    plan = plan_repair(work, request)
    if plan.preview.fingerprint != fingerprint:
        return plan.preview
    _end(work, *plan.replaced)
    for version in request.versions:
        _insert(work, request, version, plan)
    made = list_in_force(work, request.module_id)
    return [repair.id for repair in made if repair.version in request.versions]


def _insert(work: Work, request: RepairRequest, version: str, plan: Plan) -> None:
    is_first = insert_new(
        work.session,
        QuestionRepair,
        module_id=request.module_id,
        question_id=request.question_id,
        version=version,
        kind=request.kind.value,
        body=rules.to_json(plan.corrected) if plan.corrected else None,
        rendered=render_texts(plan.corrected) if plan.corrected else None,
        reason=request.reason,
        made_by=work.actor.person_id,
        made_at=work.clock(),
        asked_count=plan.asked_counts.get(version, 0),
        regraded_count=0,
        regraded_to=0,
    )
    if not is_first:
        raise RepairRefusedError(Refusal.UNCHANGED)


def end_repair(work: Work, repair_id: int) -> QuestionRepair:
    """Grade by it no longer; the scores it raised stay. Twice changes nothing; raises NotFoundError."""
    repair = work.session.get(QuestionRepair, repair_id, with_for_update=True)
    if repair is None:
        raise NotFoundError(f"There is no repair {repair_id}.")
    if repair.ended_at is None:
        _end(work, repair)
    return repair


def _end(work: Work, *repairs: QuestionRepair) -> None:
    for repair in repairs:
        repair.ended_at, repair.ended_by = work.clock(), work.actor.person_id
    work.session.flush()
