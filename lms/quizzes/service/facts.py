"""What rooms above may know of a question: what its reader sees of it, and nothing of its key."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from lms import catalog
from lms.core.work import NotFoundError, Work
from lms.quizzes import rules
from lms.quizzes.models import BankQuestion
from lms.quizzes.rules import Pool
from lms.quizzes.service.asked import load_attempt
from lms.quizzes.service.pages import QuestionView, view_question
from lms.quizzes.service.types import list_types

GAP = "____"

_PRACTICE = select(BankQuestion).where(
    BankQuestion.module_revision_id == bindparam("module_revision_id"),
    BankQuestion.question_id == bindparam("question_id"),
    BankQuestion.pool == Pool.PRACTICE.value,
)


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question as its reader finds it; `text` is HTML."""

    course_id: str
    module_id: str
    module_revision_id: int
    question_id: str
    version: str
    section: str
    text: str


def get_practice_question(work: Work, module_id: str, question_id: str, language: str) -> QuestionFacts:
    """A practice question that is published now; raises NotFoundError for any other."""
    course, module = catalog.get_module(work, module_id)
    values = {"module_revision_id": module.revision_id, "question_id": question_id}
    row = work.session.scalar(_PRACTICE, values)
    if row is None:
        raise NotFoundError(f"The module {module_id} has no practice question {question_id}.")
    question = rules.from_json(row.body, list_types(work.hooks))
    seen = view_question(question, rules.arrange(question, question.id), None, row.rendered[language], language)
    return QuestionFacts(
        course_id=course.course_id,
        module_id=module_id,
        module_revision_id=module.revision_id,
        question_id=question_id,
        version=row.version,
        section=question.section,
        text=_text(seen),
    )


def get_asked_question(work: Work, attempt_id: int, number: int, language: str) -> QuestionFacts:
    """A question of an attempt of the actor's by its number from 1; raises NotFoundError. One statement."""
    asked = load_attempt(work, attempt_id)
    found = next((one for one in asked if one.answer.position == number - 1), None)
    if found is None:
        raise NotFoundError(f"The attempt {attempt_id} has no question {number}.")
    question = found.read(list_types(work.hooks))
    drawn = rules.arrange(question, question.id)
    seen = view_question(question, drawn, None, found.rendered[language], language)
    return QuestionFacts(
        course_id=found.attempt.course_id,
        module_id=found.attempt.module_id,
        module_revision_id=found.attempt.module_revision_id,
        question_id=question.id,
        version=found.answer.version,
        section=question.section,
        text=_text(seen),
    )


def _text(seen: QuestionView) -> str:
    return seen.stem or "".join(piece if isinstance(piece, str) else GAP for piece in seen.pieces)
