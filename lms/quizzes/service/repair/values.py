"""What is asked of a repair, what it would do, and why it may be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lms.core.findings import Finding
from lms.quizzes.models import QuestionRepair
from lms.quizzes.rules import Question
from lms.quizzes.rules.repair import ChangedLine, Difference, RepairKind

LINES_MAXIMUM = 200
"""So many attempts are shown by name; the numbers count all."""


class Refusal(StrEnum):
    """Why a repair cannot be made as it was asked for."""

    UNREADABLE = "unreadable"
    """The edited block has errors, or is not one question."""
    DIFFERENT = "different"
    """More was edited than the key and the feedback."""
    UNCHANGED = "unchanged"
    """It would change nothing: it is in force already, or nothing was edited."""
    RUNNING = "running"
    """Another repair of this quiz is being carried out."""
    LAST_QUESTION = "last-question"
    """No question of the quiz would count."""


class RepairRefusedError(Exception):
    """A repair that cannot be made; `findings` and `differences` say where the edited block is wrong."""

    def __init__(
        self,
        refusal: Refusal,
        *,
        findings: tuple[Finding, ...] = (),
        differences: tuple[Difference, ...] = (),
    ) -> None:
        super().__init__(f"The repair is refused: {refusal}.")
        self.refusal = refusal
        self.findings = findings
        self.differences = differences


@dataclass(frozen=True, slots=True)
class RepairRequest:
    """What an instructor wants to repair; `block` is the question with its corrected key."""

    module_id: str
    question_id: str
    kind: RepairKind
    versions: tuple[str, ...]
    reason: str
    block: str = ""


@dataclass(frozen=True, slots=True)
class RaisedLine:
    """An attempt whose score rises."""

    full_name: str
    login_name: str
    number: int
    score_before: str
    score_after: str
    passed_before: bool
    passed_after: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a repair does when it is confirmed; `fingerprint` tells whether it is still this."""

    asked_count: int
    """Submitted attempts that asked it."""
    raised_count: int
    new_pass_count: int
    new_people_count: int
    """Of those who newly pass: people who have not passed by another attempt."""
    hollow_count: int
    """Attempts in which no other question counts, and which stay as they are."""
    lines: tuple[RaisedLine, ...]
    open_count: int = 0
    replaces: tuple[str, ...] = ()
    """The kinds of the repairs in force that it ends."""
    changes: tuple[ChangedLine, ...] = ()
    """In the question, where its key is corrected."""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A repair that can be made, and what it was reckoned from."""

    corrected: Question | None
    replaced: tuple[QuestionRepair, ...]
    asked_counts: Mapping[str, int]
    """Submitted attempts by version."""
    preview: Preview
