"""What pages of other rooms say of hours: what they are, what a course or a module brings or has brought."""

from __future__ import annotations

from lms.core.parts import CourseOutline, ModuleOutline, ModuleState, Panel, QuizResult, ReadingMarks
from lms.core.work import Work
from lms.hours.rules import hours_from_minutes
from lms.hours.service.awards import Award, find_award

ORDER = 90


def list_home_panels(work: Work) -> list[Panel]:
    """What hours are, for people who have never heard of them."""
    return [Panel("hours/_what.html", _rule(work), ORDER)]


def list_card_lines(work: Work, courses: tuple[CourseOutline, ...]) -> list[Panel]:
    """The hours of each course; one panel for all of them."""
    hours = {course.course_id: _amount(work, course.minutes)["hours"] for course in courses}
    return [Panel("hours/_card.html", {"hours": hours}, ORDER)]


def list_course_panels(work: Work, course: CourseOutline) -> list[Panel]:
    """What all modules of the course bring together; nothing where it has none."""
    if not course.modules:
        return []
    return [Panel("hours/_course.html", {**_amount(work, course.minutes), **_rule(work)}, ORDER)]


def list_panels(work: Work, module: ModuleOutline, marks: ReadingMarks) -> list[Panel]:
    """One panel for a signed-in reader; the database is asked only where the module is done."""
    person_id = work.actor.person_id
    if person_id is None:
        return []
    mark = marks.modules.get(module.module_id)
    is_done = mark is not None and mark.state is ModuleState.DONE
    award = find_award(work, person_id, module.module_id) if is_done else None
    if award is not None:
        return [_award_panel(work, award)]
    return [Panel("hours/_worth.html", {**_amount(work, module.minutes), "is_done": is_done}, ORDER)]


def list_result_panels(work: Work, result: QuizResult) -> list[Panel]:
    """The award of the attempt's module; where there is none yet, what a passed quiz still waits for."""
    award = find_award(work, result.person_id, result.module_id)
    if award is not None:
        return [_award_panel(work, award)]
    return [Panel("hours/_not_yet.html", order=ORDER)] if result.passed else []


def _award_panel(work: Work, award: Award) -> Panel:
    facts = {"record_number": award.record_number, "calendar_year": award.calendar_year}
    return Panel("hours/_award.html", {**_amount(work, award.minutes), **facts}, ORDER)


def _rule(work: Work) -> dict[str, object]:
    return {"minutes_per_hour": work.settings.minutes_per_hour, "target_hours": work.settings.target_hours}


def _amount(work: Work, minutes: int) -> dict[str, object]:
    return {
        "minutes": minutes,
        "hours": str(hours_from_minutes(minutes, work.settings.minutes_per_hour)),
        "minutes_per_hour": work.settings.minutes_per_hour,
    }
