"""Who chooses a course is told what hours are, and how many it brings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from lms.core.house import House
from lms.core.settings import Settings
from lms.hours import service
from tests.catalog.makers import ModuleToMake, make_course
from tests.catalog.test_pages import text_of
from tests.hours import makers

Statements = Callable[[], AbstractContextManager[list[str]]]
TWO = [ModuleToMake("m-01"), ModuleToMake("m-02", reading_minutes=30)]  # of 45 and 55 minutes


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_page_says_what_hours_are_before_it_counts_any(
    house: House, client: FlaskClient, language: str
) -> None:
    make_course(house, "course", TWO)
    page = text_of(client.get(f"/{language}/").text)
    meant, length, counted = {
        "en": ("measure continuing education", "Here 45 minutes of study make one hour.", "2.2 hours"),
        "zh": ("是继续教育的计量单位", "学习 45 分钟计 1 学时", "2.2 学时"),
    }[language]
    assert page.index(meant) < page.index(length) < page.index(counted)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_course_says_what_all_its_modules_bring_together(
    house: House, client: FlaskClient, language: str
) -> None:
    make_course(house, "course", TWO)
    page = text_of(client.get(f"/{language}/courses/course").text)
    words = {
        "en": "The whole course: 100 minutes = 2.2 hours (45-minute hours).",
        "zh": "整门课程：100 分钟 = 2.2 学时（每学时 45 分钟）。",
    }
    assert words[language] in page


def test_a_course_without_modules_promises_no_hours(house: House, client: FlaskClient) -> None:
    make_course(house, "course", [])
    assert "0.0 hours" not in text_of(client.get("/en/").text)
    assert "minutes =" not in text_of(client.get("/en/courses/course").text)


def test_an_hour_is_as_long_as_the_installation_says(
    house: House, settings: Settings, statements: Statements
) -> None:
    shorter = replace(settings, minutes_per_hour=60, target_hours=72)
    course = makers.make_course(makers.make_module(), makers.make_module("ai-02"))  # 184 minutes
    with house.reading() as work, statements() as log:
        asked = replace(work, settings=shorter)
        [meaning] = service.list_home_panels(asked)
        [line] = service.list_card_lines(asked, (course,))
        [panel] = service.list_course_panels(asked, course)
    assert log == []
    assert meaning.values == {"minutes_per_hour": 60, "target_hours": 72}
    assert line.values == {"hours": {course.course_id: "3.0"}}
    assert (panel.values["hours"], panel.values["minutes"]) == ("3.0", 184)
