"""Every rule of the guide: pure functions from a course to findings."""

from __future__ import annotations

from collections.abc import Iterator

from lms.core.findings import Finding
from lms.lint.rules.bank import check_bank
from lms.lint.rules.claims import check_claims, check_numbers
from lms.lint.rules.counts import Counts, count_courses
from lms.lint.rules.keys import KeyShares, check_keys, count_keys
from lms.lint.rules.module import Course, Module, OptionSheet, QuestionSheet
from lms.lint.rules.parity import check_parity
from lms.lint.rules.programs import Outcome, Program, check_outcome, list_programs
from lms.lint.rules.punctuation import check_punctuation
from lms.lint.rules.shape import check_course, check_minutes, check_module
from lms.lint.rules.tables import check_tables
from lms.lint.rules.terms import check_terms

__all__ = [
    "Counts",
    "Course",
    "KeyShares",
    "Module",
    "OptionSheet",
    "Outcome",
    "Program",
    "QuestionSheet",
    "check",
    "check_outcome",
    "count_courses",
    "count_keys",
    "list_programs",
]

_OF_A_COURSE = (check_course, check_minutes, check_terms, check_keys)
_OF_A_MODULE = (
    check_module,
    check_parity,
    check_tables,
    check_claims,
    check_punctuation,
    check_bank,
    check_numbers,
)


def check(course: Course) -> Iterator[Finding]:
    """Everything that the guide finds wanting in a course."""
    for of_course in _OF_A_COURSE:
        yield from of_course(course)
    for module in course.modules:
        for of_module in _OF_A_MODULE:
            yield from of_module(module)
