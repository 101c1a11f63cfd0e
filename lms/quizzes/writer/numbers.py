"""Numbers of ours in plain decimals, which every system reads."""

from __future__ import annotations

from fractions import Fraction

from lms.quizzes.rules import Number


def decimal(number: Fraction) -> str:
    """An exact decimal without an exponent; ours always end, for they were written as decimals."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    scaled = (number * 10**places).numerator
    digits = str(abs(scaled)).rjust(places + 1, "0")
    sign = "-" if scaled < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def as_written(text: str) -> str:
    """The digits as the author wrote them, unless there is an exponent or a plus sign."""
    return decimal(Fraction(text)) if set(text) & set("eE+") else text


def middle(number: Number) -> tuple[str, str]:
    """The number in the middle and how far off is right."""
    if number.value and not number.tolerance.endswith("%"):
        return as_written(number.value), as_written(number.tolerance)
    low, high = number.bounds()
    value = as_written(number.value) if number.value else decimal((low + high) / 2)
    return value, decimal((high - low) / 2)
