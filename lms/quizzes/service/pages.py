"""Questions and attempts as a page shows them; before submitting, a view has no place for the key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from lms.core.parts import QuizResult
from lms.core.work import NotFoundError, Work
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, BankQuestion
from lms.quizzes.rules import Drawn, Question
from lms.quizzes.service.types import list_types

ATTEMPT = (
    select(Attempt, Answer, BankQuestion.body, BankQuestion.rendered)
    .join(Answer, Answer.attempt_id == Attempt.id)
    .join(
        BankQuestion,
        (BankQuestion.module_revision_id == Attempt.module_revision_id)
        & (BankQuestion.question_id == Answer.question_id),
    )
    .where(Attempt.id == bindparam("attempt_id"), Attempt.person_id == bindparam("person_id"))
    .order_by(Answer.position)
)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice before submitting; `value` is what the browser sends, `text` is HTML or a word of the type."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question before submitting. All texts are HTML."""

    question_id: str
    section: str
    input: str
    stem: str
    choices: tuple[ChoiceView, ...]
    unit: str
    hint: str
    given: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class ReviewedChoiceView:
    text: str
    is_chosen: bool
    is_right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A question after submitting. All texts are HTML."""

    question: QuestionView
    choices: tuple[ReviewedChoiceView, ...]
    is_right: bool
    credit_percent: int
    given: str
    is_readable: bool
    right_answer: str
    feedback: str


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """An attempt as its owner sees it: questions while it is open, reviews and the result once it is submitted."""

    attempt_id: int
    course_id: str
    module_id: str
    number: int
    pass_mark_percent: int
    started_at: datetime
    questions: tuple[QuestionView, ...]
    reviews: tuple[ReviewView, ...]
    result: QuizResult | None

    @property
    def is_open(self) -> bool:
        return self.result is None

    @property
    def answered(self) -> int:
        return sum(question.is_answered for question in self.questions)


def view_attempt(work: Work, attempt_id: int, language: str) -> AttemptPage:
    """The actor's attempt; raises NotFoundError for anybody else's. One statement."""
    rows = load_attempt(work, attempt_id)
    types = list_types(work.hooks)
    attempt: Attempt = rows[0].Attempt
    loaded = [(rules.from_json(row.body, types), row.Answer, row.rendered[language]) for row in rows]
    result = result_of(attempt)
    return AttemptPage(
        attempt_id=attempt.id,
        course_id=attempt.course_id,
        module_id=attempt.module_id,
        number=attempt.number,
        pass_mark_percent=attempt.pass_mark_percent,
        started_at=attempt.started_at,
        questions=tuple(
            view_question(question, drawn_of(answer), response_of(answer), rendered, language)
            for question, answer, rendered in loaded
        ),
        reviews=tuple(
            view_review(question, drawn_of(answer), response_of(answer), rendered, language)
            for question, answer, rendered in (loaded if result else ())
        ),
        result=result,
    )


def load_attempt(work: Work, attempt_id: int) -> list[Row[Any]]:
    """Rows of an attempt of the actor's with its answers and questions; raises NotFoundError."""
    values = {"attempt_id": attempt_id, "person_id": work.actor.get_person_id()}
    rows = list(work.session.execute(ATTEMPT, values, execution_options={"populate_existing": True}))
    if not rows:
        raise NotFoundError(f"There is no attempt {attempt_id} of yours.")
    return rows


def view_question(
    question: Question, drawn: Drawn, response: object, rendered: Mapping[str, str], language: str
) -> QuestionView:
    """A question before submitting, with what was answered so far."""
    public = rules.public_question(question, drawn, language)
    so_far = rules.review(question, drawn, response, language)
    chosen = [choice.is_chosen for choice in so_far.choices]
    values = (
        public.choices if public.input == "truefalse" else [str(place) for place in range(len(public.choices))]
    )
    return QuestionView(
        question_id=question.id,
        section=question.section,
        input=public.input,
        stem=rendered.get(public.stem, ""),
        choices=tuple(
            ChoiceView(value, rendered.get(text, text), is_chosen)
            for value, text, is_chosen in zip(values, public.choices, chosen, strict=True)
        ),
        unit=public.unit,
        hint=rendered.get(public.hint, ""),
        given=so_far.given,
        is_answered=rules.is_answered(response),
    )


def view_review(
    question: Question, drawn: Drawn, response: object, rendered: Mapping[str, str], language: str
) -> ReviewView:
    """A question after submitting: what was right, what was not, and why."""
    review = rules.review(question, drawn, response, language)
    return ReviewView(
        question=view_question(question, drawn, response, rendered, language),
        choices=tuple(
            ReviewedChoiceView(
                rendered.get(choice.text, choice.text),
                choice.is_chosen,
                choice.is_right,
                rendered.get(choice.feedback, ""),
            )
            for choice in review.choices
        ),
        is_right=review.credit == 1,
        credit_percent=int(review.credit * 100),
        given=review.given,
        is_readable=review.is_readable,
        right_answer=review.right_answer,
        feedback=rendered.get(review.feedback, ""),
    )


def drawn_of(answer: Answer) -> Drawn:
    return Drawn(answer.question_id, answer.version, tuple(answer.shown_order))


def response_of(answer: Answer) -> object:
    return answer.response["value"] if answer.response else None


def result_of(attempt: Attempt) -> QuizResult | None:
    """The result of a submitted attempt."""
    if attempt.submitted_at is None:
        return None
    return QuizResult(
        attempt_id=attempt.id,
        person_id=attempt.person_id,
        course_id=attempt.course_id,
        module_id=attempt.module_id,
        module_revision_id=attempt.module_revision_id,
        score_percent=attempt.score_percent or "0.0",
        pass_mark_percent=attempt.pass_mark_percent,
        passed=bool(attempt.passed),
        submitted_at=attempt.submitted_at,
    )
