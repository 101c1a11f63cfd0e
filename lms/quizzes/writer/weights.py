"""Weights of options in percent, as other systems write them."""

from __future__ import annotations

from fractions import Fraction

from lms.quizzes.rules import Multiple, Single

_DECIMALS = 5
"""So many has Moodle, which knows a third as 33.33333."""


def single_weight(answer: Single, position: int) -> str:
    """What choosing an option of a single choice earns."""
    return percent(100 * answer.grade(position))


def multiple_weight(answer: Multiple, position: int) -> str:
    """What choosing an option of a multiple choice earns or costs."""
    return percent(answer.weight_percent(position))


def percent(weight: Fraction) -> str:
    """A weight with as many decimals as it needs, five at most."""
    text = f"{float(weight):.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
