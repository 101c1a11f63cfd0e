"""Pairs to match: every left side with its right partner earns a share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lms.quizzes.rules.fields import FIELDS_MAXIMUM, field_values, find_choice, is_choice
from lms.quizzes.rules.items import AnswerSource, Item, report_same
from lms.quizzes.rules.places import Reporter
from lms.quizzes.rules.question import Field, Json, Order, QuestionType, Reviewed, ReviewedField, Shown, Written
from lms.quizzes.rules.sides import Sides, join_sides, read_sides
from lms.quizzes.rules.words import Words, write_words

# Neither an arrow nor a negative number begins a pair.
PAIR_MARKER = re.compile(r"-(?![->0-9])\s*")
_PAIRS_MINIMUM = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides that belong together."""

    left: Words
    right: Words


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs, and right sides without a partner.

    A response gives each left side the position of its partner in `choices`, or None.
    """

    pairs: tuple[Pair, ...]
    decoys: tuple[Words, ...] = ()

    @property
    def choices(self) -> tuple[Words, ...]:
        """What a left side can be matched with: each text once, so that equal right sides count for each other."""
        return tuple(dict.fromkeys((*(pair.right for pair in self.pairs), *self.decoys)))

    def write(self) -> Written:
        sides = [*((pair.left, pair.right) for pair in self.pairs), *((None, decoy) for decoy in self.decoys)]
        return Written(tuple(line for left, right in sides for line in _write(left, right)))

    def to_json(self) -> Json:
        return {
            "pairs": [[pair.left.to_json(), pair.right.to_json()] for pair in self.pairs],
            "decoys": [decoy.to_json() for decoy in self.decoys],
        }

    @classmethod
    def from_json(cls, value: Any) -> Matching:
        return cls(
            tuple(Pair(Words.of(**left), Words.of(**right)) for left, right in value["pairs"]),
            tuple(Words.of(**decoy) for decoy in value["decoys"]),
        )

    def arrange(self, random: Random) -> Order:
        return tuple(random.sample(range(len(self.choices)), len(self.choices)))

    def show(self, order: Order, language: str) -> Shown:
        choices = self.choices
        shown = tuple(choices[real].text(language) for real in order)
        return Shown(
            "match", fields=tuple(Field("choice", pair.left.text(language), shown) for pair in self.pairs)
        )

    def read(self, order: Order, values: Sequence[object]) -> Json:
        chosen = [find_choice(value, order) for value in field_values(values, len(self.pairs))]
        return chosen if any(choice is not None for choice in chosen) else None

    def grade(self, response: object) -> Fraction:
        right = sum(chosen == key for chosen, key in zip(self._chosen(response), self._key(), strict=True))
        return Fraction(right, len(self.pairs))

    def guess(self) -> Fraction:
        return Fraction(1, len(self.choices))

    def review(self, order: Order, response: object, language: str) -> Reviewed:
        choices = self.choices
        return Reviewed(
            fields=tuple(
                ReviewedField(
                    value="" if chosen is None else str(order.index(chosen)),
                    right=choices[key].text(language),
                    is_right=chosen == key,
                    rank=rank,
                )
                for rank, (chosen, key) in enumerate(zip(self._chosen(response), self._key(), strict=True))
            )
        )

    def _key(self) -> list[int]:
        places = {words: place for place, words in enumerate(self.choices)}
        return [places[pair.right] for pair in self.pairs]

    def _chosen(self, response: object) -> list[int | None]:
        """The choice of each left side, as far as the response makes any."""
        if not isinstance(response, list | tuple) or len(response) != len(self.pairs):
            return [None] * len(self.pairs)
        count = len(self.choices)
        return [choice if is_choice(choice, count) else None for choice in response]


def _write(left: Words | None, right: Words) -> list[str]:
    lines = write_words(join_sides(left, right), source="  ", indent="  ")
    return [f"- {lines[0].lstrip()}", *lines[1:]]


def _parse(source: AnswerSource, report: Reporter) -> Matching | None:
    sides = [read_sides(item, report) for item in source.items]
    report_same(source.items, [found.left if found else None for found in sides], report)
    read = [found for found in sides if found is not None]
    answer = Matching(
        tuple(Pair(found.left, found.right) for found in read if found.left is not None),
        tuple(found.right for found in read if found.left is None),
    )
    if report.has_error or len(read) < len(sides):
        return None
    at = source.items[0].first if source.items else source.opening
    if not _PAIRS_MINIMUM <= len(answer.pairs) <= FIELDS_MAXIMUM:
        message = f"{_PAIRS_MINIMUM} to {FIELDS_MAXIMUM} pairs can be matched, and here are {len(answer.pairs)}."
        report.error(
            at, "question-items-count", message, "Write each pair as - left -> right on a line of its own."
        )
    elif len(answer.choices) == 1:
        report.error(at, "question-no-choice", "All left sides have the same partner.", "Add a decoy: - -> text")
    _report_alike(source.items, read, report)
    return None if report.has_error else answer


def _report_alike(items: Sequence[Item], sides: Sequence[Sides], report: Reporter) -> None:
    """Report right sides of which nobody could say which is meant."""
    seen: dict[tuple[str, str], tuple[int, Sides]] = {}
    for item, found in zip(items, sides, strict=True):
        for text in found.right.by_language:
            number, other = seen.setdefault(text, (item.first.number, found))
            are_partners = found.left is not None and other.left is not None and found.right == other.right
            if other is not found and not are_partners:
                message = f"This right side reads in {text[0]} like that of line {number}, and is another."
                hint = "Word them so that they can be told apart in every language; a decoy is nobody's partner."
                report.error(item.first, "question-same-item", message, hint)
                break


MATCH = QuestionType("match", PAIR_MARKER, _parse, Matching.from_json)
