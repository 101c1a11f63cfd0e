"""What the beginning of a course and of a module says: every part the guide wants, in both languages."""

from __future__ import annotations

from lms.lint.rules.skeleton.course import (
    COURSE_FILE,
    FIRST_FUNCTION,
    GLOSSARY_FILE,
    ID_FORM,
    make_course,
    make_glossary_entry,
    make_module_table,
    next_number,
    prefix_of,
)
from lms.lint.rules.skeleton.texts import make_module

__all__ = [
    "COURSE_FILE",
    "FIRST_FUNCTION",
    "GLOSSARY_FILE",
    "ID_FORM",
    "make_course",
    "make_glossary_entry",
    "make_module",
    "make_module_table",
    "next_number",
    "prefix_of",
]
