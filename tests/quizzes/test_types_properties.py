"""What holds for a question of any type, whatever is asked and whatever is answered."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.reader import read_bank
from lms.quizzes.rules import (
    OWN_TYPES,
    ChoiceGap,
    Cloze,
    Drawn,
    Json,
    Matching,
    Multiple,
    Number,
    NumberGap,
    Option,
    Ordering,
    Pair,
    Question,
    Short,
    Single,
    TextGap,
    TrueFalse,
    Words,
    arrange,
    grade,
    is_answered,
    public_question,
    read_response,
    register_types,
    review,
    write_question,
)
from tests.quizzes.questions import generated_questions

TYPES = register_types(OWN_TYPES)
EVERY_TYPE = pytest.mark.parametrize("type_name", sorted(TYPES))

JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 5) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
)
SENT = st.text(max_size=8) | st.sampled_from(
    ["", "0", "1", "2", "3", "true", "false", "-3.10", "a", "甲", "٣", "01"]
)
JUNK = SENT | st.binary(max_size=4) | st.none() | st.integers() | st.lists(st.text(max_size=2), max_size=2)


def values_shown(question: Question, drawn: Drawn, response: Json) -> list[str]:
    """What the page of a saved response would send if nothing were changed."""
    seen = review(question, drawn, response, "zh")
    if seen.choices:
        words = question.type == "truefalse"
        return [choice.text if words else str(at) for at, choice in enumerate(seen.choices) if choice.is_chosen]
    return [field.value for field in seen.fields] or [seen.given]


@EVERY_TYPE
@given(data=st.data())
def test_the_canonical_form_is_the_canonical_form_of_what_is_read_from_it(
    type_name: str, data: st.DataObject
) -> None:
    written = write_question(data.draw(generated_questions([type_name])))
    (question,) = read_bank(written, path="", types=TYPES).questions
    assert write_question(question) == written


@EVERY_TYPE
@given(data=st.data())
def test_no_response_makes_grading_or_reviewing_fail(type_name: str, data: st.DataObject) -> None:
    question = data.draw(generated_questions([type_name]))
    drawn = arrange(question, 1)
    count = len(public_question(question, drawn, "en").fields)
    of_right_length = st.lists(
        st.none() | st.integers(-1, 5) | SENT | st.booleans(), min_size=count, max_size=count
    )
    response = data.draw(JSON_VALUES | of_right_length)
    assert 0 <= question.answer.grade(response) <= 1
    for language in ("en", "zh"):
        seen = review(question, drawn, response, language)
        assert seen.credit == grade(question, response)
        assert len(seen.fields) == count


@EVERY_TYPE
@given(data=st.data())
def test_whatever_is_sent_can_be_stored_graded_and_shown_again(type_name: str, data: st.DataObject) -> None:
    question = data.draw(generated_questions([type_name]))
    drawn = arrange(question, data.draw(st.integers(0, 99)))
    response = read_response(question, drawn, data.draw(st.lists(JUNK, max_size=6)))
    stored = json.loads(json.dumps(response))
    assert stored == response
    assert grade(question, stored) == grade(question, response)
    assert read_response(question, drawn, values_shown(question, drawn, response)) == response


@EVERY_TYPE
@given(data=st.data())
def test_the_order_in_which_choices_are_shown_changes_no_grade(type_name: str, data: st.DataObject) -> None:
    question = data.draw(generated_questions([type_name]))
    first, second = (
        arrange(question, seed) for seed in data.draw(st.tuples(st.integers(0, 50), st.integers(51, 99)))
    )
    response = read_response(question, first, data.draw(st.lists(SENT, max_size=6)))
    # Whoever means the same answers the same, wherever it stands.
    assert read_response(question, second, values_shown(question, second, response)) == response


@EVERY_TYPE
@given(data=st.data())
def test_an_empty_form_is_no_answer_and_earns_nothing(type_name: str, data: st.DataObject) -> None:
    question = data.draw(generated_questions([type_name]))
    drawn = arrange(question, 1)
    for values in ([], ["", "", ""], [" "] * 9, ["\u200b"]):
        assert not is_answered(read_response(question, drawn, values))
    assert grade(question, None) == 0


@EVERY_TYPE
@given(data=st.data())
def test_what_the_review_calls_right_earns_everything(type_name: str, data: st.DataObject) -> None:
    question = data.draw(generated_questions([type_name]))
    drawn = arrange(question, 1)
    seen = review(question, drawn, None, "zh")
    if seen.choices:
        words = question.type == "truefalse"
        right = [choice.text if words else str(at) for at, choice in enumerate(seen.choices) if choice.is_right]
    elif seen.fields:
        pairs = zip(seen.question.fields, seen.fields, strict=True)
        right = [
            str(field.choices.index(one.right)) if field.choices else as_typed(field.input, one.right)
            for field, one in pairs
        ]
    else:
        right = [as_typed(seen.question.input, seen.right_answer)]
    assert grade(question, read_response(question, drawn, right)) == 1


def as_typed(kind: str, right_answer: str) -> str:
    """What somebody types who reads "3.0 V (± 5%)", "2.9 – 3.1" or "broker / 消息代理"."""
    return re.split(" – | \\(" if kind == "number" else " / ", right_answer)[0]


def of(*texts: str) -> tuple[Words, ...]:
    return tuple(Words.of(en=text, zh=f"{text}一") for text in texts)


A, B, C, D = of("one", "two", "three", "four")
MARKS = st.lists(st.sampled_from(["x", " ", "33.33", "-12.5", "50", "-100", "0"]), min_size=1, max_size=6)


@given(MARKS, st.sets(st.integers(0, 5)))
def test_several_options_earn_exactly_their_weights_and_never_less_than_nothing(
    marks: list[str], chosen: set[int]
) -> None:
    answer = Multiple(tuple(Option(A, mark) for mark in marks))
    chosen &= set(range(len(marks)))
    right = {at for at, mark in enumerate(marks) if mark in {"x", "33.33", "50"}}
    shares = {"x": Fraction(100, len(right) or 1), " ": Fraction(-100, (len(marks) - len(right)) or 1)}
    earned = sum((shares.get(marks[at]) or Fraction(marks[at]) for at in chosen), Fraction(0)) / 100
    assert answer.grade(sorted(chosen)) == (1 if chosen == right else min(Fraction(1), max(Fraction(0), earned)))


# ── Nothing of the key ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "its_order", "other", "other_order"),
    [
        (Short(("MQTT",)), (), Short(("a", "b"), case=True), ()),
        (Number("3", "0", unit="V"), (), Number(low="1", high="9", unit="V"), ()),
        (TrueFalse(is_true=True), (), TrueFalse(is_true=False), ()),
        (Ordering((A, B, C)), (2, 0, 1), Ordering((C, A, B)), (0, 1, 2)),
        (Matching((Pair(A, C), Pair(B, D))), (0, 1), Matching((Pair(A, D), Pair(B, C))), (1, 0)),
        (Matching((Pair(A, C), Pair(B, D))), (0, 1), Matching((Pair(A, C), Pair(B, C)), (D,)), (0, 1)),
        (
            Cloze((("en", ("x ", ChoiceGap(("a", "b", "c"), 0))),)),
            (1, 2, 0),
            Cloze((("en", ("x ", ChoiceGap(("c", "b", "a"), 1))),)),
            (1, 0, 2),
        ),
        (
            Cloze((("en", ("x ", TextGap(("a",)), NumberGap(Number("3", "0")))),)),
            (),
            Cloze((("en", ("x ", TextGap(("longer", "b")), NumberGap(Number(low="1", high="9")))),)),
            (),
        ),
    ],
)
def test_questions_that_differ_in_the_key_alone_look_the_same(
    one: Any, its_order: tuple[int, ...], other: Any, other_order: tuple[int, ...]
) -> None:
    for language in ("en", "zh"):
        assert one.show(its_order, language) == other.show(other_order, language)


# ── What a random guess may expect ──────────────────────────────────────────────────────────────────────────


def mean_of(answer: Any, responses: Any) -> Fraction:
    earned = [answer.grade(list(response)) for response in responses]
    return sum(earned, Fraction(0)) / len(earned)


def test_a_guess_is_worth_the_mean_of_all_that_could_be_answered() -> None:
    for count in (3, 4, 5):
        ordering = Ordering(of(*"abcde"[:count]))
        assert ordering.guess() == mean_of(ordering, permutations(range(count))) == Fraction(1, count)
    matching = Matching((Pair(A, C), Pair(B, C), Pair(C, D)), (A,))
    assert matching.guess() == mean_of(matching, product(range(3), repeat=3)) == Fraction(1, 3)
    cloze = Cloze((("en", (ChoiceGap(("a", "b"), 0), " ", ChoiceGap(("a", "b", "c"), 1), TextGap(("x",)))),))
    assert cloze.guess() == mean_of(cloze, product(range(2), range(3), ["?"])) == Fraction(5, 18)


def test_a_guess_at_a_choice_is_the_mean_of_its_weights_and_at_several_nobody_can_say() -> None:
    options = tuple(Option(text, mark) for text, mark in zip((A, B, C), ("x", "50", " "), strict=True))
    assert Single(options).guess() == Fraction(1, 2)
    assert Multiple(options).guess() is None
    assert TrueFalse(is_true=True).guess() == Fraction(1, 2)
    assert Number("3", "0").guess() == Short(("x",)).guess() == 0
