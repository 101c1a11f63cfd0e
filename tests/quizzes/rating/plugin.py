"""A room from outside with a type of question whose input is none of the house: a mark on each of two scales."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from flask import Blueprint

from lms.core.hookspecs import hookimpl
from lms.quizzes.rules import (
    AnswerSource,
    Field,
    Json,
    Order,
    QuestionType,
    Reporter,
    Reviewed,
    ReviewedField,
    Shown,
    Words,
    Written,
)

TEMPLATE = "rating/_scale.html"


@dataclass(frozen=True, slots=True)
class Rating:
    """What is to be rated, and the right mark of each, from 0 to 9."""

    rated: tuple[Words, ...]
    marks: tuple[int, ...]

    def write(self) -> Written:
        pairs = zip(self.rated, self.marks, strict=True)
        return Written(tuple(f"* {words.text('en')} = {mark}" for words, mark in pairs))

    def to_json(self) -> Json:
        return {"rated": [words.to_json() for words in self.rated], "marks": list(self.marks)}

    def arrange(self, _random: Random) -> Order:
        return ()

    def show(self, _order: Order, language: str) -> Shown:
        fields = tuple(Field("scale", words.text(language)) for words in self.rated)
        return Shown("rating", fields=fields, template=TEMPLATE)

    def read(self, _order: Order, values: Sequence[object]) -> Json:
        marks = [int(value) if isinstance(value, str) and value in set("0123456789") else None for value in values]
        return marks if any(mark is not None for mark in marks) else None

    def grade(self, response: object) -> Fraction:
        return Fraction(response == list(self.marks))

    def guess(self) -> Fraction:
        return Fraction(1, 10 ** len(self.marks))

    def review(self, _order: Order, response: object, _language: str) -> Reviewed:
        given = response if isinstance(response, list) else [None] * len(self.marks)
        pairs = zip(given, self.marks, strict=True)
        sent = [("" if one is None else str(one), mark, one == mark) for one, mark in pairs]
        return Reviewed(fields=tuple(ReviewedField(value, str(mark), is_right) for value, mark, is_right in sent))


def _parse(source: AnswerSource, _report: Reporter) -> Rating:
    lines = [item.text[0].line.text.partition(" = ") for item in source.items]
    return Rating(tuple(Words.of(en=left) for left, _, _ in lines), tuple(int(mark) for _, _, mark in lines))


def _load(value: Any) -> Rating:
    return Rating(tuple(Words.of(**words) for words in value["rated"]), tuple(value["marks"]))


blueprint = Blueprint("rating", __name__, template_folder="templates")


@hookimpl
def blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def question_types() -> list[QuestionType]:
    return [QuestionType("rating", re.compile(r"\* "), _parse, _load)]
