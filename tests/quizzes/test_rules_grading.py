"""What an answer is worth, in whatever form it arrives, and who passes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules import (
    Answer,
    Drawn,
    Json,
    Multiple,
    Number,
    Option,
    Order,
    Question,
    Single,
    TrueFalse,
    Words,
    arrange,
    attempt_score_percent,
    grade,
    is_answered,
    passed,
    read_response,
    review,
    version,
)


def options(*marks: str) -> tuple[Option, ...]:
    """Options A, B, C … with feedback that tells the mark."""
    return tuple(
        Option(Words.of(en=chr(65 + at)), mark, Words.of(en=f"SECRET {mark}", zh=f"秘密 {mark}"))
        for at, mark in enumerate(marks)
    )


def ask(answer: Answer, question_id: str = "ai-01-q01", **changes: Any) -> Question:
    type_name = {Single: "single", Multiple: "multiple", TrueFalse: "truefalse", Number: "number"}[type(answer)]
    stem = Words.of(en="Which one?", zh="哪一个？")
    hint, feedback = Words.of(en="Think.", zh="想想。"), Words.of(en="SECRET.", zh="秘密。")
    return Question(question_id, type_name, stem, answer, hint=hint, feedback=feedback, **changes)


def in_order(question: Question, *order: int) -> Drawn:
    return Drawn(question.id, version(question), order)


SINGLE_CHOICE = ask(Single(options(" ", "x", "50")))
SEVERAL_CHOICE = ask(Multiple(options("x", "x", " ", " ")))
JUDGEMENT = ask(TrueFalse(is_true=False))
VOLTAGE = ask(Number("3.0", "0.1", unit="V"))
EVERY_TYPE = [SINGLE_CHOICE, SEVERAL_CHOICE, JUDGEMENT, VOLTAGE]


# Grading


@pytest.mark.parametrize(
    ("answer", "response", "credit"),
    [
        (Single(options(" ", "x", "50")), 1, 1),
        (Single(options(" ", "x", "50")), 0, 0),
        (Single(options(" ", "x", "33.333")), 2, Fraction(33333, 100000)),
        (Single(options(" ", "x")), 7, 0),
        (Single(options(" ", "x")), True, 0),
        (Multiple(options("x", "x", " ", " ")), [0, 1], 1),
        (Multiple(options("x", "x", " ", " ")), [0], Fraction(1, 2)),
        (Multiple(options("x", "x", " ", " ")), [0, 1, 2], Fraction(1, 2)),
        (Multiple(options("x", "x", " ", " ")), [0, 2], 0),
        (Multiple(options("x", "x", " ", " ")), [2, 3], 0),
        (Multiple(options("x", "x", " ", " ")), [0, 1, 2, 3], 0),
        (Multiple(options("x", "x", "x", " ")), [0, 1], Fraction(2, 3)),
        (Multiple(options("70", "30", "-20", "0")), [0, 2, 3], Fraction(1, 2)),
        (Multiple(options("33.33", "33.33", "33.33", " ")), [0, 1, 2], 1),
        (Multiple(options("x", " ")), [0, 0, 99, "0"], 1),
        (TrueFalse(is_true=False), False, 1),
        (TrueFalse(is_true=False), True, 0),
        (TrueFalse(is_true=False), 0, 0),
        (TrueFalse(is_true=True), "true", 0),
    ],
)
def test_a_response_earns_what_the_author_decided(answer: Answer, response: object, credit: Fraction) -> None:
    assert grade(ask(answer), response) == credit


@pytest.mark.parametrize(
    ("key", "typed", "is_right"),
    [
        (Number("3.0", "0.1"), "3.1", True),
        (Number("3.0", "0.1"), "2.9", True),
        (Number("3.0", "0.1"), "3.1000000000000000000000000000000000000001", False),
        (Number("0.3", "0"), "0.30", True),
        (Number("200", "5%"), "190", True),
        (Number("200", "5%"), "189.99", False),
        (Number("-200", "5%"), "-210", True),
        (Number("-200", "5%"), "-210.1", False),
        (Number(low="2.9", high="3.1"), "2.90", True),
        (Number(low="2.9", high="3.1"), "3.11", False),
        (Number("1.5e-3", "0"), "0.0015", True),
        (Number("0.5", "0"), " .5 ", True),
        (Number("5", "0"), "+5.", True),
        (Number("-5", "0"), "- 5", True),
        (Number("-5", "0"), "−5", True),
        (Number("-3.5", "0"), "－３．５", True),
        (Number("1000", "0"), "1,000", True),
        (Number("1000", "0"), "1，000", True),
        (Number("1000", "0"), "１０００", True),
        (Number("1234567.5", "0"), "1,234,567.5", True),
        (Number("1000", "0"), "1 000", True),
        (Number("1000", "0"), "1\u202f000", True),
        (Number("10000", "0"), "1,0000", False),
        (Number("100", "0"), "0,100", False),
        (Number("1000000", "0"), "1,000 000", False),
        (Number("3.1", "0.1"), "3,1", False),
        (Number("31", "0"), "3,1", False),
        (Number("250", "0", unit="ms"), "250", True),
        (Number("250", "0", unit="ms"), "250 MS", True),
        (Number("250", "0", unit="ms"), "250ms", True),
        (Number("250", "0", unit="ms"), "250　ｍｓ", True),
        (Number("250", "0", unit="ms"), "250 s", False),
        (Number("250", "0", unit="ms"), "0.25 s", False),
        (Number("250", "0"), "250 ms", False),
        (Number("25", "0", unit="%"), "25％", True),
        (Number("3", "0", unit="千瓦时"), "3 千瓦时", True),
        (Number("3", "0", unit="km/h"), "3 km / h", True),
        (Number("3", "0", unit="eV"), "3eV", True),
        (Number("3", "0", unit="Ω"), "3 Ω", True),
        (Number("102", "0"), "10²", False),
        (Number("2", "1000"), "two", False),
        (Number("0", "1000"), "1/2", False),
        (Number("0", "1000"), "", False),
        (Number("0", "1000"), "1e999999999", False),
        (Number("5", "0"), "٥", False),
    ],
)
def test_a_number_is_right_however_people_write_it(key: Number, typed: str, is_right: bool) -> None:
    question = ask(key)
    response = read_response(question, in_order(question), [typed])
    assert grade(question, response) == Fraction(is_right)


JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 5) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=2),
)
TYPED = st.text() | st.text("0123456789.,， +-−eE%V　", max_size=12)


@given(st.sampled_from(EVERY_TYPE), JSON_VALUES | TYPED)
def test_no_stored_response_makes_grading_or_reviewing_fail(question: Question, response: object) -> None:
    drawn = arrange(question, 1)
    assert 0 <= grade(question, response) <= 1
    assert review(question, drawn, response, "zh").credit == grade(question, response)


@given(
    st.lists(st.sampled_from(["x", " ", "100", "50", "0", "-50", "-100"]), min_size=1, max_size=5),
    st.sets(st.integers(0, 5)),
)
def test_no_weights_give_more_than_all_or_less_than_nothing(marks: list[str], chosen: set[int]) -> None:
    assert 0 <= grade(ask(Multiple(options(*marks))), sorted(chosen)) <= 1


# What a browser sends


@pytest.mark.parametrize(
    ("question", "order", "sent", "response"),
    [
        (SINGLE_CHOICE, (2, 0, 1), ["0"], 2),
        (SINGLE_CHOICE, (2, 0, 1), ["2"], 1),
        (SINGLE_CHOICE, (2, 0, 1), [], None),
        (SINGLE_CHOICE, (2, 0, 1), ["3"], None),
        (SINGLE_CHOICE, (2, 0, 1), ["-1"], None),
        (SINGLE_CHOICE, (2, 0, 1), ["٠"], None),
        (SINGLE_CHOICE, (2, 0, 1), ["0", "1"], None),
        (SEVERAL_CHOICE, (3, 2, 1, 0), ["0", "3", "3"], [0, 3]),
        (SEVERAL_CHOICE, (3, 2, 1, 0), ["0", "junk"], [3]),
        (SEVERAL_CHOICE, (3, 2, 1, 0), ["junk"], None),
        (JUDGEMENT, (), ["true"], True),
        (JUDGEMENT, (), ["false"], False),
        (JUDGEMENT, (), ["False"], None),
        (JUDGEMENT, (), ["true", "false"], None),
        (VOLTAGE, (), ["", " 3.0\x00 \n V\ud800 "], "3.0 V"),
        (VOLTAGE, (), ["  "], None),
        (VOLTAGE, (), ["9" * 5000], "9" * 100),
    ],
)
def test_what_a_browser_sends_becomes_a_response(
    question: Question, order: Order, sent: list[str], response: Json
) -> None:
    assert read_response(question, in_order(question, *order), sent) == response
    assert is_answered(response) == (response is not None)


@given(st.sampled_from(EVERY_TYPE), st.lists(TYPED | st.binary() | st.none() | st.integers(), max_size=4))
def test_whatever_a_browser_sends_can_be_stored_and_graded(question: Question, sent: list[Any]) -> None:
    response = read_response(question, arrange(question, 1), sent)
    stored = json.loads(json.dumps(response))
    assert stored == response
    assert grade(question, stored) == grade(question, response)


def test_an_empty_response_is_no_answer_but_false_and_the_first_option_are() -> None:
    assert [is_answered(response) for response in (None, "", [], False, 0, [0], "0")] == [False] * 3 + [True] * 4


# Passing


def test_five_right_of_eight_pass_a_mark_of_62_and_a_half_percent() -> None:
    score = attempt_score_percent([Fraction(1)] * 5 + [Fraction(0)] * 3)
    assert score == Decimal("62.5")
    assert passed(score, 62.5)
    assert not passed(score, Decimal("62.6"))


@pytest.mark.parametrize(
    ("earned", "score", "mark", "is_passed"),
    [
        ([Fraction(2, 3)], "66.6", 67, False),
        ([Fraction(1, 3)] * 3, "33.3", 33.3, True),
        ([Fraction(1, 3), Fraction(2, 3), Fraction(1)], "66.6", 66.6, True),
        ([Fraction(1, 10)] * 3, "10.0", 10, True),
        ([Fraction(599, 1000)], "59.9", 60, False),
        ([Fraction(1)] * 8, "100.0", 100, True),
        ([], "0.0", 0, True),
        ([], "0.0", 60, False),
    ],
)
def test_a_score_is_rounded_down_and_never_carries_anyone_over_the_mark(
    earned: Sequence[Fraction], score: str, mark: float, is_passed: bool
) -> None:
    assert str(attempt_score_percent(earned)) == score
    assert passed(attempt_score_percent(earned), mark) is is_passed


@given(st.lists(st.fractions(0, 1, max_denominator=12), min_size=1, max_size=12), st.integers(0, 1000))
def test_the_shown_score_passes_exactly_where_the_exact_one_does(earned: list[Fraction], tenths: int) -> None:
    exact = sum(earned) * 100 / len(earned) >= Fraction(tenths, 10)
    assert passed(attempt_score_percent(earned), Decimal(tenths) / 10) is exact
