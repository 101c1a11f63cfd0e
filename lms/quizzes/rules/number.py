"""A number to type, right within a tolerance or a range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from lms.quizzes.rules.items import AnswerSource, read_only_line
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.question import Json, Order, QuestionType, Reviewed, Shown, Written
from lms.quizzes.rules.truefalse import ANSWER_MARKER
from lms.quizzes.rules.typed_numbers import clean_text, half_width, read_number

NO_UNIT = "none"
"""What the author of a count or a ratio writes as its unit."""

_NUMBER = r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?"
_ALONE = re.compile(_NUMBER)
_NEAR = re.compile(rf"({_NUMBER})\s*(?:\+-|\+/-|±)\s*({_NUMBER})\s*(%?)")
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")
_HINT = "Write = 3.0 +- 0.1, = 3.0 +- 5% or = 2.9 .. 3.1; the unit stands in the header, as unit:"


@dataclass(frozen=True, slots=True)
class Number:
    """What is right, as text in canonical form: `value` with `tolerance` ("0.1", "5%"), or `low` to `high`.

    The digits are kept as written, because 3.0 is shown as 3.0. A response is the text that was typed. A number
    `is_bare` where its author has said that it has no unit.
    """

    value: str = ""
    tolerance: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    is_bare: bool = False

    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and the greatest right number, exactly."""
        if not self.value:
            return Fraction(self.low), Fraction(self.high)
        value, tolerance = Fraction(self.value), Fraction(self.tolerance.removesuffix("%"))
        if self.tolerance.endswith("%"):
            tolerance *= abs(value) / 100
        return value - tolerance, value + tolerance

    def write(self) -> Written:
        key = f"{self.value} +- {self.tolerance}" if self.value else f"{self.low} .. {self.high}"
        unit = NO_UNIT if self.is_bare else self.unit
        return Written((f"= {key}",), (("unit", unit),) if unit else ())

    def to_json(self) -> Json:
        # What was stored before anybody could say so stays the same.
        return {name: value for name, value in asdict(self).items() if name != "is_bare" or value}

    @classmethod
    def from_json(cls, value: Any) -> Number:
        return cls(**value)

    def arrange(self, _random: Random) -> Order:
        return ()

    def show(self, _order: Order, _language: str) -> Shown:
        return Shown("number", unit=self.unit)

    def read(self, _order: Order, values: Sequence[object]) -> Json:
        texts = [clean_text(value) for value in values if isinstance(value, str)]
        return next((text for text in texts if text), None)

    def grade(self, response: object) -> Fraction:
        number = self._number(response)
        low, high = self.bounds()
        return Fraction(number is not None and low <= number <= high)

    def guess(self) -> Fraction:
        return Fraction(0)

    def review(self, _order: Order, response: object, _language: str) -> Reviewed:
        given = clean_text(response) if isinstance(response, str) else ""
        return Reviewed(given=given, is_readable=self.is_readable(given), right_answer=self.right_answer())

    def is_readable(self, given: str) -> bool:
        """Whether what was typed, if anything was, is a number."""
        return not given or self._number(given) is not None

    def right_answer(self) -> str:
        """What is right, in signs that need no translation: "3.0 ms (± 5%)"."""
        unit = f" {self.unit}" if self.unit else ""
        if not self.value:
            return f"{self.low} – {self.high}{unit}"
        low, high = self.bounds()
        return f"{self.value}{unit}" + (f" (± {self.tolerance})" if low < high else "")

    def _number(self, response: object) -> Fraction | None:
        return read_number(response, self.unit) if isinstance(response, str) else None


def _parse(source: AnswerSource, report: Reporter) -> Number | None:
    line = read_only_line(source, "= 3.0 +- 0.1", report)
    if line is None:
        return None
    unit = source.keys["unit"].text if "unit" in source.keys else ""
    if unit.strip() != NO_UNIT:
        return read_key(line, report, unit)
    number = read_key(line, report)
    return replace(number, is_bare=True) if number is not None else None


def read_key(line: SourceLine, report: Reporter, unit: str = "") -> Number | None:
    """The number that stands behind an equals sign; what is wrong with it is reported."""
    text = half_width(line.text.strip())
    if near := _NEAR.fullmatch(text):
        return _near(near, unit, line, report)
    if between := _RANGE.fullmatch(text):
        if Fraction(between[1]) > Fraction(between[2]):
            report.error(line, "question-bad-number", "This range ends before it begins.", _HINT)
        return Number(low=between[1], high=between[2], unit=unit)
    if _ALONE.fullmatch(text):
        hint = "Write +- and how far off is right; +- 0 for nothing but this number."
        report.error(line, "question-no-tolerance", "This number has no tolerance.", hint)
    else:
        report.error(line, "question-bad-number", f"{text[:30]!r} is not a number with a tolerance.", _HINT)
    return None


def _near(near: re.Match[str], unit: str, line: SourceLine, report: Reporter) -> Number:
    value, tolerance, percent = near.groups()
    if Fraction(tolerance) < 0:
        report.error(line, "question-bad-number", "A tolerance cannot be below zero.", _HINT)
    if percent and Fraction(value) == 0 and Fraction(tolerance):
        hint = "Write the tolerance as a number."
        report.error(line, "question-bad-number", "A percentage of zero is zero.", hint)
    return Number(value=value, tolerance=f"{tolerance}{percent}", unit=unit)


NUMBER = QuestionType("number", ANSWER_MARKER, _parse, Number.from_json, keys=frozenset({"unit"}))
