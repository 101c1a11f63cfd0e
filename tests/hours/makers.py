"""Finished modules to give hours for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from lms.core.house import House
from lms.core.markup import SectionKind
from lms.core.parts import (
    Choice,
    Completion,
    CourseOutline,
    Fact,
    ModuleOutline,
    Profession,
    QuizResult,
    Requirements,
    SectionOutline,
)
from lms.hours import Award, find_award

NOON = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def make_module(module_id: str = "ai-01", **facts: Any) -> ModuleOutline:
    """A module of 92 minutes."""
    number = module_id.rpartition("-")[2]
    values: dict[str, Any] = {
        "module_id": module_id,
        "revision_id": 12,
        "titles": {"zh": f"第 {number} 模块", "en": f"Module {number}"},
        "sections": (SectionOutline("start", {"zh": "开始", "en": "Start"}, SectionKind.READING),),
        "reading_minutes": 40,
        "practice_minutes": 40,
        "quiz_minutes": 12,
        "draws": 8,
        "pass_mark_percent": 60,
        "attempts": 0,
        "requires": Requirements(),
    }
    return ModuleOutline(**{**values, **facts})


def make_course(
    *modules: ModuleOutline, course_id: str = "artificial-intelligence", **facts: Any
) -> CourseOutline:
    """The third revision of a course, of one module unless others are given."""
    profession = Profession(
        names={"zh": "人工智能工程技术人员", "en": "Artificial intelligence engineering technician"},
        definition=Fact({"zh": "从事……", "en": "Personnel who …"}, "confirmed"),
        code_2021=Fact("2-02-10-09", "confirmed"),
        code_2022=Fact("2-02-38-01", "from the consultation draft of July 2022"),
        promulgated={"en": "29 September 2021", "zh": "2021年9月29日"},
        directions=(Choice("vision", {"zh": "计算机视觉产品实现", "en": "Computer vision products"}),),
        directions_status="confirmed",
        functions=(),
        functions_status="likely complete",
    )
    values: dict[str, Any] = {
        "course_id": course_id,
        "number": 3,
        "titles": {"zh": "人工智能 初级课程", "en": "Artificial intelligence: elementary course"},
        "summaries": {"zh": "课程", "en": "A course"},
        "access": "everyone",
        "profession": profession,
        "modules": modules or (make_module(),),
    }
    return CourseOutline(**{**values, **facts})


def make_completion(
    person_id: int,
    *,
    module: ModuleOutline | None = None,
    course: CourseOutline | None = None,
    completed_at: datetime = NOON,
    with_quiz: bool = True,
) -> Completion:
    """A module finished after an hour and a half, its quiz passed with 87.5 percent."""
    module = module or make_module()
    course = course or make_course(module)
    quiz = QuizResult(
        attempt_id=1,
        person_id=person_id,
        course_id=course.course_id,
        module_id=module.module_id,
        module_revision_id=module.revision_id,
        score_percent="87.5",
        pass_mark_percent=60,
        passed=True,
        submitted_at=completed_at,
    )
    return Completion(
        person_id=person_id,
        course=course,
        module=module,
        module_revision_id=module.revision_id,
        started_at=completed_at - timedelta(minutes=90),
        completed_at=completed_at,
        quiz=quiz if with_quiz else None,
        direction_id="vision",
    )


def finish(house: House, person_id: int, module_id: str = "ai-01", **facts: Any) -> Award:
    """The person finishes a module now, and that is committed."""
    return finish_all(house, person_id, [module_id], **facts)[0]


def finish_all(house: House, person_id: int, module_ids: Iterable[str], **facts: Any) -> list[Award]:
    """The person finishes modules now, in one transaction."""
    awards = []
    with house.writing() as work:
        for module_id in module_ids:
            module = make_module(module_id, **facts)
            completion = make_completion(person_id, module=module, completed_at=work.clock())
            work.hooks.module_completed(work=work, completion=completion)
            award = find_award(work, person_id, module_id)
            assert award is not None
            awards.append(award)
        work.session.commit()
    return awards
