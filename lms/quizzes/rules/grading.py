"""What a response is worth, and whether an attempt is passed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from lms.quizzes.rules.drawing import Drawn
from lms.quizzes.rules.question import Json, Question


def read_response(question: Question, drawn: Drawn, form_values: Sequence[object]) -> Json:
    """The response in what a browser sent, ready for storage; None where nothing usable was sent.

    Choices are sent as their shown position from 0, true and false by these words, the rest as typed.
    """
    return question.answer.read(drawn.order, form_values)


def is_answered(response: object) -> bool:
    """Whether a stored response says anything; False and 0 do."""
    return response is not None and response not in ("", [], ())


def grade(question: Question, response: object) -> Fraction:
    """The credit of a stored response, exactly, from 0 to 1."""
    return max(Fraction(0), min(Fraction(1), question.answer.grade(response)))


def attempt_score_percent(earned: Sequence[Fraction]) -> Decimal:
    """The mean of the credits of all drawn questions in percent, rounded down to 0.1; 0 where there are none.

    Rounding down means that the score people see is never above what they earned.
    """
    tenths = math.floor(sum(earned, Fraction(0)) * 1000 / len(earned)) if earned else 0
    return Decimal(tenths).scaleb(-1)


def passed(score_percent: Decimal, pass_mark_percent: int | float | Decimal) -> bool:
    """Whether a score reaches the pass mark, which has at most one decimal.

    Rounding down to 0.1 cannot carry a score over such a mark or below it, so the shown score decides.
    """
    return score_percent >= Decimal(str(pass_mark_percent))
