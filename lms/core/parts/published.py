"""A published course, as every room may know it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lms.core.markup import SectionKind

Words = Mapping[str, str]
"""Language → text."""


@dataclass(frozen=True, slots=True)
class SectionOutline:
    anchor: str
    titles: Words
    kind: SectionKind


@dataclass(frozen=True, slots=True)
class Requirements:
    """What finishing a module asks for."""

    sections: bool = True
    practice: bool = True
    quiz: bool = True


class FeedbackTime(StrEnum):
    """When a quiz tells which answers are right, and why."""

    SUBMITTED = "submitted"
    PASSED = "passed"
    """Once it is passed, or no attempt is left."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class DrawRule:
    """So many of a quiz's questions bear the tag, or ask about the section; one of the two is empty."""

    count: int
    tag: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class QuizPolicy:
    """How a quiz is drawn and taken; a limit of 0 is none."""

    draw: tuple[DrawRule, ...] = ()
    wait_minutes: int = 0
    time_limit_minutes: int = 0
    feedback: FeedbackTime = FeedbackTime.SUBMITTED


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    """One module of a published course; `revision_id` names the immutable text it stands for."""

    module_id: str
    revision_id: int
    titles: Words
    sections: tuple[SectionOutline, ...]
    reading_minutes: int
    practice_minutes: int
    quiz_minutes: int
    draws: int
    pass_mark_percent: int
    attempts: int
    requires: Requirements
    functions: tuple[str, ...] = ()
    has_quiz: bool = True
    quiz: QuizPolicy = QuizPolicy()

    @property
    def minutes(self) -> int:
        return self.reading_minutes + self.practice_minutes + self.quiz_minutes

    @property
    def anchors_to_read(self) -> tuple[str, ...]:
        """The sections a reader marks as read."""
        return tuple(s.anchor for s in self.sections if s.kind is SectionKind.READING)

    @property
    def first_practice_anchor(self) -> str:
        """Where the practice stands; empty where the module has none."""
        return next((s.anchor for s in self.sections if s.kind is SectionKind.PRACTICE), "")

    @property
    def has_practice(self) -> bool:
        return bool(self.first_practice_anchor)

    def find_section(self, anchor: str) -> SectionOutline | None:
        return next((section for section in self.sections if section.anchor == anchor), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """A direction or a function of the profession."""

    id: str
    names: Words
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about the profession with its standing; only a confirmed one may be shown as official."""

    value: str | Words
    status: str

    @property
    def is_confirmed(self) -> bool:
        return self.status == "confirmed"


@dataclass(frozen=True, slots=True)
class Profession:
    names: Words
    definition: Fact
    code_2021: Fact
    code_2022: Fact
    promulgated: Words
    """Who promulgated the standard, in which document, when."""
    directions: tuple[Choice, ...]
    directions_status: str
    functions: tuple[Choice, ...]
    functions_status: str
    work: Words = field(default_factory=dict)
    """What the work is, in one line of our own; empty where nobody wrote it."""

    def list_functions(self, ids: Collection[str]) -> list[Choice]:
        """The functions that a direction or a module names, in the order of the standard."""
        return [function for function in self.functions if function.id in ids]


@dataclass(frozen=True, slots=True)
class CourseOutline:
    """A course as it is published now: its facts, its modules in order, their sections."""

    course_id: str
    number: int
    titles: Words
    summaries: Words
    access: str
    profession: Profession
    modules: tuple[ModuleOutline, ...]
    picture: str = ""
    """The address of a drawing of 16 : 9 that tells the work at a glance; empty where the course has none."""

    @property
    def is_for_members(self) -> bool:
        return self.access == "members"

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    def find_module(self, module_id: str) -> ModuleOutline | None:
        return next((module for module in self.modules if module.module_id == module_id), None)
