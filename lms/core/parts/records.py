"""What a trainee did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lms.core.parts.published import CourseOutline, ModuleOutline


class ModuleState(StrEnum):
    NOT_STARTED = "not-started"
    READING = "reading"
    PRACTICE_TO_DO = "practice-to-do"
    QUIZ_TO_DO = "quiz-to-do"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ModuleMark:
    """How far a trainee is in a module; never more steps done than there are."""

    state: ModuleState
    steps_done: int
    steps_total: int
    anchors_read: frozenset[str] = frozenset()
    practice_done: bool = False
    quiz_passed: bool = False


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """The heading a trainee last looked at."""

    module_id: str
    anchor: str
    viewed_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingMarks:
    """One trainee's marks in one course."""

    modules: Mapping[str, ModuleMark] = field(default_factory=dict)
    resume: ResumePoint | None = None
    is_enrolled: bool = False
    direction_id: str = ""


@dataclass(frozen=True, slots=True)
class QuizResult:
    """A submitted and graded attempt."""

    attempt_id: int
    person_id: int
    course_id: str
    module_id: str
    module_revision_id: int
    score_percent: str
    pass_mark_percent: int
    passed: bool
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Completion:
    """A module finished by a person, with the facts an award will carry."""

    person_id: int
    course: CourseOutline
    module: ModuleOutline
    module_revision_id: int
    started_at: datetime
    completed_at: datetime
    quiz: QuizResult | None
    direction_id: str
