"""GIFT that we write, read by a parser that others wrote: it finds the same questions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules import Matching, Multiple, Number, Question, Short, Single, TrueFalse, Words
from lms.quizzes.writer import REFUSALS, Format, write_foreign
from lms.quizzes.writer.html import plain_of
from lms.quizzes.writer.losses import find_traits
from tests.quizzes.generated import questions
from tests.quizzes.independent import read_gift
from tests.quizzes.seen import weights

# A formula between single signs is written between double ones, as Moodle reads them.
FORMULA = re.compile(r"(?<![\\$])\$(x\^2)\$(?!\$)")
QUESTIONS = st.lists(
    questions("single", "multiple", "truefalse", "number", "short", "match"), min_size=1, max_size=8
)


def markdown(words: Words | None) -> str:
    return FORMULA.sub(r"$$\1$$", words.text("en")) if words else ""


def text(read: dict[str, Any] | None) -> str:
    return read["text"] if read else ""


@given(QUESTIONS)
def test_an_independent_parser_reads_what_we_write(asked: list[Question]) -> None:
    asked = [question for question in asked if not is_taken_for_a_pair(question)]
    held = [question for question in asked if not find_traits(question) & set(REFUSALS[Format.GIFT])]
    written = write_foreign(asked, Format.GIFT, language="en", title="iot-01")
    assert written.count == len(held)
    read = read_gift(written.data.decode()) if held else []
    assert len(read) == len(held)
    for question, found in zip(held, read, strict=True):
        assert (found["id"], found["title"]) == (question.id, question.id)
        assert tuple(found["tags"] or ()) == question.tags
        assert (found["stem"]["format"], text(found["stem"])) == ("markdown", markdown(question.stem))
        assert text(found["globalFeedback"]) == markdown(question.feedback)
        compare(question.answer, found)


def is_taken_for_a_pair(question: Question) -> bool:
    """Whether the first option is right and has an arrow: Moodle reads it as it is meant, this parser does not."""
    answer = question.answer
    return (
        isinstance(answer, Single) and answer.options[0].mark == "x" and "->" in markdown(answer.options[0].text)
    )


def compare(answer: object, found: dict[str, Any]) -> None:
    """What is right, and how much, as the parser found it."""
    match answer:
        case Single(options) | Multiple(options):
            assert found["type"] == "MC"
            read = [(text(c["text"]), percent(c), text(c["feedback"])) for c in found["choices"]]
            for option, weight, choice in zip(options, weights(answer), read, strict=True):
                assert (choice[0], choice[2]) == (markdown(option.text), markdown(option.feedback))
                assert choice[1] == pytest.approx(float(weight), abs=1e-5)
        case TrueFalse(is_true):
            assert (found["type"], found["isTrue"]) == ("TF", is_true)
        case Short(accepted):
            assert found["type"] == "Short"
            assert [text(c["text"]).replace(r"\*", "*") for c in found["choices"]] == list(accepted)
            assert all(percent(choice) == 100 for choice in found["choices"])
        case Number() as number:
            assert (found["type"], bounds(found["choices"])) == ("Numerical", pytest.approx(ends(number)))
        case Matching(pairs, decoys):
            sides = [(markdown(pair.left), plain(pair.right)) for pair in pairs]
            sides += [("", plain(decoy)) for decoy in decoys]
            assert [(text(p["subquestion"]), p["subanswer"]) for p in found["matchPairs"]] == sides


def percent(choice: dict[str, Any]) -> float:
    return float(choice["weight"] if choice["weight"] is not None else 100 * choice["isCorrect"])


def bounds(number: dict[str, Any]) -> tuple[float, float]:
    if number["type"] == "high-low":
        return number["numberLow"], number["numberHigh"]
    return number["number"] - number["range"], number["number"] + number["range"]


def ends(number: Number) -> tuple[float, float]:
    low, high = number.bounds()
    return float(low), float(high)


def plain(words: Words) -> str:
    return plain_of(words.text("en"))
