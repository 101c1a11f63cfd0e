"""Options to choose from: what single and multiple choice have in common."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, ClassVar, Self

from lms.quizzes.rules.items import AnswerSource, Item
from lms.quizzes.rules.places import Reporter
from lms.quizzes.rules.question import Json, Order, Reviewed, ReviewedChoice, Shown, Written
from lms.quizzes.rules.words import Words, write_words

# A bracket that is followed by ( or [ is a link.
OPTION_MARKER = re.compile(r"-\s*\[([^\]]*)\](?![(\[])\s*")
_WEIGHT = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,5})?")
RIGHT, WRONG = "x", " "


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `mark` is "x" for right, " " for wrong, or its weight in percent as decimal text."""

    text: Words
    mark: str
    feedback: Words | None = None

    @property
    def weight_percent(self) -> Fraction | None:
        """The weight that the author gave, or None."""
        return None if self.mark in {RIGHT, WRONG} else Fraction(self.mark)

    def write(self) -> list[str]:
        lines = write_words(self.text, source="  ", indent="  ")
        lines[0] = f"- [{self.mark}] {lines[0].lstrip()}"
        if self.feedback is not None:
            lines += write_words(self.feedback, source="  > ", mark=">", indent="  ")
        return lines

    def to_json(self) -> dict[str, Json]:
        feedback = self.feedback.to_json() if self.feedback else None
        return {"text": self.text.to_json(), "mark": self.mark, "feedback": feedback}


@dataclass(frozen=True, slots=True)
class Choice(ABC):
    """An answer that is chosen from options; a response names real positions, never shown ones."""

    options: tuple[Option, ...]
    input: ClassVar[str]

    @property
    @abstractmethod
    def right(self) -> frozenset[int]:
        """The positions of the right options."""

    @abstractmethod
    def chosen(self, response: object) -> frozenset[int]:
        """The positions that a response chooses; nothing where it is no response to this question."""

    def write(self) -> Written:
        return Written(tuple(line for option in self.options for line in option.write()))

    def to_json(self) -> Json:
        return {"options": [option.to_json() for option in self.options]}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        return cls(
            tuple(
                Option(
                    Words.of(**option["text"]),
                    option["mark"],
                    Words.of(**option["feedback"]) if option["feedback"] else None,
                )
                for option in value["options"]
            )
        )

    def arrange(self, random: Random) -> Order:
        return tuple(random.sample(range(len(self.options)), len(self.options)))

    def show(self, order: Order, language: str) -> Shown:
        return Shown(self.input, tuple(self.options[real].text.text(language) for real in order))

    def review(self, order: Order, response: object, language: str) -> Reviewed:
        chosen = self.chosen(response)
        return Reviewed(
            tuple(
                ReviewedChoice(
                    self.options[real].text.text(language),
                    is_chosen=real in chosen,
                    is_right=real in self.right,
                    feedback=feedback.text(language) if (feedback := self.options[real].feedback) else "",
                )
                for real in order
            )
        )


def read_positions(order: Order, values: Sequence[object]) -> set[int]:
    """The real positions behind the shown ones, counted from 0, that a browser sent as text."""
    shown = {str(position): real for position, real in enumerate(order)}
    return {shown[value] for value in values if isinstance(value, str) and value in shown}


def is_position(value: object, options: Sequence[Option]) -> bool:
    """Whether a stored value names an option; True and False are numbers to Python, but not here."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(options)


def read_options(source: AnswerSource, report: Reporter, *, lowest_percent: int) -> list[Option]:
    """The options of a question, those with an error left out."""
    if not source.items:
        hint = "Write the options as - [x] right and - [ ] wrong."
        report.error(source.opening, "question-no-options", "This question has no options.", hint)
    options = (_read_option(item, report, lowest_percent) for item in source.items)
    return [option for option in options if option is not None]


def report_key(source: AnswerSource, options: Sequence[Option], right: int, report: Reporter) -> None:
    """Report a question that has no right option, or no wrong one."""
    # An option that could not be read may have been the one that is missed.
    if not options or len(options) != len(source.items):
        return
    at = source.items[0].first
    if right == 0:
        report.error(at, "question-no-key", "No option is marked as right.", "Mark it with - [x].")
    if right == len(options):
        report.error(at, "question-no-wrong-option", "There is no wrong option.", "Mark it with - [ ].")


def _read_option(item: Item, report: Reporter, lowest_percent: int) -> Option | None:
    mark = _read_mark(item, report, lowest_percent)
    text, feedback = item.read_text(report), item.read_feedback(report)
    if not any(tagged.line.text.strip() for tagged in item.text):
        hint = "Write its text, or delete the line."
        report.error(item.first, "question-empty-option", "This option has no text.", hint)
    return None if mark is None or text is None else Option(text, mark, feedback)


def _read_mark(item: Item, report: Reporter, lowest_percent: int) -> str | None:
    mark = item.mark.strip().lower()
    if mark in {"", RIGHT}:
        return mark or WRONG
    if _WEIGHT.fullmatch(mark) is None:
        report.error(
            item.first,
            "question-bad-mark",
            f"[{item.mark[:20]}] says neither right nor wrong.",
            "Write - [x], - [ ], or a weight in percent such as - [50].",
        )
        return None
    weight = Decimal(mark)
    if not lowest_percent <= weight <= 100:
        message = f"The weight {mark} is not between {lowest_percent} and 100."
        report.error(item.first, "question-bad-weight", message, "Write a weight within these bounds.")
        return None
    # One weight, one text: 50, +50 and 50.0 are the same question.
    text = f"{weight:f}"
    return str(int(weight)) if weight == int(weight) else text.rstrip("0")
