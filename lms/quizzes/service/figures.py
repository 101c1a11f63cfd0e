"""What attempts tell an instructor about a quiz and each version of its questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from sqlalchemy import bindparam, func, select

from lms import catalog
from lms.core.parts import CourseOutline, ModuleOutline
from lms.core.work import NotFoundError, Work
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, BankQuestion
from lms.quizzes.rules import Drawn, Question
from lms.quizzes.rules.statistics import (
    Choice,
    Flag,
    ItemStatistics,
    OptionCount,
    QuizStatistics,
    count_options,
    find_flags,
    item_statistics,
    quiz_statistics,
)
from lms.quizzes.service.asked import response_of
from lms.quizzes.service.types import list_types

ATTEMPTS_MAXIMUM = 2_000
"""So many attempts, the latest, are looked at: enough for every figure, and a page that comes at once."""

_LATEST = (
    select(Attempt.id)
    .where(Attempt.module_id == bindparam("module_id"), Attempt.submitted_at.is_not(None))
    .order_by(Attempt.submitted_at.desc(), Attempt.id.desc())
    .limit(ATTEMPTS_MAXIMUM)
)
_FIRST = _LATEST.where(Attempt.number == 1)


def _answers_of(attempts: Any) -> Any:
    return (
        select(Answer)
        .where(Answer.attempt_id.in_(attempts.scalar_subquery()))
        .order_by(Answer.attempt_id, Answer.position)
    )


_ANSWERS_OF_FIRST, _ANSWERS_OF_ALL = _answers_of(_FIRST), _answers_of(_LATEST)
# A version stands in many revisions; its latest one has the newest rendering.
_newest = (
    select(func.max(BankQuestion.module_revision_id).label("revision_id"), BankQuestion.question_id)
    .where(BankQuestion.version.in_(bindparam("versions", expanding=True)))
    .group_by(BankQuestion.question_id, BankQuestion.version)
    .subquery()
)
_QUESTIONS = select(BankQuestion).join(
    _newest,
    (BankQuestion.module_revision_id == _newest.c.revision_id)
    & (BankQuestion.question_id == _newest.c.question_id),
)

Asked: TypeAlias = dict[str, list[tuple[float, Answer]]]
"""Version → each attempt's total and its answer."""


@dataclass(frozen=True, slots=True)
class OptionLine:
    """One answer and who gave it; `text` is HTML where the author wrote it, and as it was typed elsewhere."""

    text: str
    is_written: bool
    is_right: bool
    chosen: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """One version of a question; `stem` is HTML."""

    question_id: str
    version: str
    type: str
    section: str
    stem: str
    is_current: bool
    """Whether the published revision asks this version."""
    item: ItemStatistics
    options: tuple[OptionLine, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """A quiz and its questions in the order of their ids, current versions first."""

    course: CourseOutline
    module: ModuleOutline
    first_attempts_alone: bool
    is_cut: bool
    """Whether there are more attempts than are looked at."""
    quiz: QuizStatistics
    questions: tuple[QuestionFigures, ...]

    def list_versions(self, question_id: str) -> tuple[QuestionFigures, ...]:
        """The versions of one question; raises NotFoundError where nobody was asked it."""
        found = tuple(question for question in self.questions if question.question_id == question_id)
        if not found:
            raise NotFoundError(f"Nobody has been asked the question {question_id} yet.")
        return found


def view_figures(work: Work, module_id: str, language: str, *, first_attempts_alone: bool = True) -> QuizFigures:
    """The figures of a module's quiz; raises NotFoundError. Three statements."""
    course, module = catalog.get_module(work, module_id)
    statement = _ANSWERS_OF_FIRST if first_attempts_alone else _ANSWERS_OF_ALL
    answers = list(work.session.scalars(statement, {"module_id": module_id}))
    versions = sorted({answer.version for answer in answers})
    stored = {row.version: row for row in work.session.scalars(_QUESTIONS, {"versions": versions})}
    types = list_types(work.hooks)
    questions = {version: rules.from_json(row.body, types) for version, row in stored.items()}
    sittings = _sittings(answers)
    asked = _asked(answers, sittings)
    guesses = {version: _as_float(question.answer.guess()) for version, question in questions.items()}
    items = item_statistics(list(sittings.values()), guesses)
    return QuizFigures(
        course=course,
        module=module,
        first_attempts_alone=first_attempts_alone,
        is_cut=len(sittings) >= ATTEMPTS_MAXIMUM,
        quiz=quiz_statistics(list(sittings.values())),
        questions=tuple(
            sorted(
                (
                    _figures(question, stored[version], items[version], asked[version], module, language)
                    for version, question in questions.items()
                ),
                key=lambda figures: (figures.question_id, not figures.is_current, figures.version),
            )
        ),
    )


def _sittings(answers: Sequence[Answer]) -> dict[int, dict[str, float]]:
    sittings: dict[int, dict[str, float]] = defaultdict(dict)
    for answer in answers:
        sittings[answer.attempt_id][answer.version] = float(Fraction(answer.credit or 0))
    return sittings


def _asked(answers: Sequence[Answer], sittings: dict[int, dict[str, float]]) -> Asked:
    totals = {attempt_id: sum(sitting.values()) for attempt_id, sitting in sittings.items()}
    asked: Asked = defaultdict(list)
    for answer in answers:
        asked[answer.version].append((totals[answer.attempt_id], answer))
    return asked


def _figures(
    question: Question,
    stored: BankQuestion,
    item: ItemStatistics,
    asked: Sequence[tuple[float, Answer]],
    module: ModuleOutline,
    language: str,
) -> QuestionFigures:
    rendered = stored.rendered[language]
    order = tuple(sorted(asked[0][1].shown_order))
    seen = rules.review(question, Drawn(question.id, stored.version, order), None, language)
    options = [(choice.text, choice.is_right) for choice in seen.choices]
    chosen = [(total, _choices(question, answer, order, language)) for total, answer in asked]
    counts = count_options(options, chosen)
    return QuestionFigures(
        question_id=question.id,
        version=stored.version,
        type=question.type,
        section=question.section,
        stem=rendered.get(seen.question.stem, ""),
        is_current=stored.module_revision_id == module.revision_id,
        item=item,
        options=tuple(_line(count, rendered) for count in counts),
        flags=find_flags(item, counts),
    )


def _line(count: OptionCount, rendered: Mapping[str, str]) -> OptionLine:
    text = rendered.get(count.text)
    return OptionLine(
        text=count.text if text is None else text,
        is_written=text is not None,
        is_right=count.is_right,
        chosen=count.chosen,
        top=count.top,
        bottom=count.bottom,
    )


def _choices(question: Question, answer: Answer, order: tuple[int, ...], language: str) -> list[Choice]:
    """What one attempt chose: options, or what it typed, or the fields it filled in rightly."""
    drawn = Drawn(question.id, answer.version, order)
    seen = rules.review(question, drawn, response_of(answer), language)
    if seen.choices:
        return [(choice.text, choice.is_right) for choice in seen.choices if choice.is_chosen]
    if seen.given:
        return [(seen.given, seen.credit == 1)]
    return [(field.right, True) for field in seen.fields if field.is_right]


def _as_float(guess: Fraction | None) -> float | None:
    return None if guess is None else float(guess)
