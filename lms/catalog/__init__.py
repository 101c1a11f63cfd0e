"""Courses, their modules and their published revisions."""

from __future__ import annotations

from lms.catalog.service.checking import CheckedCourse, CheckReport, check
from lms.catalog.service.reading import find_marks, find_module, get_module, get_outline, list_outlines

__all__ = [
    "CheckReport",
    "CheckedCourse",
    "check",
    "find_marks",
    "find_module",
    "get_module",
    "get_outline",
    "list_outlines",
]
