"""How questions are written, drawn and shown, and how a plugin's type joins them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.reader import read_bank
from lms.quizzes.rules import (
    OWN_TYPES,
    Answer,
    Drawn,
    Multiple,
    Number,
    Option,
    Pool,
    Question,
    ReviewedChoice,
    Single,
    TrueFalse,
    Words,
    arrange,
    draw,
    from_json,
    public_question,
    register_types,
    review,
    to_json,
    version,
    write_question,
)

TYPES = register_types(OWN_TYPES)


def options(*marks: str) -> tuple[Option, ...]:
    """Options A, B, C … with feedback that must not be seen too early."""
    return tuple(
        Option(Words.of(en=chr(65 + at)), mark, Words.of(en=f"SECRET {at}", zh=f"秘密 {at}"))
        for at, mark in enumerate(marks)
    )


def ask(answer: Answer, question_id: str = "ai-01-q01", **changes: Any) -> Question:
    type_name = {Single: "single", Multiple: "multiple", TrueFalse: "truefalse", Number: "number"}[type(answer)]
    question = Question(
        question_id,
        type_name,
        stem=Words.of(en="Which one?", zh="哪一个？"),
        answer=answer,
        hint=Words.of(en="Think.", zh="想想。"),
        feedback=Words.of(en="SECRET.", zh="秘密。"),
    )
    return replace(question, **changes)


SINGLE_CHOICE = ask(Single(options(" ", "x", "50")))
SEVERAL_CHOICE = ask(Multiple(options("x", "x", " ", " ")))
JUDGEMENT = ask(TrueFalse(is_true=False))
VOLTAGE = ask(Number("3.0", "5%", unit="V"))
EVERY_TYPE = [SINGLE_CHOICE, SEVERAL_CHOICE, JUDGEMENT, VOLTAGE]


def bank_of(**sections: int) -> list[Question]:
    """So many graded questions about each section."""
    names = [name for name, count in sections.items() for _ in range(count)]
    return [ask(SEVERAL_CHOICE.answer, f"ai-01-q{at:02}", section=name) for at, name in enumerate(names)]


# Words


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("One.\n\nTwo.", "一。"),
        ("```\na\n```", "```\nb\n```"),
        ("Text", "```\nb\n```"),
        ("```\nnever closed", "```\nnever closed"),
        ("", ""),
        (" \n", "一"),
    ],
)
def test_languages_that_do_not_correspond_are_refused(en: str, zh: str) -> None:
    with pytest.raises(ValueError, match=r"paragraphs|Code|closed|no text"):
        Words.of(en=en, zh=zh)


@pytest.mark.parametrize("text", ["42", "3.5 V", "TCP/IP", "`x = 1`", "$\\alpha + b$", "```\nprint(1)\n```", "→"])
def test_what_has_no_words_is_the_same_in_every_language(text: str) -> None:
    assert Words.of(en=text) == Words.of(en=text, zh=text)


@pytest.mark.parametrize("text", ["Python", "5 ms", "no", "`x` is right", "对"])
def test_words_wait_for_a_translation_and_are_shown_as_they_are_until_then(text: str) -> None:
    assert Words.of(en=text) != Words.of(en=text, zh=text)
    assert Words.of(en=text).text("zh") == text


# One form


def test_the_version_is_the_hash_of_the_canonical_form_and_the_line_is_no_part_of_it() -> None:
    moved = replace(VOLTAGE, line=99)
    assert moved == VOLTAGE
    assert version(moved) == hashlib.sha256(write_question(VOLTAGE).encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"stem": Words.of(en="Which one?", zh="哪个？")},
        {"hint": None},
        {"tags": ("mqtt",)},
        {"section": "safety"},
        {"answer": Number("3.0", "6%", unit="V")},
        {"answer": Number("3.00", "5%", unit="V")},
    ],
)
def test_every_change_of_a_question_is_another_version(change: dict[str, Any]) -> None:
    assert version(replace(VOLTAGE, **change)) != version(VOLTAGE)


def test_code_within_a_question_gets_a_longer_fence_around_it() -> None:
    question = replace(VOLTAGE, stem=Words.of(en="````\n```quiz\n````"))
    assert write_question(question).startswith("`````quiz\n")
    assert read_bank(write_question(question), path="", types=TYPES).questions == (question,)


@pytest.mark.parametrize("question", EVERY_TYPE, ids=lambda question: question.type)
def test_a_stored_question_is_loaded_as_it_was(question: Question) -> None:
    assert from_json(json.loads(json.dumps(to_json(question))), TYPES) == question


def test_a_stored_question_of_a_missing_plugin_is_named() -> None:
    stored = {**to_json(VOLTAGE), "type": "essay"}
    with pytest.raises(LookupError, match=r"ai-01-q01.*essay"):
        from_json(stored, TYPES)


# Drawing


def test_one_seed_draws_one_attempt_in_whatever_order_the_bank_is_read() -> None:
    bank = bank_of(a=5, b=5)
    assert draw(bank, 6, "attempt 7") == draw(bank[::-1], 6, "attempt 7")
    assert len({draw(bank, 6, seed) for seed in range(20)}) > 15


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 5)), st.integers(-1, 40), st.integers())
def test_no_section_is_asked_twice_before_every_other_was_asked_once(
    sizes: dict[str, int], count: int, seed: int
) -> None:
    bank = bank_of(**sizes)
    drawn = draw(bank, count, seed)
    by_id = {question.id: question for question in bank}
    asked = Counter(by_id[one.question_id].section for one in drawn)
    assert len({one.question_id for one in drawn}) == len(drawn) == min(max(count, 0), len(bank))
    for section, size in sizes.items():
        assert asked[section] == size or asked[section] + 1 >= max(asked.values(), default=0)


def test_only_graded_questions_are_drawn_and_no_more_than_there_are() -> None:
    bank = [*bank_of(a=3), ask(VOLTAGE.answer, "ai-01-p01", pool=Pool.PRACTICE)]
    assert {drawn.question_id for drawn in draw(bank, 8, 1)} == {"ai-01-q00", "ai-01-q01", "ai-01-q02"}


def test_every_question_and_every_order_has_its_turn() -> None:
    bank = bank_of(a=2, b=2)
    attempts = [draw(bank, 2, seed) for seed in range(300)]
    assert {drawn.question_id for attempt in attempts for drawn in attempt} == {question.id for question in bank}
    assert {draw(bank, 1, seed)[0].question_id for seed in range(50)} == {question.id for question in bank}
    assert len({attempt[0].order for attempt in attempts}) == 24
    assert all(sorted(drawn.order) == [0, 1, 2, 3] for attempt in attempts for drawn in attempt)


def test_a_check_in_the_reading_is_shuffled_too_but_true_stands_before_false() -> None:
    assert len({arrange(SINGLE_CHOICE, seed).order for seed in range(50)}) == 6
    assert {public_question(JUDGEMENT, arrange(JUDGEMENT, seed), "en").choices for seed in range(9)} == {
        ("true", "false")
    }


# Showing


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("question", EVERY_TYPE, ids=lambda question: question.type)
def test_a_browser_learns_nothing_about_the_key_before_submitting(question: Question, language: str) -> None:
    shown = str(asdict(public_question(question, arrange(question, 1), language)))
    assert re.search(r"SECRET|秘密|weight|mark|right|feedback|order|3\.0|5%", shown) is None


@pytest.mark.parametrize(("right", "wrong"), [("x, ", " ,x"), ("100,50", "50,100")])
def test_questions_that_differ_in_the_key_alone_look_the_same(right: str, wrong: str) -> None:
    one, other = (ask(Multiple(options(*marks.split(",")))) for marks in (right, wrong))
    drawn = Drawn("ai-01-q01", "", (1, 0))
    assert public_question(one, drawn, "zh") == public_question(other, drawn, "zh")


def test_a_question_is_shown_in_the_readers_language_and_the_drawn_order() -> None:
    shown = public_question(SINGLE_CHOICE, Drawn("ai-01-q01", "", (2, 0, 1)), "zh")
    assert (shown.input, shown.stem, shown.choices, shown.hint) == ("one", "哪一个？", ("C", "A", "B"), "想想。")
    voltage = public_question(VOLTAGE, arrange(VOLTAGE, 1), "en")
    assert (voltage.input, voltage.stem, voltage.choices, voltage.unit) == ("number", "Which one?", (), "V")


def test_a_question_that_was_not_drawn_is_not_shown() -> None:
    with pytest.raises(ValueError, match="ai-01-q09"):
        public_question(VOLTAGE, Drawn("ai-01-q09", "", ()), "en")


def test_after_submitting_each_option_says_what_was_chosen_and_why_it_is_right_or_wrong() -> None:
    seen = review(SINGLE_CHOICE, Drawn("ai-01-q01", "", (2, 0, 1)), 2, "zh")
    assert seen.credit == Fraction(1, 2)
    assert seen.choices == (
        ReviewedChoice("C", is_chosen=True, is_right=False, feedback="秘密 2"),
        ReviewedChoice("A", is_chosen=False, is_right=False, feedback="秘密 0"),
        ReviewedChoice("B", is_chosen=False, is_right=True, feedback="秘密 1"),
    )
    assert seen.feedback == "秘密。"
    assert seen.question.choices == ("C", "A", "B")


def test_after_submitting_a_judgement_shows_both_words() -> None:
    seen = review(JUDGEMENT, arrange(JUDGEMENT, 1), True, "en")  # noqa: FBT003 - a stored response is a bare value
    assert [(choice.text, choice.is_chosen, choice.is_right) for choice in seen.choices] == [
        ("true", True, False),
        ("false", False, True),
    ]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Number("3.0", "5%", unit="V"), "3.0 V (± 5%)"),
        (Number("3.0", "0.1"), "3.0 (± 0.1)"),
        (Number("3.0", "0", unit="V"), "3.0 V"),
        (Number(low="2.9", high="3.1", unit="V"), "2.9 – 3.1 V"),
    ],
)
def test_after_submitting_a_number_is_told_in_words(answer: Number, words: str) -> None:
    question = ask(answer)
    assert review(question, arrange(question, 1), None, "zh").right_answer == words


@pytest.mark.parametrize(("typed", "is_readable"), [("3,1", False), ("99", True), (None, True)])
def test_somebody_whose_number_could_not_be_read_is_told_so(typed: str | None, is_readable: bool) -> None:
    seen = review(VOLTAGE, arrange(VOLTAGE, 1), typed, "zh")
    assert (seen.credit, seen.given, seen.is_readable) == (0, typed or "", is_readable)
