"""Single choice: one option is right; others may earn a part of the credit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from lms.quizzes.rules.choice import (
    OPTION_MARKER,
    RIGHT,
    WRONG,
    Choice,
    is_position,
    read_options,
    read_positions,
    report_key,
)
from lms.quizzes.rules.items import AnswerSource
from lms.quizzes.rules.places import Reporter
from lms.quizzes.rules.question import Json, Order, QuestionType

# [100] and [x] mean the same here: one meaning, one canonical form.
_SAME_MARK = {"100": RIGHT, "0": WRONG}


@dataclass(frozen=True, slots=True)
class Single(Choice):
    """Options of which exactly one is marked "x"; a response is its position."""

    input: ClassVar[str] = "one"

    @property
    def right(self) -> frozenset[int]:
        return frozenset(real for real, option in enumerate(self.options) if option.mark == RIGHT)

    def chosen(self, response: object) -> frozenset[int]:
        if isinstance(response, int) and is_position(response, self.options):
            return frozenset({response})
        return frozenset()

    def read(self, order: Order, values: Sequence[object]) -> Json:
        positions = read_positions(order, values)
        # Radio buttons send one value; a form that sends several was made by hand.
        return positions.pop() if len(positions) == 1 else None

    def grade(self, response: object) -> Fraction:
        if self.chosen(response) & self.right:
            return Fraction(1)
        weights = [self.options[real].weight_percent or Fraction(0) for real in self.chosen(response)]
        return sum(weights, Fraction(0)) / 100

    def guess(self) -> Fraction:
        return sum((self.grade(real) for real in range(len(self.options))), Fraction(0)) / len(self.options)


def _parse(source: AnswerSource, report: Reporter) -> Single | None:
    options = [
        replace(option, mark=_SAME_MARK.get(option.mark, option.mark))
        for option in read_options(source, report, lowest_percent=0)
    ]
    right = [position for position, option in enumerate(options) if option.mark == RIGHT]
    report_key(source, options, len(right), report)
    if len(right) > 1 and len(options) == len(source.items):
        report.error(
            source.items[right[1]].first,
            "question-several-keys",
            "A second option is marked as right.",
            "Mark one option with - [x], or make the question type: multiple.",
        )
    return None if report.has_error else Single(tuple(options))


SINGLE = QuestionType("single", OPTION_MARKER, _parse, Single.from_json)
