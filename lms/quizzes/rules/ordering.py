"""Items to put in order: every item that directly follows the right one earns a share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from lms.quizzes.rules.fields import FIELDS_MAXIMUM, field_values, find_choice, is_choice
from lms.quizzes.rules.items import AnswerSource, Item, report_feedback, report_same
from lms.quizzes.rules.places import Reporter
from lms.quizzes.rules.question import Field, Json, Order, QuestionType, Reviewed, ReviewedField, Shown, Written
from lms.quizzes.rules.words import Words, write_words

# A number with decimals at the beginning of a line is none of a list.
ITEM_MARKER = re.compile(r"([0-9]{1,3})(?:[.)](?![0-9])|[．、）])\s*")
# Two are never shown in the right order, so that everybody would know it.
_ITEMS_MINIMUM = 3


@dataclass(frozen=True, slots=True)
class Ordering:
    """Items in their right order; a response gives each of them a place from 0, or None."""

    items: tuple[Words, ...]

    def write(self) -> Written:
        return Written(tuple(line for number, item in enumerate(self.items, 1) for line in _write(number, item)))

    def to_json(self) -> Json:
        return {"items": [item.to_json() for item in self.items]}

    @classmethod
    def from_json(cls, value: Any) -> Ordering:
        return cls(tuple(Words.of(**item) for item in value["items"]))

    def arrange(self, random: Random) -> Order:
        right = tuple(range(len(self.items)))
        order = right
        while order == right and len(right) > 1:
            order = tuple(random.sample(right, len(right)))
        return order

    def show(self, order: Order, language: str) -> Shown:
        numbers = tuple(str(number) for number in range(1, len(self.items) + 1))
        fields = tuple(Field("word", self.items[real].text(language), numbers) for real in order)
        return Shown("order", fields=fields)

    def read(self, order: Order, values: Sequence[object]) -> Json:
        every_place = range(len(self.items))
        places = [find_choice(value, every_place) for value in field_values(values, len(order))]
        by_item = dict(zip(order, places, strict=True))
        return [by_item.get(real) for real in every_place] if any(p is not None for p in places) else None

    def grade(self, response: object) -> Fraction:
        pairs = list(pairwise(self._places(response)))
        if not pairs:
            return Fraction(self._places(response) == [0])
        following = sum(here is not None and there == here + 1 for here, there in pairs)
        return Fraction(following, len(pairs))

    def guess(self) -> Fraction:
        return Fraction(1, len(self.items))

    def review(self, order: Order, response: object, _language: str) -> Reviewed:
        places = self._places(response)
        return Reviewed(
            fields=tuple(
                ReviewedField(
                    value="" if (chosen := places[real]) is None else str(chosen),
                    right=str(real + 1),
                    is_right=chosen == real,
                    rank=real,
                )
                for real in order
            )
        )

    def _places(self, response: object) -> list[int | None]:
        """The place given to each item, as far as the response gives any."""
        count = len(self.items)
        if not isinstance(response, list | tuple) or len(response) != count:
            return [None] * count
        return [place if is_choice(place, count) else None for place in response]


def _write(number: int, item: Words) -> list[str]:
    lines = write_words(item, source="  ", indent="  ")
    return [f"{number}. {lines[0].lstrip()}", *lines[1:]]


def _parse(source: AnswerSource, report: Reporter) -> Ordering | None:
    if not source.items:
        hint = "Write the items in their right order, as a list that begins with 1."
        report.error(source.opening, "question-no-items", "This question has nothing to put in order.", hint)
    elif not _ITEMS_MINIMUM <= len(source.items) <= FIELDS_MAXIMUM:
        message = (
            f"{_ITEMS_MINIMUM} to {FIELDS_MAXIMUM} items can be put in order, and here are {len(source.items)}."
        )
        hint = "The order of two is better asked by type: single."
        report.error(source.items[0].first, "question-items-count", message, hint)
    items = [_read_item(number, item, report) for number, item in enumerate(source.items, 1)]
    report_same(source.items, items, report)
    found = tuple(item for item in items if item is not None)
    return None if report.has_error else Ordering(found)


def _read_item(number: int, item: Item, report: Reporter) -> Words | None:
    report_feedback(item, report)
    if int(item.mark) not in {1, number}:
        message = f"This item is numbered {item.mark}, and stands at place {number}."
        report.error(item.first, "question-numbering", message, "Number the items as they stand: 1, 2, 3.")
    if not any(tagged.line.text.strip() for tagged in item.text):
        hint = "Write its text, or delete the line."
        report.error(item.first, "question-empty-option", "This item has no text.", hint)
    return item.read_text(report)


ORDER = QuestionType("order", ITEM_MARKER, _parse, Ordering.from_json)
