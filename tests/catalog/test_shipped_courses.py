"""The courses that are shipped have no finding, and every page of them opens."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pluggy import HookRelay

from lms.catalog import service
from lms.catalog.service import CheckReport
from lms.core.house import House
from lms.core.texts import translate
from tests.catalog.test_pages import NOTICE

SHIPPED = Path(__file__).parents[2] / "courses"


@pytest.fixture(scope="module")
def report(hooks: HookRelay) -> CheckReport:
    """Made once: checking takes a quarter of a second a module."""
    return service.check(hooks, SHIPPED, "courses")


def test_they_have_neither_errors_nor_warnings(report: CheckReport) -> None:
    assert [str(finding) for finding in report.findings] == []
    assert report.folders == 10


def test_they_are_published_and_every_page_opens_with_the_notice(
    house: House, client: FlaskClient, report: CheckReport
) -> None:
    with house.writing() as work:
        changes = service.publish(work, report, by="a test")
        work.session.commit()
    assert {change.kind for change in changes} == {"new"}
    for course in report.courses:
        home = f"/courses/{course.draft.spec.course_id}"
        for page in (home, *(f"{home}/{module.draft.spec.module_id}" for module in course.modules)):
            for language in ("en", "zh"):
                answer = client.get(f"/{language}{page}")
                assert answer.status_code == 200
                assert translate(language, NOTICE) in html.unescape(answer.text)
