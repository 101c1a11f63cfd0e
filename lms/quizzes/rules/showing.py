"""What people may see of a question, before and after they submit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lms.quizzes.rules.drawing import Drawn
from lms.quizzes.rules.grading import grade
from lms.quizzes.rules.question import Field, Question, ReviewedChoice, ReviewedField


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """A question before submitting, in one language: nothing in here tells the key.

    `input` names the kind of input: "one", "several", "truefalse", "number", "text", "order", "match", "cloze",
    or that of a plugin's type. The position of a choice is the value that the browser sends; for "truefalse" it
    is the choice itself. `fields`, `text` and `template` are those of `Shown`.
    """

    id: str
    type: str
    input: str
    stem: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    hint: str = ""
    fields: tuple[Field, ...] = ()
    text: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A question after submitting: `choices` stand as they were shown, texts are markdown source.

    `given` is what was typed; `is_readable` is False where it could not be understood.
    """

    question: PublicQuestion
    credit: Fraction
    choices: tuple[ReviewedChoice, ...]
    given: str
    is_readable: bool
    right_answer: str
    feedback: str
    fields: tuple[ReviewedField, ...] = ()


def public_question(question: Question, drawn: Drawn, language: str) -> PublicQuestion:
    """What a browser may see of a drawn question before submitting."""
    _check_belongs(question, drawn)
    shown = question.answer.show(drawn.order, language)
    return PublicQuestion(
        id=question.id,
        type=question.type,
        input=shown.input,
        stem=question.stem.text(language) if question.stem else "",
        choices=shown.choices,
        unit=shown.unit,
        hint=question.hint.text(language) if question.hint else "",
        fields=shown.fields,
        text=shown.text,
        template=shown.template,
    )


def review(question: Question, drawn: Drawn, response: object, language: str) -> Review:
    """What a browser may see of a drawn question after submitting."""
    _check_belongs(question, drawn)
    reviewed = question.answer.review(drawn.order, response, language)
    return Review(
        question=public_question(question, drawn, language),
        credit=grade(question, response),
        choices=reviewed.choices,
        given=reviewed.given,
        is_readable=reviewed.is_readable,
        right_answer=reviewed.right_answer,
        feedback=question.feedback.text(language) if question.feedback else "",
        fields=reviewed.fields,
    )


def _check_belongs(question: Question, drawn: Drawn) -> None:
    if question.id != drawn.question_id:
        raise ValueError(f"{drawn.question_id} was drawn, not {question.id}.")
