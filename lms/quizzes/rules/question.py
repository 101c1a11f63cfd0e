"""A question, what its answer can do, and what a type of question is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from random import Random
from types import MappingProxyType
from typing import Protocol, TypeAlias

from lms.quizzes.rules.items import AnswerSource
from lms.quizzes.rules.places import Reporter
from lms.quizzes.rules.words import Words

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Order: TypeAlias = tuple[int, ...]
"""Shown position to real position, as drawn for one attempt; empty where nothing is shuffled."""


class Pool(StrEnum):
    """What a question is for: to be graded, or to be tried while reading."""

    GRADED = "graded"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Written:
    """An answer in canonical form: the header keys of its type and its answer lines."""

    lines: tuple[str, ...]
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One of several inputs, as shown; `label` is its name as markdown source.

    `input` is "text", "number", "choice" (`choices` are markdown source) or "word" (they are plain text). The
    browser sends what was typed, or the position of a choice, counted from 0.
    """

    input: str
    label: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a browser may see of an answer: the kind of input, the choices as shown, the unit.

    An answer of several inputs has `fields`, in the order in which their values are sent. They may stand in a
    `text`, which is markdown source with `place(k)` where the field k belongs. `template` has the macros `inputs`
    and `review` of the default, for a kind of input that this one does not know.
    """

    input: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    fields: tuple[Field, ...] = ()
    text: str = ""
    template: str = "quizzes/_inputs.html"


@dataclass(frozen=True, slots=True)
class ReviewedChoice:
    """A choice after submitting."""

    text: str
    is_chosen: bool
    is_right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedField:
    """One of several inputs after submitting: `value` is what the browser sent, `right` what is right in words.

    Where `right` is one of a field's choices, it is written as there. A page lists fields by `rank`.
    """

    value: str
    right: str
    is_right: bool
    is_readable: bool = True
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An answer after submitting; `is_readable` is False where what was typed could not be understood.

    `fields` stand as `Shown.fields` does.
    """

    choices: tuple[ReviewedChoice, ...] = ()
    given: str = ""
    is_readable: bool = True
    right_answer: str = ""
    fields: tuple[ReviewedField, ...] = ()


class Answer(Protocol):
    """The answer of one question: an immutable, hashable value that knows how it is asked and graded."""

    def write(self) -> Written:
        """The canonical form, which the type's `parse` reads back to an equal answer."""

    def to_json(self) -> Json:
        """The form for storage, which the type's `from_json` reads back to an equal answer."""

    def arrange(self, random: Random, /) -> Order:
        """An order of the choices for one attempt."""

    def show(self, order: Order, language: str, /) -> Shown:
        """What may be seen before submitting."""

    def read(self, order: Order, values: Sequence[object], /) -> Json:
        """The response in what a browser sent, or None; any value may come, none may raise.

        For an answer of several fields the value k is that of the field k, "" where it was left empty.
        """

    def grade(self, response: object, /) -> Fraction:
        """The credit of a response, 0 to 1; any value may come, none may raise."""

    def guess(self) -> Fraction | None:
        """The credit that a random guess may expect; None where none can be named."""

    def review(self, order: Order, response: object, language: str, /) -> Reviewed:
        """What may be seen after submitting."""


@dataclass(frozen=True, slots=True)
class QuestionType:
    """A type of question, as the house or a plugin provides it.

    `marker` recognizes where an answer line begins (leading spaces are gone); its first group, if any,
    is the item's mark. Without a marker the whole text up to the hint is the answer: one item and no stem.
    `parse` reports what is wrong and then may give None. `keys` are header keys of this type alone.
    `needs_stem` is False where the answer lines hold the whole text.
    """

    name: str
    marker: re.Pattern[str] | None
    parse: Callable[[AnswerSource, Reporter], Answer | None]
    from_json: Callable[[Json], Answer]
    keys: frozenset[str] = frozenset()
    needs_stem: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a bank; `line` is where its block opens and takes no part in equality.

    `stem` is None only for a type whose answer lines hold the whole text.
    """

    id: str
    type: str
    stem: Words | None
    answer: Answer
    tags: tuple[str, ...] = ()
    section: str = ""
    pool: Pool = Pool.GRADED
    hint: Words | None = None
    feedback: Words | None = None
    line: int = field(default=0, compare=False)


def register_types(types: Iterable[QuestionType]) -> Mapping[str, QuestionType]:
    """Question types by name; ValueError where two have the same name."""
    registry: dict[str, QuestionType] = {}
    for question_type in types:
        if question_type.name in registry:
            raise ValueError(f"Two question types are called {question_type.name!r}.")
        registry[question_type.name] = question_type
    return MappingProxyType(registry)
