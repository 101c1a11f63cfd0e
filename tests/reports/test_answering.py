"""Those who answer for the courses find every report, and its sender reads what became of it."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.reports.models import Report
from lms.reports.rules import PAGE_SIZE, REPORTS_A_DAY
from tests.catalog.makers import ModuleToMake, publish_courses, write_course
from tests.progress.makers import Post, Trainee, make_trainee
from tests.quizzes.repairs import Instructor
from tests.reports.makers import SECTION, count_reports, latest, say


def test_reports_are_for_instructors_and_ones_own_for_oneself(
    course: None, app: Flask, house: House, post: Post, trainee: Trainee
) -> None:
    trainee.press(SECTION, say("Only mine"))
    other = make_trainee(app, house, post, "han-meimei")
    assert "Only mine" not in other.get("/reports/mine").text
    assert "Nothing reported yet" in other.get("/reports/mine").text
    for address in ("/reports", f"/reports/{latest(house).id}"):
        assert trainee.get(address).status_code == 403
    assert trainee.press(f"/reports/{latest(house).id}", {"state": "kept", "note": "x"}).status_code == 403
    assert 'href="/en/reports"' not in trainee.get("/").text


def test_a_report_needs_an_answer_in_words(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    trainee.press(SECTION, say())
    address = f"/reports/{latest(house).id}"
    for form, told in (
        ({"state": "corrected", "note": " "}, "Write a reply."),
        ({"note": "Thank you."}, "Choose what became of it."),
        ({"state": "corrected", "note": "x" * 2001}, "Write at most 2000 characters."),
    ):
        page = instructor.press(address, form)
        assert page.status_code == 422
        assert told in page.text
    assert instructor.get("/reports/99999").status_code == 404
    assert instructor.press("/reports/99999", {"state": "kept", "note": "x"}).status_code == 404


def test_what_people_write_is_shown_and_never_run(
    course: None, trainee: Trainee, instructor: Instructor, house: House
) -> None:
    text = '<script>alert(1)</script> <a href="javascript:alert(2)">x</a>\n{{ 7 * 7 }}'
    trainee.press(SECTION, say(text))
    instructor.press(f"/reports/{latest(house).id}", {"state": "kept", "note": text})
    for page in (
        instructor.get("/reports"),
        instructor.get(f"/reports/{latest(house).id}"),
        trainee.get("/reports/mine"),
    ):
        assert "<script>alert" not in page.text
        assert 'href="javascript' not in page.text
        assert "&lt;script&gt;alert(1)" in page.text
        assert "49" not in re.sub(r"\d{3,}", "", page.text.partition("<main")[2])


def read_rows(page: TestResponse) -> list[str]:
    return re.findall(r'<a href="/en/reports/\d+" dir="auto">(.*?)</a>', page.text)


def test_open_reports_come_first_and_are_found_by_course_module_and_state(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    for module_id in ("m-01", "m-02"):
        for text in ("old", "new"):
            trainee.press(f"/reports/sections/{module_id}/first", say(f"{text} {module_id}"))
    with house.reading() as work:
        first = work.session.scalars(select(Report.id).order_by(Report.id.desc())).first()
    instructor.press(f"/reports/{first}", {"state": "kept", "note": "It is right."})
    get = instructor.get
    assert read_rows(get("/reports")) == ["old m-02", "new m-01", "old m-01", "new m-02"]
    assert read_rows(get("/reports?place=course/m-01")) == ["new m-01", "old m-01"]
    assert read_rows(get("/reports?place=course&state=kept")) == ["new m-02"]
    assert read_rows(get("/reports?state=nonsense")) == ["old m-02", "new m-01", "old m-01", "new m-02"]
    assert "No such report" in get("/reports?state=corrected").text
    assert "No such report" in get("/reports?place=elsewhere").text


def test_many_reports_stand_on_pages_that_cost_the_same(
    course: None,
    house: House,
    app: Flask,
    post: Post,
    trainee: Trainee,
    instructor: Instructor,
    statements: object,
) -> None:
    costs = {}
    assert "No report yet" in instructor.get("/reports").text
    for count in (1, PAGE_SIZE + 5):
        for number in range(count_reports(house), count):
            if number % REPORTS_A_DAY == REPORTS_A_DAY - 1:
                trainee = make_trainee(app, house, post, f"person-{number}")
            trainee.press(SECTION, say(f"Error {number:02}"))
        with statements() as log:  # type: ignore[operator]  # the fixture of conftest
            page = instructor.get("/reports")
        costs[count] = len(log)
    assert costs[1] == costs[PAGE_SIZE + 5] <= 6
    assert len(read_rows(page)) == PAGE_SIZE
    assert "Page 1 of 2" in page.text
    assert read_rows(instructor.get("/reports?page=2"))[-1] == "Error 00"
    assert "No such report" in instructor.get("/reports?page=99").text


def test_a_report_outlives_its_module(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    trainee.press("/reports/sections/m-02/first", say("Of the second"))
    write_course(house.settings.courses, modules=[ModuleToMake("m-01")])
    publish_courses(house)
    assert deliver_due(house) == 0
    assert "Of the second" in trainee.get("/reports/mine").text
    page = instructor.get(f"/reports/{latest(house).id}").text
    assert "This module has been taken out of the course." in page
    assert "Of the second" in instructor.get("/reports").text
