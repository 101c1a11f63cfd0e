"""The arithmetic of a claim is worked out, and nothing but arithmetic is."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.lint.rules.arithmetic import ArithmeticSyntaxError, agrees, evaluate


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("8 * 250 / 500", 4),
        ("2 + 3 * 4", 14),
        ("-2 ** 2", -4),
        ("7 // 2 + 7 % 2", 4),
        ("(1 + 2) * (3 - 1)", 6),
        ("1e3 / 4", 250),
        ("ln(e) + log2(8) + log10(100)", 6),
        ("sqrt(2) * sqrt(2)", 2),
        ("comb(5, 2) + factorial(3)", 16),
        ("mean([1, 2, 6]) + max(1, 2) + min([4, 3])", 8),
        ("stdev([1, 2, 3]) + pstdev([2, 2])", 1),
        ("sum([1, 2, 3]) + round(2.6) + ceil(0.1) + floor(0.9) + abs(-1)", 11),
        ("2 * pi", 6.283185307),
        ("exp(0)", 1),
        ("200_000 / 2", 100_000),
    ],
)
def test_what_can_be_worked_out_is(expression: str, value: float) -> None:
    assert evaluate(expression) == pytest.approx(value)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("", "it does not say"),
        ("2 +", "it is no arithmetic"),
        ("1 / 0", "division by zero"),
        ("sqrt(-1)", "math domain error"),
        ("9 ** 9 ** 9", "a power is too large"),
        ("factorial(10 ** 9)", "factorial of so large a number"),
        ("10 ** 400", "too large"),
        ("[1, 2]", "list"),
        ("[1] * 2", "a list stands where a number is wanted"),
        ("__import__('os')", "is not understood"),
        ("open('x')", "is not understood"),
        ("().__class__", "is not understood"),
        ("'a' * 3", "is not understood"),
        ("True + 1", "is not understood"),
        ("x + 1", "is not understood"),
        ("(1 + 2j)", "is not understood"),
        ("sum(i for i in [1])", "is not understood"),
        ("max([])", "empty"),
        ("1 + " * 200 + "1", "more than 500 characters"),
        ("(" * 240 + "1" + ")" * 240, "it is no arithmetic"),
    ],
)
def test_what_is_no_arithmetic_is_refused_in_words(expression: str, words: str) -> None:
    with pytest.raises(ArithmeticSyntaxError, match=words):
        evaluate(expression)


@given(st.text(alphabet="0123456789+-*/%().,[] eabcdilmnopqrstux_'", max_size=40))
def test_no_text_does_anything_but_give_a_number_or_words(expression: str) -> None:
    with suppress(ArithmeticSyntaxError):
        assert math.isfinite(evaluate(expression))


@pytest.mark.parametrize(
    ("value", "written", "is_so"),
    [
        (0.28243, "0.282", True),
        (0.28243, "0.28", True),
        (0.28243, "0.283", False),
        (12785.7, "12786", True),
        (12785.7, "12785", False),
        (0.125, "0.12", True),
        (0.125, "0.13", True),
        (8_640_000, "8.6e6", True),
        (8_640_000, "8.7e6", False),
        (-3, "-3", True),
        (1 / 3, "0.3333333333", True),
        (4, "4.0", True),
        (4.04, "4.0", True),
        (4.06, "4.0", False),
    ],
)
def test_a_number_is_compared_to_its_last_digit(value: float, written: str, is_so: bool) -> None:
    assert agrees(value, written) is is_so


@pytest.mark.parametrize("written", ["", "4 s", "12,786", "about 3", "28%", "1/3", "nan"])
def test_what_is_no_plain_number_is_refused(written: str) -> None:
    with pytest.raises(ArithmeticSyntaxError, match="is no plain number"):
        agrees(4, written)
