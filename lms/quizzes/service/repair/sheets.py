"""What submitted attempts come to under the repairs that are in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from lms.core.work import Work
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, BankQuestion, QuestionRepair
from lms.quizzes.rules import Question
from lms.quizzes.rules.repair import Mark, Outcome, Rekeyed, RepairKind, regrade
from lms.quizzes.service.asked import Types, read_rekeyed, response_value
from lms.quizzes.service.types import list_types

CHUNK = 500

_SHEETS = (
    select(
        Attempt.id,
        Attempt.person_id,
        Attempt.number,
        Attempt.pass_mark_percent,
        Attempt.score_percent,
        Attempt.passed,
        Answer.version,
        Answer.credit,
        Answer.response,
    )
    .join(Answer, Answer.attempt_id == Attempt.id)
    .where(Attempt.id.in_(bindparam("ids", expanding=True)), Attempt.submitted_at.is_not(None))
    .order_by(Attempt.id, Answer.position)
)
_IN_FORCE = select(QuestionRepair).where(
    QuestionRepair.module_id == bindparam("module_id"), QuestionRepair.ended_at.is_(None)
)
# A version stands in every revision since it was written; its newest row has the newest rendering.
_newest = (
    select(func.max(BankQuestion.module_revision_id).label("revision_id"), BankQuestion.question_id)
    .where(BankQuestion.version.in_(bindparam("versions", expanding=True)))
    .group_by(BankQuestion.question_id, BankQuestion.version)
    .subquery()
)
_VERSIONS = select(BankQuestion).join(
    _newest,
    (BankQuestion.module_revision_id == _newest.c.revision_id)
    & (BankQuestion.question_id == _newest.c.question_id),
)


@dataclass(frozen=True, slots=True)
class InForce:
    """What the repairs of a module make of its questions, by their version."""

    voided: frozenset[str] = frozenset()
    rekeyed: Mapping[str, Rekeyed] = field(default_factory=dict)

    def mark(self, version: str, credit: str | None, response: Mapping[str, Any] | None) -> Mark:
        """What a graded answer is worth: what it earned then, unless its key was corrected."""
        if version in self.rekeyed:
            return Mark(self.rekeyed[version].grade(response_value(response)))
        return Mark(Fraction(credit or 0), counts=version not in self.voided)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A submitted attempt before and after a regrading."""

    attempt_id: int
    person_id: int
    number: int
    before: Outcome
    after: Outcome
    is_hollow: bool
    """Every question of it was voided, so that they count as they did."""

    @property
    def is_raised(self) -> bool:
        return self.after != self.before

    @property
    def is_new_pass(self) -> bool:
        return self.after.passed and not self.before.passed


def list_in_force(work: Work, module_id: str) -> list[QuestionRepair]:
    """The repairs by which a module's questions are graded now."""
    fresh = {"populate_existing": True}
    return list(work.session.scalars(_IN_FORCE, {"module_id": module_id}, execution_options=fresh))


def read_in_force(work: Work, repairs: Iterable[QuestionRepair]) -> InForce:
    """What repairs make of their questions."""
    repairs = list(repairs)
    types = list_types(work.hooks)
    rekeys = [repair for repair in repairs if repair.kind == RepairKind.REKEY]
    asked = load_versions(work, [repair.version for repair in rekeys])
    return InForce(
        voided=frozenset(repair.version for repair in repairs if repair.kind == RepairKind.VOID),
        rekeyed={
            repair.version: read_rekeyed(read_question(asked[repair.version], types), repair, types)
            for repair in rekeys
        },
    )


def load_versions(work: Work, versions: Sequence[str]) -> dict[str, BankQuestion]:
    """Questions by their version."""
    if not versions:
        return {}
    return {row.version: row for row in work.session.scalars(_VERSIONS, {"versions": sorted(set(versions))})}


def read_question(stored: BankQuestion, types: Types) -> Question:
    return rules.from_json(stored.body, types)


def list_sheets(work: Work, attempt_ids: Sequence[int], in_force: InForce) -> Iterator[Sheet]:
    """The submitted ones among these attempts, each before and after; a statement for each chunk of them."""
    for start in range(0, len(attempt_ids), CHUNK):
        rows = work.session.execute(_SHEETS, {"ids": attempt_ids[start : start + CHUNK]})
        for _, answers in groupby(rows, key=lambda row: row.id):
            yield _sheet(list(answers), in_force)


def _sheet(answers: Sequence[Row[Any]], in_force: InForce) -> Sheet:
    first = answers[0]
    marks = [in_force.mark(row.version, row.credit, row.response) for row in answers]
    before = Outcome(Decimal(first.score_percent or "0.0"), bool(first.passed))
    return Sheet(
        attempt_id=first.id,
        person_id=first.person_id,
        number=first.number,
        before=before,
        after=regrade(before, first.pass_mark_percent, marks),
        is_hollow=not any(mark.counts for mark in marks),
    )
