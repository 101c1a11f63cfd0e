"""True or false: a statement to judge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lms.quizzes.rules.items import AnswerSource, read_only_line
from lms.quizzes.rules.places import Reporter
from lms.quizzes.rules.question import Json, Order, QuestionType, Reviewed, ReviewedChoice, Shown, Written

ANSWER_MARKER = re.compile(r"=(?!=)\s*")
_CHOICES = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class TrueFalse:
    """Whether the statement is true; a response is True or False."""

    is_true: bool

    def write(self) -> Written:
        return Written((f"= {str(self.is_true).lower()}",))

    def to_json(self) -> Json:
        return {"is_true": self.is_true}

    @classmethod
    def from_json(cls, value: Any) -> TrueFalse:
        return cls(bool(value["is_true"]))

    def arrange(self, _random: Random) -> Order:
        return ()

    def show(self, _order: Order, _language: str) -> Shown:
        return Shown("truefalse", tuple(_CHOICES))

    def read(self, _order: Order, values: Sequence[object]) -> Json:
        given = {value for value in values if isinstance(value, str) and value in _CHOICES}
        return _CHOICES[given.pop()] if len(given) == 1 else None

    def grade(self, response: object) -> Fraction:
        return Fraction(response is self.is_true)

    def guess(self) -> Fraction:
        return Fraction(1, 2)

    def review(self, _order: Order, response: object, _language: str) -> Reviewed:
        return Reviewed(
            tuple(
                ReviewedChoice(word, is_chosen=response is value, is_right=value is self.is_true)
                for word, value in _CHOICES.items()
            )
        )


def _parse(source: AnswerSource, report: Reporter) -> TrueFalse | None:
    line = read_only_line(source, "= true or = false", report)
    if line is None:
        return None
    word = line.text.strip().lower()
    if word not in _CHOICES:
        message = f"{word[:20]!r} is neither true nor false."
        report.error(line, "question-bad-key", message, "Write = true or = false.")
        return None
    return TrueFalse(_CHOICES[word])


TRUE_FALSE = QuestionType("truefalse", ANSWER_MARKER, _parse, TrueFalse.from_json)
