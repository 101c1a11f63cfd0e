"""What reading a file of another system gives, and how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lms.quizzes.rules import Question


class ForeignFileError(ValueError):
    """A file of which nothing is taken: the message names the place, `remedy` what can be done."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} ({remedy})" if remedy else message)
        self.message = message
        self.remedy = remedy


class NotTakenError(Exception):
    """One question that our bank cannot hold; the message says why."""


@dataclass(slots=True)
class Notes:
    """What was changed on the way, each change once, in the order in which it was met."""

    changes: list[str] = field(default_factory=list)

    def change(self, sentence: str) -> None:
        if sentence not in self.changes:
            self.changes.append(sentence)


@dataclass(frozen=True, slots=True)
class Found:
    """A question as a reader of a format found it.

    `place` is where, "line 12"; `read` gives the question without an id and tells `Notes` what it changed, or
    raises NotTakenError.
    """

    place: str
    name: str
    read: Callable[[Notes], Question]


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """What stands in a file; `remarks` are about the file as a whole, such as its encoding."""

    found: tuple[Found, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A question that our bank can hold, still without an id, and what was changed for it."""

    question: Question
    place: str
    name: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A question that our bank cannot hold, and why."""

    place: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ForeignBank:
    """The questions of a file of another system, in their order, sorted by whether we can hold them."""

    taken: tuple[Taken, ...]
    refused: tuple[Refused, ...]
    remarks: tuple[str, ...] = ()
