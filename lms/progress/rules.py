"""When a module is complete, and why not yet: pure functions over facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from lms.core.parts import ModuleMark, ModuleOutline, ModuleState, ReadingMarks


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person did in a module, in whatever revision."""

    anchors_read: frozenset[str] = frozenset()
    practice_done: bool = False
    quiz_passed: bool = False
    completed: bool = False
    """Completed once is completed for good, also where a later revision asks for more."""

    @property
    def is_empty(self) -> bool:
        return not (self.anchors_read or self.practice_done or self.quiz_passed or self.completed)


class Step(StrEnum):
    SECTION = "section"
    PRACTICE = "practice"
    QUIZ = "quiz"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is still to do; `anchor` is the section's, or the practice's."""

    step: Step
    anchor: str = ""


NO_FACTS = Facts()


def list_steps(module: ModuleOutline) -> tuple[Missing, ...]:
    """Everything the module asks for, in the order of the page."""
    steps: list[Missing] = []
    if module.requires.sections:
        steps += [Missing(Step.SECTION, anchor) for anchor in module.anchors_to_read]
    if module.requires.practice and module.has_practice:
        steps.append(Missing(Step.PRACTICE, module.first_practice_anchor))
    if module.requires.quiz and module.has_quiz:
        steps.append(Missing(Step.QUIZ))
    return tuple(steps)


def list_missing(module: ModuleOutline, facts: Facts) -> tuple[Missing, ...]:
    """What is still to do; empty means that the module is complete."""
    if facts.completed:
        return ()
    return tuple(step for step in list_steps(module) if not _is_done(step, facts))


def is_complete(module: ModuleOutline, facts: Facts) -> bool:
    """A module that asks for nothing is never complete: hours are not given away."""
    return facts.completed or (bool(list_steps(module)) and not list_missing(module, facts))


def next_anchor(module: ModuleOutline, anchor: str) -> str:
    """The section after this one, where a reader goes on; the last is followed by itself."""
    anchors = [section.anchor for section in module.sections]
    return anchors[min(anchors.index(anchor) + 1, len(anchors) - 1)]


def _is_done(step: Missing, facts: Facts) -> bool:
    if step.step is Step.SECTION:
        return step.anchor in facts.anchors_read
    return facts.practice_done if step.step is Step.PRACTICE else facts.quiz_passed


def mark(module: ModuleOutline, facts: Facts) -> ModuleMark:
    """How far the person is, for the eye."""
    steps, missing = list_steps(module), list_missing(module, facts)
    return ModuleMark(
        state=_state(module, facts, missing),
        steps_done=len(steps) - len(missing),
        steps_total=len(steps),
        anchors_read=facts.anchors_read,
        practice_done=facts.practice_done,
        quiz_passed=facts.quiz_passed,
    )


def _state(module: ModuleOutline, facts: Facts, missing: Collection[Missing]) -> ModuleState:
    if is_complete(module, facts):
        return ModuleState.DONE
    left = {item.step for item in missing}
    if facts.is_empty:
        return ModuleState.NOT_STARTED
    if Step.SECTION in left:
        return ModuleState.READING
    return ModuleState.PRACTICE_TO_DO if Step.PRACTICE in left else ModuleState.QUIZ_TO_DO


def mark_of(module: ModuleOutline, marks: ReadingMarks) -> ModuleMark:
    """The reader's mark in a module, also where there is none yet."""
    return marks.modules.get(module.module_id) or mark(module, NO_FACTS)


def facts_of(given: ModuleMark) -> Facts:
    """The facts a mark was made from."""
    return Facts(given.anchors_read, given.practice_done, given.quiz_passed, given.state is ModuleState.DONE)


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """A course counted over the modules that are published now."""

    modules_done: int
    modules_total: int
    percent: int


def course_progress(marks: ReadingMarks) -> CourseProgress:
    given = marks.modules.values()
    return CourseProgress(
        modules_done=sum(item.state is ModuleState.DONE for item in given),
        modules_total=len(given),
        percent=percent(sum(item.steps_done for item in given), sum(item.steps_total for item in given)),
    )


def percent(done: int, total: int) -> int:
    """Whole percent, rounded down, never above 100; nothing to do is 0."""
    return min(100, 100 * done // total) if total else 0
