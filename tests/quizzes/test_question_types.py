"""How a plugin's type of question joins those of the house."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from lms.quizzes.reader import read_bank
from lms.quizzes.rules import (
    OWN_TYPES,
    SINGLE,
    AnswerSource,
    Json,
    Order,
    QuestionType,
    Reporter,
    Reviewed,
    Shown,
    Words,
    Written,
    arrange,
    from_json,
    grade,
    public_question,
    read_response,
    register_types,
    review,
    to_json,
    write_question,
)


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap in a text: "A broker listens on port [[1883]]."."""

    before: Words
    word: str

    def write(self) -> Written:
        return Written((f"{self.before.text('en')} [[{self.word}]]",), (("case", "no"),))

    def to_json(self) -> Json:
        return {"before": self.before.to_json(), "word": self.word}

    def arrange(self, _random: Random) -> Order:
        return ()

    def show(self, _order: Order, language: str) -> Shown:
        return Shown("gap", (self.before.text(language),))

    def read(self, _order: Order, values: Sequence[object]) -> Json:
        return str(values[0]) if values else None

    def grade(self, response: object) -> Fraction:
        return Fraction(7 if response == self.word else -7)

    def guess(self) -> None:
        return None

    def review(self, _order: Order, response: object, _language: str) -> Reviewed:
        return Reviewed(given=str(response), right_answer=self.word)


def parse_gap(source: AnswerSource, report: Reporter) -> Gap | None:
    line = source.items[0].text[0].line if source.items else source.opening
    before, _, rest = line.text.partition("[[")
    if not rest.endswith("]]"):
        report.error(line, "gap-open", "This gap is not closed.")
    return Gap(Words.of(en=before.strip()), rest.removesuffix("]]"))


def load_gap(value: Any) -> Gap:
    return Gap(Words.of(**value["before"]), value["word"])


GAP = QuestionType("gap", re.compile(r"(?=.*\[\[)"), parse_gap, load_gap, frozenset({"case"}), needs_stem=False)


def test_a_plugins_type_is_read_written_stored_asked_and_graded_like_our_own() -> None:
    types = register_types([*OWN_TYPES, GAP])
    source = "```quiz\nid: ai-01-q01\ntype: gap\ncase: no\n\nPort [[1883]]\n```\n"
    (question,) = read_bank(source, path="", types=types).questions
    assert write_question(question) == source
    assert from_json(json.loads(json.dumps(to_json(question))), types) == question
    drawn = arrange(question, 1)
    shown = public_question(question, drawn, "zh")
    assert (shown.input, shown.stem, shown.choices) == ("gap", "", ("Port",))
    assert grade(question, read_response(question, drawn, ["1883"])) == 1
    assert grade(question, read_response(question, drawn, ["80"])) == 0
    assert review(question, drawn, "80", "zh").right_answer == "1883"


def test_a_fault_that_a_plugins_type_reports_withholds_the_question() -> None:
    source = "```quiz\nid: ai-01-q01\ntype: gap\n\nPort [[1883]\n```\n"
    bank = read_bank(source, path="", types=register_types([GAP]))
    assert [(f.line, f.rule) for f in bank.findings] == [(5, "gap-open")]
    assert bank.questions == ()


def test_two_types_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="single"):
        register_types([*OWN_TYPES, SINGLE])
