"""What a trainee does in a module besides its quiz, and what follows when it is complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from lms import catalog
from lms.core.database import insert_new, insert_or_hold, shared_subquery
from lms.core.json_values import from_json, to_json
from lms.core.parts import (
    Completion,
    CourseOutline,
    ModuleOutline,
    QuizResult,
    ReadingMarks,
    ResumePoint,
)
from lms.core.work import NotFoundError, Work
from lms.progress import rules
from lms.progress.models import Enrolment, ModuleProgress

# Either may exist without the other. Both sides are narrowed to the person before they are joined, because a
# condition on the joined rows would make the database read everybody's.
_mine = shared_subquery(select(Enrolment).where(Enrolment.person_id == bindparam("person_id")))
_done = shared_subquery(select(ModuleProgress).where(ModuleProgress.person_id == bindparam("person_id")))
_MARKS = select(aliased(Enrolment, _mine), aliased(ModuleProgress, _done)).select_from(
    _mine.join(_done, _mine.c.course_id == _done.c.course_id, full=True)
)
_UNFINISHED = (
    select(ModuleProgress)
    .where(ModuleProgress.module_id == bindparam("module_id"), ModuleProgress.completed_at.is_(None))
    .order_by(ModuleProgress.person_id)
)


@dataclass(frozen=True, slots=True)
class MyCourse:
    """One course on the trainee's page."""

    course: CourseOutline
    marks: ReadingMarks
    progress: rules.CourseProgress
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """The heading at which a reader goes on."""

    course_id: str
    module_id: str
    anchor: str


def enrol(work: Work, course_id: str, direction_id: str) -> bool:
    """Take a course (True) or change its direction; raises NotFoundError for a direction it does not have."""
    course = catalog.get_outline(work, course_id)
    person_id = work.actor.get_person_id()
    if direction_id and direction_id not in {direction.id for direction in course.profession.directions}:
        raise NotFoundError(f"The course {course_id} has no direction {direction_id}.")
    values = {"person_id": person_id, "course_id": course_id}
    is_new = insert_new(work.session, Enrolment, **values, direction_id=direction_id, enrolled_at=work.clock())
    if not is_new:
        work.session.get_one(Enrolment, (person_id, course_id)).direction_id = direction_id
    return is_new


def mark_read(work: Work, module_id: str, anchor: str, *, read: bool = True) -> ReadingPlace:
    """Mark a section as read and go on, or take the mark back; raises NotFoundError where none can stand."""
    course, module = catalog.get_module(work, module_id)
    if anchor not in module.anchors_to_read:
        raise NotFoundError(f"The module {module_id} has no section {anchor} to mark as read.")
    row, direction_id = _lock_own_row(work, course, module)
    place = ReadingPlace(course.course_id, module_id, rules.next_anchor(module, anchor) if read else anchor)
    _look_at(work, row, place.anchor)
    sections = dict(row.sections_read)
    if read:
        sections.setdefault(anchor, work.clock().isoformat())
    else:
        sections.pop(anchor, None)
    row.sections_read = sections
    _finish_if_complete(work, course, module, row, direction_id)
    return place


def declare_practice(work: Work, module_id: str, *, done: bool = True) -> ReadingPlace:
    """Declare the practice done, or take it back; raises NotFoundError where there is none."""
    course, module = catalog.get_module(work, module_id)
    if not module.has_practice:
        raise NotFoundError(f"The module {module_id} has no practice.")
    row, direction_id = _lock_own_row(work, course, module)
    _look_at(work, row, module.first_practice_anchor)
    row.practice_at = (row.practice_at or work.clock()) if done else None
    _finish_if_complete(work, course, module, row, direction_id)
    return ReadingPlace(course.course_id, module_id, module.first_practice_anchor)


def remember_view(work: Work, module_id: str, anchor: str) -> None:
    """Remember the heading the reader looks at, for any device."""
    course, module = catalog.get_module(work, module_id)
    if module.find_section(anchor) is None:
        raise NotFoundError(f"The module {module_id} has no section {anchor}.")
    _look_at(work, _lock_own_row(work, course, module)[0], anchor)


def take_quiz_result(work: Work, result: QuizResult) -> None:
    """A passed quiz is a fact for good, also where its module has been taken out; a failed one changes nothing."""
    if not result.passed:
        return
    row, direction_id = _lock_row(work, result.person_id, result.course_id, result.module_id)
    found = catalog.find_module(work, result.module_id)
    if row.quiz is None:
        row.quiz = to_json(result) | {"submitted_at": result.submitted_at.isoformat()}
    if found is not None:
        _finish_if_complete(work, *found, row, direction_id)


def finish_completed(work: Work, course_id: str) -> None:
    """Finish modules of a new revision for everyone to whom nothing of them is left; twice changes nothing.

    A revision that asks for less, or brings a module back whose quiz was submitted meanwhile, takes away the last
    step that would have finished it.
    """
    course = catalog.get_outline(work, course_id)
    for module in course.modules:
        rows = work.session.scalars(_UNFINISHED, {"module_id": module.module_id})
        persons = [row.person_id for row in rows if rules.is_complete(module, _facts(row))]
        for person_id in persons:
            held = _lock_row(work, person_id, course_id, module.module_id)
            _finish_if_complete(work, course, module, *held)


def find_marks(work: Work, courses: tuple[CourseOutline, ...]) -> Mapping[str, ReadingMarks]:
    """The actor's marks in each course, by course id; one statement."""
    enrolments, rows = _load(work)
    return {
        course.course_id: _marks(course, rows.get(course.course_id, {}), enrolments.get(course.course_id))
        for course in courses
    }


def list_my_courses(work: Work) -> list[MyCourse]:
    """The courses the actor takes or has begun to read, the last seen first."""
    enrolments, rows = _load(work)
    mine = []
    for course in catalog.list_outlines(work):
        enrolment, begun = enrolments.get(course.course_id), rows.get(course.course_id, {})
        marks = _marks(course, begun, enrolment)
        seen = [row.viewed_at or row.started_at for row in begun.values()]
        seen += [enrolment.enrolled_at] if enrolment else []
        if seen:
            mine.append(MyCourse(course, marks, rules.course_progress(marks), max(seen)))
    return sorted(mine, key=lambda course: course.last_seen_at, reverse=True)


def _load(work: Work) -> tuple[dict[str, Enrolment], dict[str, dict[str, ModuleProgress]]]:
    enrolments: dict[str, Enrolment] = {}
    rows: dict[str, dict[str, ModuleProgress]] = {}
    for enrolment, row in work.session.execute(_MARKS, {"person_id": work.actor.get_person_id()}):
        if enrolment is not None:
            enrolments[enrolment.course_id] = enrolment
        if row is not None:
            rows.setdefault(row.course_id, {})[row.module_id] = row
    return enrolments, rows


def _marks(course: CourseOutline, rows: Mapping[str, ModuleProgress], enrolment: Enrolment | None) -> ReadingMarks:
    seen = [row for row in rows.values() if row.viewed_at and course.find_module(row.module_id)]
    last = max(seen, key=lambda row: row.viewed_at, default=None)  # type: ignore[arg-type,return-value]  # None is filtered out
    return ReadingMarks(
        modules={
            module.module_id: rules.mark(module, _facts(rows.get(module.module_id))) for module in course.modules
        },
        resume=ResumePoint(last.module_id, last.viewed_anchor, last.viewed_at)
        if last and last.viewed_at
        else None,
        is_enrolled=enrolment is not None,
        direction_id=enrolment.direction_id if enrolment else "",
    )


def _facts(row: ModuleProgress | None) -> rules.Facts:
    if row is None:
        return rules.NO_FACTS
    return rules.Facts(
        anchors_read=frozenset(row.sections_read),
        practice_done=row.practice_at is not None,
        quiz_passed=row.quiz is not None,
        completed=row.completed_at is not None,
    )


def _lock_own_row(work: Work, course: CourseOutline, module: ModuleOutline) -> tuple[ModuleProgress, str]:
    return _lock_row(work, work.actor.get_person_id(), course.course_id, module.module_id)


def _lock_row(work: Work, person_id: int, course_id: str, module_id: str) -> tuple[ModuleProgress, str]:
    """The person's row of the module, made if need be and held until the commit; and the direction of the course.

    Two last steps at once must not each miss the other, so every step waits here for the one before.
    """
    values = {"person_id": person_id, "module_id": module_id, "course_id": course_id}
    direction = (
        select(Enrolment.direction_id)
        .where(Enrolment.person_id == person_id, Enrolment.course_id == course_id)
        .scalar_subquery()
    )
    held = insert_or_hold(
        work.session, ModuleProgress, direction, **values, started_at=work.clock(), sections_read={}
    )
    return held[0], held[1] or ""


def _look_at(work: Work, row: ModuleProgress, anchor: str) -> None:
    row.viewed_anchor = anchor
    row.viewed_at = work.clock()


def _finish_if_complete(
    work: Work, course: CourseOutline, module: ModuleOutline, row: ModuleProgress, direction_id: str
) -> None:
    if row.completed_at is not None or not rules.is_complete(module, _facts(row)):
        return
    row.completed_at = work.clock()
    row.completed_revision_id = module.revision_id
    work.session.flush()
    completion = Completion(
        person_id=row.person_id,
        course=course,
        module=module,
        module_revision_id=module.revision_id,
        started_at=row.started_at,
        completed_at=row.completed_at,
        quiz=_quiz_result(row),
        direction_id=direction_id,
    )
    work.hooks.module_completed(work=work, completion=completion)


def _quiz_result(row: ModuleProgress) -> QuizResult | None:
    if row.quiz is None:
        return None
    stored = dict(row.quiz)
    return from_json(QuizResult, stored | {"submitted_at": datetime.fromisoformat(stored["submitted_at"])})
