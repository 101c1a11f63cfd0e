"""What goes out and comes back is what it was, but for what the table of losses says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from lms.quizzes.reader import read_bank
from lms.quizzes.reader.formats import read_foreign
from lms.quizzes.rules import (
    OWN_TYPES,
    Multiple,
    Number,
    Question,
    Short,
    Single,
    register_types,
    write_question,
)
from lms.quizzes.writer import LOSSES, REFUSALS, Format, Trait, write_foreign
from lms.quizzes.writer.losses import find_traits
from tests.quizzes.generated import questions
from tests.quizzes.seen import Seen, seen

TYPES = register_types(OWN_TYPES)
TWO_WAY = [Format.GIFT, Format.MOODLE, Format.CANVAS]


def come_back(question: Question, format_name: Format, language: str) -> tuple[Question, tuple[str, ...]]:
    """The question after it was written and read again, and what the reader says it changed."""
    written = write_foreign([question], format_name, language=language, title="iot-01")
    assert (written.count, written.refused) == (1, ()), written.refused
    bank = read_foreign(written.data, str(format_name), language=language or "en", types=TYPES)
    assert bank.refused == (), (bank.refused, written.data.decode("utf-8", "replace"))
    (taken,) = bank.taken
    return taken.question, taken.changes


def expect(question: Question, format_name: Format, language: str) -> Seen:
    """What the table says is left of a question; what it does not name must come back."""
    lost = find_traits(question) & set(LOSSES[format_name])
    answer: Any = question.answer
    if Trait.CASE in lost and isinstance(answer, Short):
        answer = replace(answer, case=False)
    if Trait.UNIT in lost and isinstance(answer, Number):
        answer = replace(answer, unit="")
    if Trait.WEIGHTS in lost and isinstance(answer, Single):
        answer = Single(tuple(replace(o, mark="x" if o.mark == "x" else " ") for o in answer.options))
    if {Trait.WEIGHTS, Trait.PENALTY} & lost and isinstance(answer, Multiple):
        right = answer.right
        answer = Multiple(
            tuple(replace(o, mark="x" if at in right else " ") for at, o in enumerate(answer.options))
        )
    left = seen(replace(question, answer=answer), language, is_plain=Trait.PARTNER_MARKUP in lost)
    if Trait.HINT in lost:
        left = replace(left, hint="")
    if Trait.TAGS in lost:
        left = replace(left, tags=())
    return left


def is_close(mine: Any, other: Any) -> bool:
    """Equal, but for the fifth decimal of a weight."""
    if isinstance(mine, list | tuple) and isinstance(other, list | tuple):
        return len(mine) == len(other) and all(map(is_close, mine, other))
    if isinstance(mine, Fraction) and isinstance(other, Fraction):
        return abs(mine - other) < Fraction(1, 10_000)
    return bool(mine == other)


def is_same(mine: Seen, other: Seen) -> bool:
    return is_close(mine.answer, other.answer) and replace(mine, answer=0) == replace(other, answer=0)


@given(questions())
def test_made_up_questions_are_such_as_our_bank_holds(question: Question) -> None:
    bank = read_bank(write_question(question), path="", types=TYPES)
    assert bank.questions == (question,), bank.findings


@pytest.mark.parametrize("format_name", TWO_WAY)
@given(question=questions())
def test_a_question_comes_back_as_the_table_says(question: Question, format_name: Format) -> None:
    if find_traits(question) & set(REFUSALS[format_name]):
        written = write_foreign([question], format_name, language="zh", title="iot-01")
        assert (written.count, len(written.refused)) == (0, 1)
        return
    for language in ("en", "zh"):
        returned, _ = come_back(question, format_name, language)
        is_plain = Trait.PARTNER_MARKUP in find_traits(question)
        assert is_same(expect(question, format_name, language), seen(returned, language, is_plain=is_plain))


@given(questions())
def test_moodle_xml_carries_both_languages(question: Question) -> None:
    returned, _ = come_back(question, Format.MOODLE, "")
    is_plain = Trait.PARTNER_MARKUP in find_traits(question)
    for language in ("en", "zh"):
        assert is_same(expect(question, Format.MOODLE, language), seen(returned, language, is_plain=is_plain))
