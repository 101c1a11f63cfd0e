"""The canonical form of a bank: the same questions, the same words around them, and the same the second time."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.reader import read_bank
from lms.quizzes.rules import OWN_TYPES, Question, write_question
from lms.quizzes.service.bank_files import BankError, format_bank
from tests.house.files import ROOT
from tests.quizzes.foreign import TYPES
from tests.quizzes.generated import questions
from tests.quizzes.test_reader import DELIVERY, FRAGMENTS

HOOKS: Any = SimpleNamespace(question_types=lambda: [list(OWN_TYPES)])
BANKS = sorted((ROOT / "courses").rglob("quiz.md"))
AROUND = [
    "",
    "# Heading",
    "Words to colleagues.",
    "<!-- a remark",
    "-->",
    "- [x] a list",
    "````markdown",
    "````",
    "\t x",
]


def fmt(source: str) -> str:
    return format_bank(HOOKS, source, "quiz.md")


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.parent.name)
def test_every_shipped_bank_keeps_its_questions_and_is_stable(path: Path) -> None:
    source = path.read_text("utf-8")
    formatted = fmt(source)
    assert (
        read_bank(formatted, path="", types=TYPES).questions == read_bank(source, path="", types=TYPES).questions
    )
    assert fmt(formatted) == formatted


@given(st.lists(questions() | st.sampled_from(AROUND), max_size=6))
def test_questions_between_words_of_any_kind_are_stable(parts: list[Question | str]) -> None:
    numbered = [
        part if isinstance(part, str) else write_question(part).replace("-01-", f"-{at:02}-", 1).rstrip("\n")
        for at, part in enumerate(parts)
    ]
    source = "\n".join(numbered)
    try:
        formatted = fmt(source)
    except BankError:
        return  # what stands around left a fence open
    assert fmt(formatted) == formatted
    assert formatted.rstrip("\n") == source.rstrip("\n")


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30))
def test_any_mixture_of_lines_is_refused_or_stable(lines: list[str]) -> None:
    source = "\n".join(["Words.", "```quiz", "id: a-q01", "type: single", "", "1?", *lines, "```", "", "More."])
    try:
        formatted = fmt(source)
    except BankError:
        return
    assert fmt(formatted) == formatted
    assert (
        read_bank(formatted, path="", types=TYPES).questions == read_bank(source, path="", types=TYPES).questions
    )


def test_a_question_within_a_list_stays_within_it() -> None:
    source = "- A question:\n\n" + "".join(f"  {line}\n" if line else "\n" for line in DELIVERY.split("\n")[:-1])
    assert fmt(source) == source


@pytest.mark.parametrize("source", ["", "\n\n", "\ufeff"])
def test_an_empty_bank_stays_empty(source: str) -> None:
    assert fmt(source) == ""
