"""A practice question in the reading, tried as often as one likes; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from lms import catalog
from lms.core.parts import CourseOutline, ModuleOutline
from lms.core.work import NotFoundError, Work
from lms.quizzes import rules
from lms.quizzes.models import BankQuestion
from lms.quizzes.rules import Pool
from lms.quizzes.service.pages import ReviewView, view_review
from lms.quizzes.service.types import list_types

_PRACTICE = select(BankQuestion).where(
    BankQuestion.module_revision_id == bindparam("module_revision_id"),
    BankQuestion.question_id == bindparam("question_id"),
    BankQuestion.pool == Pool.PRACTICE.value,
)


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The answer to a check; `review` is None where nothing usable was chosen."""

    course: CourseOutline
    module: ModuleOutline
    section: str
    review: ReviewView | None


def try_check(
    work: Work, module_id: str, question_id: str, form_values: Sequence[str], language: str
) -> CheckPage:
    """Say whether an answer to a practice question is right; raises NotFoundError for any other question."""
    course, module = catalog.get_module(work, module_id)
    row = work.session.scalar(_PRACTICE, {"module_revision_id": module.revision_id, "question_id": question_id})
    if row is None:
        raise NotFoundError(f"The module {module_id} has no practice question {question_id}.")
    question = rules.from_json(row.body, list_types(work.hooks))
    drawn = rules.arrange(question, question.id)
    response = rules.read_response(question, drawn, form_values)
    answered = rules.is_answered(response)
    review = view_review(question, drawn, response, row.rendered[language], language) if answered else None
    return CheckPage(course, module, question.section, review)
