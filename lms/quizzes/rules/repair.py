"""What a repair makes of a question that was asked already: it counts no longer, or by another key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import ndiff
from enum import StrEnum
from fractions import Fraction
from random import Random

from lms.core.languages import LANGUAGES
from lms.quizzes.rules.canonical import write_question
from lms.quizzes.rules.drawing import Drawn
from lms.quizzes.rules.fields import is_choice
from lms.quizzes.rules.grading import attempt_score_percent, grade, passed
from lms.quizzes.rules.matching import Matching
from lms.quizzes.rules.ordering import Ordering
from lms.quizzes.rules.question import Answer, Question, Shown


class RepairKind(StrEnum):
    VOID = "void"
    """The question does not count."""
    REKEY = "rekey"
    """It counts by a corrected key."""


class Difference(StrEnum):
    """What a corrected question must share with the one that was asked."""

    ID = "id"
    TYPE = "type"
    HEADER = "header"
    STEM = "stem"
    CHOICES = "choices"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth; it counts unless its question was voided."""

    credit: Fraction
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """The score of an attempt, and whether it is passed."""

    score_percent: Decimal
    passed: bool


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a question's canonical form that was taken out, or put in."""

    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A question with a corrected key, for answers to it as it was asked.

    `places` gives each item of an order, or each choice of a matching, its place in the corrected question; it is
    empty where all stand as they stood.
    """

    question: Question
    places: tuple[int, ...] = ()

    def grade(self, response: object) -> Fraction:
        """The credit by the corrected key of a response to the question as it was asked."""
        return grade(self.question, self.carry_response(response))

    def carry_drawn(self, drawn: Drawn) -> Drawn:
        """The corrected question in the order in which it was asked."""
        if not self.places:
            return drawn
        return Drawn(drawn.question_id, drawn.version, tuple(self.places[old] for old in drawn.order))

    def carry_response(self, response: object) -> object:
        """The same response to the corrected question."""
        if not self.places or not isinstance(response, list | tuple):
            return response
        if isinstance(self.question.answer, Ordering):
            by_place = dict(zip(self.places, response, strict=False))
            return [by_place.get(place) for place in range(len(self.places))]
        return [self.places[chosen] if is_choice(chosen, len(self.places)) else None for chosen in response]


def score_percent(marks: Sequence[Mark]) -> Decimal:
    """The mean of the credits that count; where none is left, of all: nobody passes or fails by nothing."""
    counting = [mark.credit for mark in marks if mark.counts]
    return attempt_score_percent(counting or [mark.credit for mark in marks])


def regrade(before: Outcome, pass_mark_percent: int, marks: Sequence[Mark]) -> Outcome:
    """The outcome after a repair: a score never falls, and a pass is never taken back."""
    score = max(before.score_percent, score_percent(marks))
    return Outcome(score, before.passed or passed(score, pass_mark_percent))


def rekey(asked: Question, corrected: Question) -> Rekeyed | tuple[Difference, ...]:
    """The question with the key of `corrected`; or in what the two differ beyond their keys and feedback."""
    places = _find_places(asked.answer, corrected.answer) if asked.type == corrected.type else None
    differences = {
        Difference.ID: asked.id != corrected.id,
        Difference.TYPE: asked.type != corrected.type,
        Difference.HEADER: (asked.tags, asked.section, asked.pool)
        != (corrected.tags, corrected.section, corrected.pool),
        Difference.STEM: asked.stem != corrected.stem,
        Difference.CHOICES: asked.type == corrected.type and places is None,
        Difference.HINT: asked.hint != corrected.hint,
    }
    found = tuple(difference for difference, differs in differences.items() if differs)
    return found if found or places is None else Rekeyed(corrected, places)


def list_changes(asked: Question, corrected: Question) -> tuple[ChangedLine, ...]:
    """How the canonical forms differ, line by line."""
    lines = ndiff(write_question(asked).splitlines(), write_question(corrected).splitlines())
    return tuple(ChangedLine(line[2:], is_new=line[0] == "+") for line in lines if line[0] in "+-")


def _find_places(asked: Answer, corrected: Answer) -> tuple[int, ...] | None:
    """Where what was asked stands in the corrected answer; None where something else would be asked."""
    match asked, corrected:
        case Ordering(old), Ordering(new):
            return _moved(old, new)
        case Matching(), Matching():
            lefts = [[pair.left for pair in answer.pairs] for answer in (asked, corrected)]
            return _moved(asked.choices, corrected.choices) if lefts[0] == lefts[1] else None
        case _:
            return () if _show(asked) == _show(corrected) else None


def _moved(old: Sequence[object], new: Sequence[object]) -> tuple[int, ...] | None:
    if len(old) != len(new) or set(old) != set(new):
        return None
    return () if old == new else tuple(new.index(one) for one in old)


def _show(answer: Answer) -> list[Shown]:
    """All that a trainee may have seen; answers of one shape are arranged alike by one seed."""
    order = answer.arrange(Random(0))  # noqa: S311 - nothing is hidden by it
    return [answer.show(order, language) for language in LANGUAGES]
