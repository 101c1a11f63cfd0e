"""Whom a repair would affect, before anything of it is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from lms import accounts, catalog
from lms.core.parts import ModuleOutline
from lms.core.work import NotFoundError, Work
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, BankQuestion, QuestionRepair
from lms.quizzes.reader import read_bank
from lms.quizzes.rules import Pool, Question
from lms.quizzes.rules.repair import ChangedLine, Rekeyed, RepairKind, list_changes, rekey
from lms.quizzes.service.asked import read_rekeyed
from lms.quizzes.service.repair.sheets import (
    InForce,
    Sheet,
    list_in_force,
    list_sheets,
    load_versions,
    read_in_force,
    read_question,
)
from lms.quizzes.service.repair.values import (
    LINES_MAXIMUM,
    Plan,
    Preview,
    RaisedLine,
    Refusal,
    RepairRefusedError,
    RepairRequest,
)
from lms.quizzes.service.types import list_types

BLOCK = "question"
"""What findings call the text that was edited."""

_ASKED = (
    select(Attempt.id, Attempt.submitted_at, Answer.version)
    .join(Answer, Answer.attempt_id == Attempt.id)
    .where(
        Attempt.module_id == bindparam("module_id"),
        Answer.question_id == bindparam("question_id"),
        Answer.version.in_(bindparam("versions", expanding=True)),
    )
    .order_by(Attempt.id)
)
_PASSED = select(Attempt.person_id).where(Attempt.module_id == bindparam("module_id"), Attempt.passed.is_(True))
_BANK = select(BankQuestion.version).where(
    BankQuestion.module_revision_id == bindparam("module_revision_id"), BankQuestion.pool == Pool.GRADED.value
)


def preview_repair(work: Work, request: RepairRequest) -> Preview:
    """The numbers of a repair; raises RepairRefusedError, NotFoundError. Nothing is written."""
    return plan_repair(work, request).preview


def plan_repair(work: Work, request: RepairRequest) -> Plan:
    """What to do, and what comes of it."""
    _, module = catalog.get_module(work, request.module_id)
    stored = _get_versions(work, request)
    repairs = list_in_force(work, request.module_id)
    if any(repair.finished_at is None for repair in repairs):
        raise RepairRefusedError(Refusal.RUNNING)
    replaced = tuple(repair for repair in repairs if repair.version in request.versions)
    in_force = read_in_force(work, [repair for repair in repairs if repair not in replaced])
    corrected, changes = None, tuple[ChangedLine, ...]()
    if request.kind is RepairKind.VOID:
        if any(repair.kind == RepairKind.VOID for repair in replaced):
            raise RepairRefusedError(Refusal.UNCHANGED)
        in_force = InForce(in_force.voided | set(request.versions), in_force.rekeyed)
        _require_question_left(work, module, in_force)
    else:
        asked = read_question(stored[request.versions[0]], list_types(work.hooks))
        rekeyed = _read_corrected(work, request, asked, replaced)
        corrected, changes = rekeyed.question, list_changes(asked, rekeyed.question)
        in_force = InForce(in_force.voided, {**in_force.rekeyed, request.versions[0]: rekeyed})
    attempts = _list_attempts(work, request)
    submitted = [row for row in attempts if row.submitted_at is not None]
    sheets = list(list_sheets(work, [row.id for row in submitted], in_force))
    preview = _preview(work, request.module_id, sheets)
    return Plan(
        corrected,
        replaced,
        Counter(row.version for row in submitted),
        replace(
            preview,
            open_count=len(attempts) - len(submitted),
            replaces=tuple(repair.kind for repair in replaced),
            changes=changes,
            fingerprint=_fingerprint(request, corrected, repairs, sheets),
        ),
    )


def _get_versions(work: Work, request: RepairRequest) -> dict[str, BankQuestion]:
    stored = load_versions(work, request.versions)
    wanted = (request.question_id, Pool.GRADED.value)
    if not request.versions or any(
        version not in stored or (stored[version].question_id, stored[version].pool) != wanted
        for version in request.versions
    ):
        raise NotFoundError(f"There is no such graded version of {request.question_id}.")
    return stored


def _list_attempts(work: Work, request: RepairRequest) -> Sequence[Any]:
    values = {"module_id": request.module_id, "question_id": request.question_id}
    return work.session.execute(_ASKED, {**values, "versions": sorted(request.versions)}).all()


def _read_corrected(
    work: Work, request: RepairRequest, asked: Question, replaced: Sequence[QuestionRepair]
) -> Rekeyed:
    types = list_types(work.hooks)
    bank = read_bank(request.block, path=BLOCK, types=types)
    if len(bank.questions) != 1 or any(finding.is_error for finding in bank.findings):
        raise RepairRefusedError(Refusal.UNREADABLE, findings=bank.findings)
    corrected = bank.questions[0]
    rekeyed = rekey(asked, corrected)
    if not isinstance(rekeyed, Rekeyed):
        raise RepairRefusedError(Refusal.DIFFERENT, differences=rekeyed)
    present = [read_rekeyed(asked, repair, types).question for repair in replaced if repair.body] or [asked]
    if corrected in present and not any(repair.kind == RepairKind.VOID for repair in replaced):
        raise RepairRefusedError(Refusal.UNCHANGED)
    return rekeyed


def _require_question_left(work: Work, module: ModuleOutline, in_force: InForce) -> None:
    versions = set(work.session.scalars(_BANK, {"module_revision_id": module.revision_id}))
    if versions and versions <= in_force.voided:
        raise RepairRefusedError(Refusal.LAST_QUESTION)


def _preview(work: Work, module_id: str, sheets: Sequence[Sheet]) -> Preview:
    """What is told of submitted attempts."""
    raised = [sheet for sheet in sheets if sheet.is_raised]
    new = [sheet for sheet in raised if sheet.is_new_pass]
    had_passed = set(work.session.scalars(_PASSED, {"module_id": module_id})) if new else set()
    shown = sorted(raised, key=lambda sheet: (not sheet.is_new_pass, sheet.attempt_id))[:LINES_MAXIMUM]
    people = accounts.list_people(work, [sheet.person_id for sheet in shown])
    return Preview(
        asked_count=len(sheets),
        raised_count=len(raised),
        new_pass_count=len(new),
        new_people_count=len({sheet.person_id for sheet in new} - had_passed),
        hollow_count=sum(sheet.is_hollow for sheet in sheets),
        lines=tuple(
            RaisedLine(
                full_name=people[sheet.person_id].full_name,
                login_name=people[sheet.person_id].login_name,
                number=sheet.number,
                score_before=str(sheet.before.score_percent),
                score_after=str(sheet.after.score_percent),
                passed_before=sheet.before.passed,
                passed_after=sheet.after.passed,
            )
            for sheet in shown
        ),
    )


def _fingerprint(
    request: RepairRequest,
    corrected: Question | None,
    repairs: Sequence[QuestionRepair],
    sheets: Sequence[Sheet],
) -> str:
    """A hash of everything that a preview shows, and of what it was reckoned from."""
    facts: list[object] = [
        request.kind,
        sorted(request.versions),
        rules.to_json(corrected) if corrected else None,
        sorted(repair.id for repair in repairs),
        [[sheet.attempt_id, str(sheet.before), str(sheet.after)] for sheet in sheets],
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
