"""What can be learnt: every published module, as a page and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from lms import catalog
from lms.core.parts import Cell, CourseOutline, Words
from lms.core.work import Work

TITLES: Words = {"en": "Modules on offer", "zh": "可学模块"}
LABELS = {
    "course_id": {"en": "Course", "zh": "课程"},
    "module_id": {"en": "Module", "zh": "模块"},
    "title_zh": {"en": "Title (Chinese)", "zh": "标题（中文）"},
    "title_en": {"en": "Title (English)", "zh": "标题（英文）"},
    "minutes": {"en": "Minutes", "zh": "分钟数"},
}
COLUMNS = tuple(LABELS)


def list_courses(work: Work) -> list[CourseOutline]:
    """The published courses that have modules."""
    return [course for course in catalog.list_outlines(work) if course.modules]


def list_rows(work: Work, _institution_id: int, _calendar_year: int) -> Iterator[tuple[Cell, ...]]:
    """A row for each module on offer now; the same for every institution and year."""
    for course in list_courses(work):
        for module in course.modules:
            yield course.course_id, module.module_id, module.titles["zh"], module.titles["en"], module.minutes
