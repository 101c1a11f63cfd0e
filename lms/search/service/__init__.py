"""What people do with the search: ask, and keep the index in step with what is published."""

from __future__ import annotations

from lms.search.service.asking import HITS_PER_PAGE, list_courses, search, suggest
from lms.search.service.engines import open_index
from lms.search.service.standing import CourseStanding, Standing, get_standing
from lms.search.service.table import (
    count_differences,
    list_course_ids,
    list_sections,
    list_sections_after,
    read_digests,
    read_number,
    refresh_course,
)
from lms.search.service.values import FoundModule, Passage, SearchPage, Wanted

__all__ = [
    "HITS_PER_PAGE",
    "CourseStanding",
    "FoundModule",
    "Passage",
    "SearchPage",
    "Standing",
    "Wanted",
    "count_differences",
    "get_standing",
    "list_course_ids",
    "list_courses",
    "list_sections",
    "list_sections_after",
    "open_index",
    "read_digests",
    "read_number",
    "refresh_course",
    "search",
    "suggest",
]
