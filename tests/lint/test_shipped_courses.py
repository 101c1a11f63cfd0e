"""The courses that ship are what the guide for authors wants: nothing is found, and every program is run."""

from __future__ import annotations

from pathlib import Path

from pluggy import HookRelay

from lms.lint import service
from lms.lint.rules import guide

SHIPPED = Path(__file__).parents[2] / "courses"


def test_the_guide_finds_nothing_wanting_in_the_courses_that_ship(hooks: HookRelay) -> None:
    report = service.lint(hooks, SHIPPED, "courses", runs_programs=True)
    assert [str(finding) for finding in report.findings] == []
    counts = report.counts
    assert report.courses == 10
    assert counts.texts == counts.modules * 2
    assert counts.graded_questions >= counts.modules * guide.GRADED_MINIMUM
    assert counts.practice_questions >= counts.modules * guide.READING_SECTIONS_MINIMUM
    assert counts.executed == counts.programs >= counts.modules
    assert counts.claims >= counts.modules
