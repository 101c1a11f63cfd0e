"""What the beginning of a course and of a module says: every part the guide wants, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lms.lint.rules.skeleton.bank import make_bank
from lms.lint.rules.skeleton.course import (
    FIRST_FUNCTION,
    make_course,
    make_glossary_entry,
    make_module_table,
    next_number,
    prefix_of,
)
from lms.lint.rules.skeleton.texts import make_texts

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

COURSE_FILE, GLOSSARY_FILE = "course.toml", "glossary.toml"
ID_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def make_module(module_id: str) -> Mapping[str, str]:
    """The files of a module by name."""
    return {**make_texts(module_id), "quiz.md": make_bank(module_id)}
