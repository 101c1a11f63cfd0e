"""A question as an instructor finds it who wants to repair it, and what was repaired of it so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from lms import accounts, catalog
from lms.core.parts import CourseOutline, ModuleOutline
from lms.core.work import NotFoundError, Work
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, BankQuestion, QuestionRepair, Regrade
from lms.quizzes.rules import Pool, Question
from lms.quizzes.rules.repair import ChangedLine, list_changes
from lms.quizzes.service.asked import Types, read_rekeyed
from lms.quizzes.service.pages import QuestionView, view_question
from lms.quizzes.service.repair.sheets import load_versions, read_question
from lms.quizzes.service.repair.values import LINES_MAXIMUM, RaisedLine
from lms.quizzes.service.types import list_types

_CURRENT = select(BankQuestion.version, BankQuestion.pool).where(
    BankQuestion.module_revision_id == bindparam("module_revision_id"),
    BankQuestion.question_id == bindparam("question_id"),
)
_ASKED = (
    select(
        Answer.version,
        func.count(Attempt.submitted_at).label("submitted"),
        func.count().label("all"),
        func.max(Attempt.module_revision_id).label("revision_id"),
    )
    .join(Attempt, Attempt.id == Answer.attempt_id)
    .where(Attempt.module_id == bindparam("module_id"), Answer.question_id == bindparam("question_id"))
    .group_by(Answer.version)
    .order_by(func.max(Attempt.module_revision_id).desc())
)
_REPAIRS = (
    select(QuestionRepair)
    .where(
        QuestionRepair.module_id == bindparam("module_id"), QuestionRepair.question_id == bindparam("question_id")
    )
    .order_by(QuestionRepair.id.desc())
)
_RAISED = (
    select(Regrade, Attempt.person_id, Attempt.number)
    .join(Attempt, Attempt.id == Regrade.attempt_id)
    .where(Regrade.repair_id == bindparam("repair_id"))
    .order_by((Regrade.passed_after == Regrade.passed_before), Regrade.attempt_id)
    .limit(LINES_MAXIMUM)
)
_COUNTS = (
    select(
        Regrade.repair_id,
        func.count().label("raised"),
        func.count().filter(Regrade.passed_after != Regrade.passed_before).label("new_passes"),
    )
    .where(Regrade.repair_id.in_(bindparam("ids", expanding=True)))
    .group_by(Regrade.repair_id)
)


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a question; `block` is its text with the key that holds now."""

    version: str
    is_current: bool
    submitted_count: int
    open_count: int
    question: QuestionView
    block: str
    repair_kind: str
    """Of the repair in force; empty where there is none."""


@dataclass(frozen=True, slots=True)
class RepairLine:
    """A repair in the history of a question."""

    repair_id: int
    kind: str
    version: str
    reason: str
    made_by: str
    made_at: datetime
    changes: tuple[ChangedLine, ...]
    asked_count: int
    regraded_count: int
    raised_count: int
    new_pass_count: int
    raised: tuple[RaisedLine, ...]
    """At most LINES_MAXIMUM of them."""
    is_running: bool
    ended_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class RepairPage:
    """The published version stands first, then those that only attempts know."""

    course: CourseOutline
    module: ModuleOutline
    question_id: str
    is_practice: bool
    versions: tuple[VersionView, ...]
    history: tuple[RepairLine, ...]

    @property
    def is_running(self) -> bool:
        return any(line.is_running for line in self.history)

    def get_version(self, version: str) -> VersionView:
        """A version, or the first where none is named; raises NotFoundError."""
        found = next((view for view in self.versions if version in {"", view.version}), None)
        if found is None:
            raise NotFoundError(f"There is no version {version} of {self.question_id}.")
        return found


def view_repair(work: Work, module_id: str, question_id: str, language: str) -> RepairPage:
    """A question and its repairs; raises NotFoundError for one that is not published and that nobody was asked."""
    course, module = catalog.get_module(work, module_id)
    values = {"module_id": module_id, "question_id": question_id}
    current = work.session.execute(_CURRENT, {**values, "module_revision_id": module.revision_id}).one_or_none()
    asked = {row.version: row for row in work.session.execute(_ASKED, values)}
    versions = list(dict.fromkeys([*([current.version] if current else []), *asked]))
    if not versions:
        raise NotFoundError(f"The module {module_id} has no question {question_id}.")
    repairs = list(work.session.scalars(_REPAIRS, values))
    types = list_types(work.hooks)
    stored = load_versions(work, [*versions, *(repair.version for repair in repairs)])
    questions = {version: read_question(row, types) for version, row in stored.items()}
    in_force = {repair.version: repair for repair in repairs if repair.ended_at is None}
    return RepairPage(
        course=course,
        module=module,
        question_id=question_id,
        is_practice=current is not None and current.pool == Pool.PRACTICE,
        versions=tuple(
            VersionView(
                version=version,
                is_current=current is not None and version == current.version,
                submitted_count=asked[version].submitted if version in asked else 0,
                open_count=asked[version].all - asked[version].submitted if version in asked else 0,
                question=_view(questions[version], stored[version], language),
                block=rules.write_question(_present(questions[version], in_force.get(version), types)),
                repair_kind=in_force[version].kind if version in in_force else "",
            )
            for version in versions
        ),
        history=_history(work, repairs, questions, types),
    )


def _view(question: Question, stored: BankQuestion, language: str) -> QuestionView:
    drawn = rules.arrange(question, question.id)
    return view_question(question, drawn, None, stored.rendered[language], language)


def _present(question: Question, repair: QuestionRepair | None, types: Types) -> Question:
    """The question with the key that holds now."""
    return read_rekeyed(question, repair, types).question if repair and repair.body else question


def _history(
    work: Work, repairs: Sequence[QuestionRepair], questions: Mapping[str, Question], types: Types
) -> tuple[RepairLine, ...]:
    counts = {row.repair_id: row for row in work.session.execute(_COUNTS, {"ids": [r.id for r in repairs]})}
    raised = {repair.id: work.session.execute(_RAISED, {"repair_id": repair.id}).all() for repair in repairs}
    ids = [row.person_id for rows in raised.values() for row in rows]
    ids += [person_id for repair in repairs for person_id in (repair.made_by, repair.ended_by) if person_id]
    people = accounts.list_people(work, ids)

    def name(person_id: int | None) -> str:
        return people[person_id].full_name if person_id in people else ""

    return tuple(
        RepairLine(
            repair_id=repair.id,
            kind=repair.kind,
            version=repair.version,
            reason=repair.reason,
            made_by=name(repair.made_by),
            made_at=repair.made_at,
            changes=list_changes(questions[repair.version], rules.from_json(repair.body, types))
            if repair.body
            else (),
            asked_count=repair.asked_count,
            regraded_count=repair.regraded_count,
            raised_count=counts[repair.id].raised if repair.id in counts else 0,
            new_pass_count=counts[repair.id].new_passes if repair.id in counts else 0,
            raised=tuple(_raised_line(row, people[row.person_id]) for row in raised[repair.id]),
            is_running=repair.finished_at is None and repair.ended_at is None,
            ended_by=name(repair.ended_by),
            ended_at=repair.ended_at,
        )
        for repair in repairs
    )


def _raised_line(row: Any, person: accounts.PersonFacts) -> RaisedLine:
    return RaisedLine(
        full_name=person.full_name,
        login_name=person.login_name,
        number=row.number,
        score_before=row.Regrade.score_before,
        score_after=row.Regrade.score_after,
        passed_before=row.Regrade.passed_before,
        passed_after=row.Regrade.passed_after,
    )
