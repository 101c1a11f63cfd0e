"""Questions and attempts as a page shows them; before submitting, a view has no place for the key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lms.core.parts import QuizResult
from lms.core.work import Work
from lms.quizzes import rules
from lms.quizzes.models import Attempt
from lms.quizzes.rules import Drawn, Question
from lms.quizzes.service.asked import (
    AskedQuestion,
    RepairNote,
    Types,
    drawn_of,
    list_notes,
    load_attempt,
    response_of,
)
from lms.quizzes.service.fields import (
    ChoiceView,
    FieldView,
    ReviewedFieldView,
    view_fields,
    view_pieces,
    view_reviewed_fields,
)
from lms.quizzes.service.types import list_types


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question before submitting. All texts are HTML; `pieces` are a text with its fields within it."""

    question_id: str
    section: str
    input: str
    stem: str
    choices: tuple[ChoiceView, ...]
    unit: str
    hint: str
    given: str
    is_answered: bool
    fields: tuple[FieldView, ...]
    pieces: tuple[str | FieldView, ...]
    template: str
    counts: bool = True
    """False once a repair has taken it out of the count."""


@dataclass(frozen=True, slots=True)
class ReviewedChoiceView:
    text: str
    is_chosen: bool
    is_right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A question after submitting. All texts are HTML; `fields` stand as the question's do."""

    question: QuestionView
    choices: tuple[ReviewedChoiceView, ...]
    is_right: bool
    credit_percent: int
    given: str
    is_readable: bool
    right_answer: str
    feedback: str
    fields: tuple[ReviewedFieldView, ...]


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """An attempt as its owner sees it: questions while it is open, reviews and the result once it is submitted."""

    attempt_id: int
    course_id: str
    module_id: str
    number: int
    pass_mark_percent: int
    started_at: datetime
    deadline_at: datetime | None
    time_limit_minutes: int
    questions: tuple[QuestionView, ...]
    reviews: tuple[ReviewView, ...]
    result: QuizResult | None
    repairs: tuple[RepairNote, ...]
    """Of its questions, once it is submitted."""

    @property
    def is_open(self) -> bool:
        return self.result is None

    def seconds_left(self, now: datetime) -> int | None:
        """How long the attempt may still be answered; None without a limit."""
        return None if self.deadline_at is None else max(0, int((self.deadline_at - now).total_seconds()))

    @property
    def answered(self) -> int:
        return sum(question.is_answered for question in self.questions)


def view_attempt(work: Work, attempt_id: int, language: str) -> AttemptPage:
    """The actor's attempt; raises NotFoundError for anybody else's. One statement."""
    asked = load_attempt(work, attempt_id)
    types = list_types(work.hooks)
    attempt = asked[0].attempt
    result = result_of(attempt)
    return AttemptPage(
        attempt_id=attempt.id,
        course_id=attempt.course_id,
        module_id=attempt.module_id,
        number=attempt.number,
        pass_mark_percent=attempt.pass_mark_percent,
        started_at=attempt.started_at,
        deadline_at=attempt.deadline_at,
        time_limit_minutes=attempt.time_limit_minutes,
        questions=tuple(_view_asked(question, types, language) for question in asked),
        reviews=tuple(_view_graded(question, types, language) for question in (asked if result else ())),
        result=result,
        repairs=list_notes(asked) if result else (),
    )


def _view_asked(asked: AskedQuestion, types: Types, language: str) -> QuestionView:
    drawn, response = drawn_of(asked.answer), response_of(asked.answer)
    seen = view_question(asked.read(types), drawn, response, asked.rendered[language], language)
    return replace(seen, counts=not asked.is_void)


def _view_graded(asked: AskedQuestion, types: Types, language: str) -> ReviewView:
    graded = asked.grading(types)
    seen = view_review(graded.question, graded.drawn, graded.response, graded.rendered[language], language)
    return replace(seen, question=replace(seen.question, counts=not asked.is_void))


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
    fields = view_fields(public.fields, [field.value for field in so_far.fields], rendered)
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
        fields=fields,
        pieces=view_pieces(rendered.get(public.text, ""), fields) if public.text else (),
        template=public.template,
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
        fields=view_reviewed_fields(review, rendered),
    )


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
