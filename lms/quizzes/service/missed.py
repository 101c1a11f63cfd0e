"""The questions a submitted attempt missed, tried again as practice; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lms import catalog
from lms.core.parts import CourseOutline, FeedbackTime, ModuleOutline
from lms.core.work import NotFoundError, Work
from lms.quizzes import rules
from lms.quizzes.rules import timing
from lms.quizzes.service.asked import load_attempt
from lms.quizzes.service.overview import find_standing
from lms.quizzes.service.pages import (
    AttemptPage,
    QuestionView,
    ReviewView,
    view_attempt,
    view_question,
    view_review,
)
from lms.quizzes.service.types import list_types


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A submitted attempt as far as the policy tells: with `tells_answers`, each question and its reasons."""

    attempt: AttemptPage
    course: CourseOutline | None
    module: ModuleOutline | None
    tells_answers: bool
    missed_anchors: tuple[str, ...]
    """The sections whose questions were not all answered rightly, in the order of the reading."""


@dataclass(frozen=True, slots=True)
class TriedQuestion:
    """A missed question, and how the answer just tried was; `review` is None while nothing was."""

    position: int
    question: QuestionView
    review: ReviewView | None


@dataclass(frozen=True, slots=True)
class MissedPage:
    attempt_id: int
    course: CourseOutline
    module: ModuleOutline
    questions: tuple[TriedQuestion, ...]


def view_result(work: Work, attempt: AttemptPage) -> ResultPage:
    """What the policy lets a person see of a submitted attempt."""
    found = catalog.find_module(work, attempt.module_id)
    course, module = found or (None, None)
    has_passed = attempt.result is not None and attempt.result.passed
    tells = module is None or _tells_answers(work, module, has_passed=has_passed)
    missed = {
        review.question.section for review in attempt.reviews if review.question.counts and not review.is_right
    }
    anchors = [section.anchor for section in module.sections] if module else []
    return ResultPage(
        attempt=attempt if tells else replace(attempt, reviews=()),
        course=course,
        module=module,
        tells_answers=tells,
        missed_anchors=tuple(anchor for anchor in anchors if anchor in missed),
    )


def view_missed(
    work: Work, attempt_id: int, language: str, form: Mapping[int, Sequence[str]] | None = None
) -> MissedPage:
    """The missed questions with their choices shuffled anew, and how the answers in `form` are.

    Raises NotFoundError for an attempt that is open, somebody else's, or may not be looked into.
    """
    seen = view_attempt(work, attempt_id, language)
    found = catalog.find_module(work, seen.module_id)
    if seen.result is None or found is None or not _tells_answers(work, found[1], has_passed=seen.result.passed):
        raise NotFoundError(f"The questions of attempt {attempt_id} cannot be practised.")
    types = list_types(work.hooks)
    tried = []
    for asked in load_attempt(work, attempt_id):
        graded = asked.grading(types)
        question, rendered = graded.question, graded.rendered[language]
        if asked.is_void or rules.grade(question, graded.response) == 1:
            continue
        drawn = rules.arrange(question, f"{attempt_id} {question.id}")
        values = (form or {}).get(asked.answer.position)
        response = None if values is None else rules.read_response(question, drawn, values)
        tried.append(
            TriedQuestion(
                asked.answer.position,
                view_question(question, drawn, response, rendered, language),
                view_review(question, drawn, response, rendered, language)
                if rules.is_answered(response)
                else None,
            )
        )
    return MissedPage(attempt_id, *found, tuple(tried))


def _tells_answers(work: Work, module: ModuleOutline, *, has_passed: bool) -> bool:
    feedback, left = module.quiz.feedback, None
    if feedback is FeedbackTime.PASSED and not has_passed:
        has_passed, left = find_standing(work, module)
    return timing.tells_answers(feedback, has_passed=has_passed, left=left)
