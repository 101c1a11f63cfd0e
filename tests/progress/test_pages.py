"""On the pages a reader marks, goes on and comes back to the very heading, with forms alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core.house import House
from tests.accounts.makers import PASSWORD, make_person, sign_in
from tests.catalog.makers import ModuleToMake, make_course
from tests.clock import FakeClock
from tests.progress.makers import Post, Trainee, count_ledger, mark_of, prepare_all_but, sit_down

Statements = Callable[[], AbstractContextManager[list[str]]]
MODULE = "/en/courses/course/m-01"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ODD = [
    "practice",
    "sources",
    "start",
    "no-such",
    "FIRST",
    "first ",
    "'; DROP TABLE progress_module; --",
    "<script>",
    "第一",
    "🎓",
    "..",
    "\x00",
    "first\x00",
    "a\nb",
    "\ufffe",
    "%",
    "a" * 5_000,
]


def lines_of(text: str) -> str:
    return " ".join(text.split())


# ── Marks ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reader_marks_a_section_and_is_led_to_the_next_one(house: House, trainee: Trainee, post: Post) -> None:
    make_course(house)
    answer = post(trainee.client, "/en/progress/m-01/sections/first", {"read": "yes"})
    assert (answer.status_code, answer.location) == (303, f"{MODULE}#second")
    answer = post(trainee.client, "/en/progress/m-01/sections/second", {"read": "yes"})
    assert answer.location == f"{MODULE}#practice"
    page = lines_of(trainee.client.get(MODULE).text)
    assert "2 / 4" in page
    assert "Read: First idea" not in page
    assert "Do the practice and declare it done" in page


def test_a_mark_is_taken_back_and_the_reader_stays_where_it_stood(
    house: House, trainee: Trainee, post: Post
) -> None:
    make_course(house)
    trainee.read("first")
    answer = post(trainee.client, "/en/progress/m-01/sections/first", {"read": "no"})
    assert answer.location == f"{MODULE}#first"
    page = lines_of(trainee.client.get(MODULE).text)
    assert "0 / 4" in page
    assert "Read: First idea" in page


def test_a_practice_is_declared_done_and_taken_back(house: House, trainee: Trainee) -> None:
    make_course(house)
    assert "Practice declared done" in trainee.practise().text
    assert mark_of(house, trainee.person).practice_done
    page = trainee.unpractise().text
    assert "I have done this practice" in page
    assert "Practice declared done" not in page
    assert not mark_of(house, trainee.person).practice_done


def test_a_visitor_reads_without_buttons_that_need_an_account(house: House, client: FlaskClient) -> None:
    make_course(house)
    page = client.get(MODULE).text
    assert "Mark as read" not in page
    assert "I have done this practice" not in page
    assert "/en/sign-in?next=/en/courses/course/m-01" in page


# ── Coming back ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reader_goes_on_at_the_very_heading_on_another_device(
    app: Flask, house: House, trainee: Trainee, post: Post, clock: FakeClock
) -> None:
    make_course(house)
    trainee.enrol()
    phone = sit_down(app, trainee.person, post)
    for step, heading in [
        (lambda: trainee.look_at("second"), "second"),
        (lambda: trainee.read("first"), "second"),
        (lambda: trainee.look_at("sources"), "sources"),
        (lambda: trainee.unread("first"), "first"),
        (trainee.practise, "practice"),
    ]:
        clock.advance(minutes=1)
        step()
        for page in ("/", "/courses/course", "/progress/"):
            assert f'href="{MODULE}#{heading}"' in phone.get(page).text, (page, heading)


def test_a_script_that_tells_where_the_reader_is_hears_nothing_back(house: House, trainee: Trainee) -> None:
    make_course(house)
    answer = trainee.look_at("second")
    assert (answer.status_code, answer.text) == (204, "")


def test_a_visitor_signs_in_and_is_led_back_to_the_page(house: House, client: FlaskClient, post: Post) -> None:
    make_course(house)
    person = make_person(house)
    answer = client.get("/en/progress/")
    assert (answer.status_code, answer.location) == (303, "/en/sign-in?next=/en/progress/")
    form = {"login_name": person.login_name, "password": PASSWORD}
    answer = post(client, answer.location, form)
    assert (answer.status_code, answer.location) == (303, "/en/progress/")


@pytest.mark.parametrize(
    "path", ["/en/progress/m-01/sections/first", "/en/progress/m-01/practice", "/en/progress/courses/course/enrol"]
)
def test_a_visitor_who_presses_a_button_signs_in_and_is_led_back_to_where_it_stood(
    house: House, client: FlaskClient, post: Post, path: str
) -> None:
    make_course(house)
    answer = post(client, path, {"read": "yes"}, headers={"Referer": f"http://localhost{MODULE}"})
    assert (answer.status_code, answer.location) == (303, f"/en/sign-in?next={MODULE}")


# ── Taking a course ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_trainee_takes_a_course_and_changes_the_direction(house: House, trainee: Trainee) -> None:
    make_course(house)
    page = trainee.enrol().text
    assert "You take this course now." in page
    assert '<option value="practice" selected>' not in page
    page = trainee.enrol(direction="practice").text
    assert "Your direction is changed." in page
    assert '<option value="practice" selected>' in page


@pytest.mark.parametrize(
    ("course_id", "direction", "status"),
    [("course", "no-such", 404), ("course", "a\x00b", 400), ("course", "x" * 101, 400), ("no-such", "", 404)],
)
def test_a_direction_that_is_not_offered_is_refused(
    house: House, trainee: Trainee, course_id: str, direction: str, status: int
) -> None:
    make_course(house)
    assert trainee.enrol(course_id, direction).status_code == status
    assert "You take no course yet" in trainee.get("/progress/").text


def test_a_trainee_without_a_course_is_shown_where_to_begin(house: House, trainee: Trainee) -> None:
    make_course(house)
    page = trainee.get("/progress/").text
    assert "You take no course yet" in page
    assert 'href="/en/"' in page
    assert "Course course" not in page


def test_my_learning_shows_my_courses_and_each_modules_state(house: House, trainee: Trainee) -> None:
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02"), ModuleToMake("m-03")])
    make_course(house, "other", [ModuleToMake("o-01")])
    make_course(house, "empty", [])
    trainee.enrol()
    trainee.enrol("empty")
    prepare_all_but(trainee, house, "nothing")
    trainee.read("first", "m-02")
    page = lines_of(trainee.get("/progress/").text)
    assert "Course course" in page
    assert "Course other" not in page
    assert "1 / 3" in page
    for text in ("Module m-01", "Module m-02", "Module m-03", "In preparation"):
        assert text in page
    assert "课程 course" in trainee.client.get("/zh/progress/").text


# ── What it costs ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", ["/progress/", "/courses/course/m-01", "/courses/course", "/"])
def test_a_page_asks_the_database_four_times_at_most_and_only_to_read(
    house: House, trainee: Trainee, statements: Statements, page: str
) -> None:
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02")])
    make_course(house, "other", [ModuleToMake("o-01")])
    trainee.enrol()
    trainee.enrol("other")
    prepare_all_but(trainee, house, "nothing")
    with statements() as log:
        assert trainee.get(page).status_code == 200
    assert len(log) <= 4, log
    assert all(statement.lstrip().startswith("SELECT") for statement in log)


# ── What nobody's page sends ────────────────────────────────────────────────────────────────────────────────


def test_an_address_with_odd_characters_leads_nowhere_and_breaks_nothing(house: House, trainee: Trainee) -> None:
    make_course(house)
    for odd in ODD:
        part = quote(odd, safe="")
        for path in (f"m-01/sections/{part}", f"{part}/sections/first", f"{part}/practice", f"m-01/viewed/{part}"):
            if path in {"m-01/viewed/practice", "m-01/viewed/sources"}:
                continue
            answer = trainee.press(f"/progress/{path}", {"read": "yes"})
            assert answer.status_code in {404, 405}, path
        assert trainee.press(f"/progress/courses/{part}/enrol").status_code in {404, 405}, part
    assert mark_of(house, trainee.person).steps_done == 0


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"read=%ff%00&done=%80", b"read=no" * 20_000])
def test_a_form_that_no_page_made_breaks_nothing(house: House, trainee: Trainee, body: bytes) -> None:
    make_course(house)
    for path in ("m-01/sections/first", "m-01/practice", "m-01/viewed/first", "courses/course/enrol"):
        for content_type in (FORM["Content-Type"], "multipart/form-data", "application/json", ""):
            answer = trainee.client.post(f"/en/progress/{path}", data=body, content_type=content_type)
            assert answer.status_code == 400, (path, content_type)
    assert count_ledger(house) == (0, 0)
    assert mark_of(house, trainee.person).steps_done == 0


def test_the_address_of_a_button_is_not_a_page(house: House, trainee: Trainee) -> None:
    make_course(house)
    for path in ("m-01/sections/first", "m-01/practice", "m-01/viewed/first", "courses/course/enrol"):
        assert trainee.get(f"/progress/{path}").status_code == 405


def test_a_course_that_is_begun_without_taking_it_stands_in_my_learning(
    house: House, client: FlaskClient, post: Post
) -> None:
    make_course(house)
    sign_in(client, make_person(house))
    post(client, "/en/progress/m-01/sections/first", {"read": "yes"})
    page = client.get("/en/progress/").text
    assert "Course course" in page
    assert "Continue where you left off" in page
