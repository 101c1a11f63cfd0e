"""The 43 questions of GIFT's own documentation, each with what a person reads in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lms.quizzes.reader.formats import ForeignBank, Taken, read_foreign
from lms.quizzes.rules import (
    OWN_TYPES,
    Matching,
    Multiple,
    Number,
    Question,
    Short,
    Single,
    TrueFalse,
    Words,
    register_types,
)
from lms.quizzes.writer.html import plain_of
from tests.quizzes.seen import weights


@dataclass(frozen=True)
class Expected:
    """What a question asks, what is right in it, and what it says to whom; `lost` counts answers left out."""

    type: str
    stem: str
    key: Any
    feedback: list[str] = field(default_factory=list)
    name: str = ""
    lost: int = 0


BURIED = "Who's buried in Grant's tomb?"
TOMB = Expected("single", BURIED, [("Grant", 0, ""), ("Jefferson", 0, ""), ("no one", 100, "")])
ENTOMBED = Expected(
    "single", "Grant is _____ in Grant's tomb.", [("buried", 0, ""), ("entombed", 100, ""), ("living", 0, "")]
)
FALSE = Expected("truefalse", "Grant is buried in Grant's tomb.", "false")
NO_ONE = Expected("short", BURIED, ("no one", "nobody"))
EXCELLENT = ["no one: excellent answer!", "nobody: excellent answer!"]
BORN = "When was Ulysses S. Grant born?"
PI = "What is the value of pi (to 3 decimal places)? _____."
THURSDAY = "The American holiday of Thanksgiving is celebrated on the _____ Thursday of November."
THIRD_IS_NOT_FOURTH = [("second", 0, ""), ("third", 0, ""), ("fourth", 100, "")]
KANJI = "Japanese characters originally came from what country?"
ENTOMBED_TWO = "What two people are entombed in Grant's tomb?"
FROM = "Jesus Christ was from"
NAZARETH = [
    "Nazareth: Yes! That's right!",
    "Nazereth: Right, but misspelled.",
    "Bethlehem: He was born here, but not raised here.",
]
BACKSLASH = (
    "Correct! \\ (backslash) is not a control character. BUT, it is used to escape the control characters."
    " So, to specify a literal backslash, you must escape it with a backslash (as shown in this example)."
)

EXPECTED = [
    TOMB,
    ENTOMBED,
    FALSE,
    NO_ONE,
    Expected("number", BORN, (1821, 1823)),
    TOMB,
    ENTOMBED,
    Expected("single", THURSDAY, THIRD_IS_NOT_FOURTH),
    Expected("single", KANJI, [("India", 0, ""), ("China", 100, ""), ("Korea", 0, ""), ("Egypt", 0, "")]),
    NO_ONE,
    Expected("short", "Two plus two equals _____.", ("four", "4")),
    FALSE,
    Expected("truefalse", "The sun rises in the east.", "true"),
    Expected("match", "Matching Question.", [(f"subquestion{n}", f"subanswer{n}") for n in (1, 2, 3)]),
    Expected(
        "match",
        "Match the following countries with their corresponding capitals.",
        [("Canada", "Ottawa"), ("Italy", "Rome"), ("Japan", "Tokyo"), ("India", "New Delhi")],
    ),
    Expected("number", BORN, (1822, 1822)),
    Expected("number", PI, (3.141, 3.142)),
    Expected("number", PI, (3.141, 3.142)),
    Expected("number", BORN, (1822, 1822), lost=1),
    Expected("number", "What's 2 plus 2?", (4, 4)),
    Expected("short", KANJI, ("China",), name="Kanji Origins"),
    Expected("single", THURSDAY, THIRD_IS_NOT_FOURTH, name="Thanksgiving Date"),
    Expected(
        "single",
        "What's the answer to this multiple-choice question?",
        [
            ("wrong answer", 0, "feedback comment on the wrong answer"),
            ("another wrong answer", 0, "feedback comment on this wrong answer"),
            ("right answer", 100, "Very good!"),
        ],
    ),
    Expected("short", BURIED, ("no one", "nobody"), EXCELLENT),
    Expected("short", BURIED, ("no one", "nobody"), EXCELLENT),
    Expected(
        "truefalse", "Grant is buried in Grant's tomb.", "false", ["True: No one is buried in Grant's tomb."]
    ),
    Expected(
        "single",
        "Difficult question.",
        [("wrong answer", 0, ""), ("half credit answer", 50, ""), ("full credit answer", 100, "")],
    ),
    Expected(
        "single",
        f"{FROM} _____.",
        [
            ("Jerusalem", 0, "This was an important city, but the wrong answer."),
            ("Bethlehem", 25, "He was born here, but not raised here."),
            ("Galilee", 50, "You need to be more specific."),
            ("Nazareth", 100, "Yes! That's right!"),
        ],
        name="Jesus' hometown",
    ),
    Expected("short", FROM, ("Nazareth",), NAZARETH, name="Jesus' hometown", lost=2),
    Expected(
        "multiple",
        ENTOMBED_TWO,
        [("No one", 0, ""), ("Grant", 50, ""), ("Grant's wife", 50, ""), ("Grant's father", 0, "")],
    ),
    Expected(
        "multiple",
        ENTOMBED_TWO,
        [("No one", -50, ""), ("Grant", 50, ""), ("Grant's wife", 50, ""), ("Grant's father", -50, "")],
    ),
    Expected("single", "Which answer equals 5?", [("= 2 + 2", 0, ""), ("= 2 + 3", 100, ""), ("= 2 + 4", 0, "")]),
    Expected(
        "single",
        "Which of the following is NOT a control character for the GIFT import format?",
        [
            *((sign, 0, f"{sign} is a control character.") for sign in "~=#{}"),
            ("\\", 100, BACKSLASH),
        ],
        name="GIFT Control Characters",
    ),
    TOMB,
    ENTOMBED,
    FALSE,
    NO_ONE,
    Expected("number", BORN, (1817, 1827)),
    Expected(
        "match",
        "Match the following countries with their corresponding capitals.",
        [("Canada", "Ottawa"), ("Italy", "Rome"), ("Japan", "Tokyo")],
    ),
    Expected(
        "single",
        "Grant is _____ in Grant's tomb.",
        [
            ("buried", 0, "No one is buried there."),
            ("entombed", 100, "Right answer!"),
            ("living", 0, "We hope not!"),
        ],
        name="Grant's Tomb",
    ),
    Expected(
        "single",
        "Difficult multiple choice question.",
        [
            ("wrong answer", 0, "comment on wrong answer"),
            ("half credit answer", 50, "comment on answer"),
            ("full credit answer", 100, "well done!"),
        ],
    ),
    Expected("short", f"{FROM} _____.", ("Nazareth",), NAZARETH, "Jesus' hometown (Short answer ex.)", lost=2),
    Expected(
        "number",
        BORN,
        (1822, 1822),
        [
            "1822: Correct! 100% credit",
            "1822 ± 2: He was born in 1822. You get 50% credit for being close.",
        ],
        name="Numerical example",
        lost=1,
    ),
]


@pytest.fixture(scope="module")
def bank(vectors: Path) -> ForeignBank:
    data = (vectors / "gift" / "examples.txt").read_bytes()
    return read_foreign(data, "gift", language="en", types=register_types(OWN_TYPES))


def test_every_example_is_taken(bank: ForeignBank) -> None:
    assert (len(bank.taken), bank.refused, bank.remarks) == (len(EXPECTED), (), ())
    assert len(EXPECTED) == 43


@pytest.mark.parametrize("at", range(43))
def test_an_example_means_what_its_author_meant(bank: ForeignBank, at: int) -> None:
    taken, expected = bank.taken[at], EXPECTED[at]
    question = taken.question
    assert (question.type, words(question.stem), taken.name) == (expected.type, expected.stem, expected.name)
    assert key(question) == expected.key
    paragraphs = question.feedback.text("en").split("\n\n") if question.feedback else []
    assert [plain_of(paragraph) for paragraph in paragraphs] == expected.feedback
    assert count_left_out(taken) == expected.lost


def test_markdown_of_an_example_stays_markdown(bank: ForeignBank) -> None:
    stem = bank.taken[24].question.stem
    assert stem is not None
    assert stem.text("en") == "Who's buried in **Grant's tomb**?"


def words(text: Words | None) -> str:
    return plain_of(text.text("en")) if text else ""


def count_left_out(taken: Taken) -> int:
    return sum("was left out" in change for change in taken.changes)


def key(question: Question) -> object:
    """What is right, as a person would tell it."""
    match question.answer:
        case Single(options) | Multiple(options) as answer:
            texts = [(words(option.text), words(option.feedback)) for option in options]
            return [(t, w, f) for (t, f), w in zip(texts, map(int, weights(answer)), strict=True)]
        case TrueFalse(is_true):
            return str(is_true).lower()
        case Short(accepted):
            return accepted
        case Number() as number:
            return tuple(map(float, number.bounds()))
        case Matching(pairs):
            return [(words(pair.left), words(pair.right)) for pair in pairs]
    raise AssertionError(question.type)
