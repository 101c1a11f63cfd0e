"""The questions of an attempt as they were asked, with what was repaired of them since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select

from lms.core.work import NotFoundError, Work
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, BankQuestion, QuestionRepair, Regrade
from lms.quizzes.rules import Drawn, Question, QuestionType
from lms.quizzes.rules.repair import Mark, Rekeyed, RepairKind, rekey

Types = Mapping[str, QuestionType]

_ATTEMPT = (
    select(Attempt, Answer, BankQuestion.body, BankQuestion.rendered, QuestionRepair, Regrade)
    .join(Answer, Answer.attempt_id == Attempt.id)
    .join(
        BankQuestion,
        (BankQuestion.module_revision_id == Attempt.module_revision_id)
        & (BankQuestion.question_id == Answer.question_id),
    )
    .outerjoin(
        QuestionRepair,
        (QuestionRepair.question_id == Answer.question_id)
        & (QuestionRepair.version == Answer.version)
        & (QuestionRepair.module_id == Attempt.module_id),
    )
    .outerjoin(Regrade, (Regrade.repair_id == QuestionRepair.id) & (Regrade.attempt_id == Attempt.id))
    .where(Attempt.id == bindparam("attempt_id"), Attempt.person_id == bindparam("person_id"))
    .order_by(Answer.position, QuestionRepair.id)
)


@dataclass(frozen=True, slots=True)
class Graded:
    """A question with the key by which it is graded now, and the answer to it."""

    question: Question
    drawn: Drawn
    response: object
    rendered: Mapping[str, Mapping[str, str]]
    """Markdown source → HTML, by language."""


@dataclass(frozen=True, slots=True)
class RepairNote:
    """A repair of a question as the owner of an attempt is told of it; scores are empty where none was raised."""

    number: int
    """Of the question in the attempt, from 1."""
    kind: str
    reason: str
    made_at: datetime
    ended_at: datetime | None
    score_before: str = ""
    score_after: str = ""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question of an attempt with its answer; `repairs` in their order, with what they raised in it."""

    attempt: Attempt
    answer: Answer
    body: Mapping[str, Any]
    rendered: Mapping[str, Mapping[str, str]]
    repairs: tuple[tuple[QuestionRepair, Regrade | None], ...] = ()

    @property
    def repair(self) -> QuestionRepair | None:
        """The repair in force."""
        return next((repair for repair, _ in self.repairs if repair.ended_at is None), None)

    @property
    def is_void(self) -> bool:
        return self.repair is not None and self.repair.kind == RepairKind.VOID

    def read(self, types: Types) -> Question:
        """The question as it was asked."""
        return rules.from_json(self.body, types)

    def mark(self, types: Types) -> Mark:
        """What the answer is worth now."""
        graded = self.grading(types)
        return Mark(rules.grade(graded.question, graded.response), counts=not self.is_void)

    def grading(self, types: Types) -> Graded:
        """The question and its answer as they are graded now."""
        asked, drawn, response = self.read(types), drawn_of(self.answer), response_of(self.answer)
        if self.repair is None or self.repair.body is None:
            return Graded(asked, drawn, response, self.rendered)
        rekeyed = read_rekeyed(asked, self.repair, types)
        return Graded(
            rekeyed.question,
            rekeyed.carry_drawn(drawn),
            rekeyed.carry_response(response),
            self.repair.rendered or self.rendered,
        )


def load_attempt(work: Work, attempt_id: int) -> list[AskedQuestion]:
    """The questions of an attempt of the actor's in their order; raises NotFoundError. One statement."""
    values = {"attempt_id": attempt_id, "person_id": work.actor.get_person_id()}
    rows = work.session.execute(_ATTEMPT, values, execution_options={"populate_existing": True})
    asked = []
    for _, group in groupby(rows, key=lambda row: row.Answer):
        of_question = list(group)
        first = of_question[0]
        repairs = tuple((row.QuestionRepair, row.Regrade) for row in of_question if row.QuestionRepair)
        asked.append(AskedQuestion(first.Attempt, first.Answer, first.body, first.rendered, repairs))
    if not asked:
        raise NotFoundError(f"There is no attempt {attempt_id} of yours.")
    return asked


def read_rekeyed(asked: Question, repair: QuestionRepair, types: Types) -> Rekeyed:
    """The question with the key that a repair corrected."""
    assert repair.body is not None, f"Repair {repair.id} corrected no key."
    corrected = rules.from_json(repair.body, types)
    found = rekey(asked, corrected)
    # Compared before it was made; a type that shows its answers otherwise since then has not moved them.
    return found if isinstance(found, Rekeyed) else Rekeyed(corrected)


def list_notes(asked: Sequence[AskedQuestion]) -> tuple[RepairNote, ...]:
    """The repairs that the owner of a submitted attempt is told of: those it was graded by, then or since."""
    notes = [
        RepairNote(
            number=question.answer.position + 1,
            kind=repair.kind,
            reason=repair.reason,
            made_at=repair.made_at,
            ended_at=repair.ended_at,
            score_before=regrade.score_before if regrade else "",
            score_after=regrade.score_after if regrade else "",
        )
        for question in asked
        for repair, regrade in question.repairs
        if regrade or repair.ended_at is None or _was_in_force(repair, question.attempt.submitted_at)
    ]
    return tuple(sorted(notes, key=lambda note: note.made_at))


def _was_in_force(repair: QuestionRepair, moment: datetime | None) -> bool:
    return (
        moment is not None and repair.made_at <= moment and (repair.ended_at is None or moment < repair.ended_at)
    )


def drawn_of(answer: Answer) -> Drawn:
    return Drawn(answer.question_id, answer.version, tuple(answer.shown_order))


def response_of(answer: Answer) -> object:
    return response_value(answer.response)


def response_value(stored: Mapping[str, Any] | None) -> object:
    return stored["value"] if stored else None
