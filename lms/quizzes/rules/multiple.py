"""Multiple choice: every right option earns a share, every wrong one costs a share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from lms.quizzes.rules.choice import (
    OPTION_MARKER,
    RIGHT,
    Choice,
    Option,
    is_position,
    read_options,
    read_positions,
    report_key,
)
from lms.quizzes.rules.items import AnswerSource
from lms.quizzes.rules.places import Reporter
from lms.quizzes.rules.question import Json, Order, QuestionType

# Three times 33.33 is meant to be everything.
_ROUNDING_PERCENT = 1


@dataclass(frozen=True, slots=True)
class Multiple(Choice):
    """Options of which several may be right; a response is the list of their positions."""

    input: ClassVar[str] = "several"

    @property
    def right(self) -> frozenset[int]:
        return frozenset(real for real, option in enumerate(self.options) if _is_right(option))

    def chosen(self, response: object) -> frozenset[int]:
        if not isinstance(response, list | tuple):
            return frozenset()
        return frozenset(value for value in response if is_position(value, self.options))

    def read(self, order: Order, values: Sequence[object]) -> Json:
        return sorted(read_positions(order, values)) or None

    def grade(self, response: object) -> Fraction:
        chosen = self.chosen(response)
        if chosen == self.right:
            return Fraction(1)
        earned = sum((self.weight_percent(real) for real in chosen), Fraction(0)) / 100
        return max(Fraction(0), min(Fraction(1), earned))

    def guess(self) -> None:
        """Nobody can say how many options a guesser marks."""

    def weight_percent(self, real: int) -> Fraction:
        """What choosing an option earns: its own weight, or its share of 100 or of -100."""
        option = self.options[real]
        if option.weight_percent is not None:
            return option.weight_percent
        if option.mark == RIGHT:
            return Fraction(100, len(self.right))
        return Fraction(-100, len(self.options) - len(self.right))


def _is_right(option: Option) -> bool:
    return option.mark == RIGHT or (option.weight_percent or 0) > 0


def _parse(source: AnswerSource, report: Reporter) -> Multiple | None:
    options = read_options(source, report, lowest_percent=-100)
    answer = Multiple(tuple(options))
    report_key(source, options, len(answer.right), report)
    if report.has_error:
        return None
    total = _total(answer.weight_percent(real) for real in answer.right)
    if abs(total - 100) > _ROUNDING_PERCENT:
        report.error(
            source.items[min(answer.right)].first,
            "question-weights-sum",
            f"The weights of the right options make {float(total):g} percent, not 100.",
            "Let those above zero add up to 100; below zero stand what wrong options cost.",
        )
    return answer


def _total(weights: Iterable[Fraction]) -> Fraction:
    return sum(weights, Fraction(0))


MULTIPLE = QuestionType("multiple", OPTION_MARKER, _parse, Multiple.from_json)
