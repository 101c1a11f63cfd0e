"""Every rule has a page whose wrong example it tells, and whose right one it passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pluggy import HookRelay

from lms.lint import service
from tests.lint.rule_pages import RulePage, list_pages, put
from tests.lint.staging import STAGED

ROOMS = ("lms/catalog", "lms/core/markup", "lms/lint", "lms/quizzes")
NAME = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')
NO_RULES = re.compile(r"x")
PAGES = list_pages()


def list_rules(hooks: HookRelay, course: Path, *, runs_programs: bool) -> set[str]:
    report = service.lint(hooks, course, runs_programs=runs_programs)
    return {finding.rule for finding in report.findings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rule)
def test_the_wrong_example_is_told_and_the_right_one_is_not(
    hooks: HookRelay, course: Path, page: RulePage
) -> None:
    runs = page.rule.startswith("program-")
    assert page.rule not in list_rules(hooks, course, runs_programs=runs), (
        "A course that is begun breaks the rule."
    )
    for fragment in page.right:
        put(course, fragment)
    assert page.rule not in list_rules(hooks, course, runs_programs=runs), "The right example breaks the rule."
    for fragment in page.wrong:
        put(course, fragment)
    if stage := STAGED.get(page.rule):
        stage(course)
    assert page.rule in list_rules(hooks, course, runs_programs=runs), "The wrong example does not break the rule."
