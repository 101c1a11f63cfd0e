"""Whoever finds an error can say so where it stands, and not too often."""

from __future__ import annotations

import re
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core.house import House
from lms.reports.rules import REPORTS_A_DAY
from tests.catalog.makers import ModuleToMake, make_course, publish_courses
from tests.clock import FakeClock
from tests.progress.makers import Post, Trainee, at_once, make_trainee, sit_down
from tests.quizzes.bank import EVERY, SECRET, write_every_type
from tests.quizzes.repairs import Instructor
from tests.reports.makers import LINK, PRACTICE, SECTION, count_reports, latest, say

# ── Sending ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_error_in_a_section_is_reported_answered_and_read(
    course: None, house: House, trainee: Trainee, instructor: Instructor, clock: FakeClock
) -> None:
    reading = trainee.get("/courses/course/m-01").text
    assert SECTION in LINK.findall(reading)
    page = trainee.press(SECTION, say())
    assert "Thank you. Your report has reached those who answer for the course." in page.text
    assert 'href="/en/courses/course/m-01#first"' in page.text
    kept = latest(house)
    assert (kept.module_id, kept.anchor, kept.question_id, kept.language) == ("m-01", "first", "", "en")
    assert kept.reported_at == clock()
    mine = trainee.get("/reports/mine").text
    assert "“Data” is misspelt." in mine
    assert "Open" in mine

    listed = instructor.get("/reports")
    assert "1 report waits for a reply." in listed.text
    assert "“Data” is misspelt." in listed.text
    address = f"/reports/{kept.id}"
    assert 'href="/en/courses/course/m-01#first"' in instructor.get(address).text
    clock.advance(hours=1)
    answered = instructor.press(address, {"state": "corrected", "note": "Thank you, it is spelt right now."})
    assert "The reporter can read your reply." in answered.text
    assert "0 reports wait for a reply." in answered.text
    mine = trainee.get("/reports/mine").text
    assert "Corrected" in mine
    assert "Thank you, it is spelt right now." in mine
    assert "Reply of 23 November 2026 17:00:" in mine
    assert "wang-laoshi" in instructor.get(address).text


def test_every_section_has_its_link_and_a_visitor_sees_none(
    course: None, trainee: Trainee, client: FlaskClient
) -> None:
    links = LINK.findall(trainee.get("/courses/course/m-01").text)
    assert [link.rpartition("/")[2] for link in links if "/sections/" in link] == [
        "start",
        "first",
        "second",
        "practice",
        "sources",
    ]
    for link in links:
        assert trainee.get(link).status_code == 200, link
    assert LINK.findall(client.get("/en/courses/course/m-01").text) == []
    assert client.get(f"/en{SECTION}").location.startswith("/en/sign-in")


def test_the_language_and_the_revision_are_kept(course: None, house: House, trainee: Trainee) -> None:
    trainee.post(trainee.client, f"/zh{SECTION}", form=say("错别字"))
    first = latest(house)
    make_course(house, modules=[ModuleToMake("m-01", extra="More."), ModuleToMake("m-02")])
    trainee.press(SECTION, say("again"))
    second = latest(house)
    assert (first.language, second.language) == ("zh", "en")
    assert first.module_revision_id < second.module_revision_id


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"text": "What?"}, "Choose what is wrong."),
        (say(""), "Write what is wrong."),
        (say("   \n"), "Write what is wrong."),
        (say("x" * 2001), "Write at most 2000 characters."),
        (say(category="key"), "Not a valid choice"),
        (say(category="nonsense"), "Not a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(
    course: None, house: House, trainee: Trainee, form: dict[str, object], told: str
) -> None:
    page = trainee.press(SECTION, form)
    assert page.status_code == 422
    assert told in page.text
    assert str(form["text"]) in page.text
    assert count_reports(house) == 0


def test_a_text_of_two_thousand_characters_is_kept_as_it_is(course: None, house: House, trainee: Trainee) -> None:
    text = "错" * 1990 + "<b>&\"'\n\n \u202e"
    assert len(text) == 2000
    trainee.press(SECTION, say(text.replace("\n", "\r\n")))
    assert latest(house).text == text.strip()


def test_a_place_that_is_not_there_cannot_be_reported(course: None, trainee: Trainee) -> None:
    for address in (
        "/reports/sections/m-01/nowhere",
        "/reports/sections/m-99/first",
        "/reports/questions/m-01/m-01-q01",
        "/reports/questions/m-02/m-01-p01",
        "/reports/attempts/1/questions/1",
    ):
        assert trainee.get(address).status_code == 404, address
        assert trainee.press(address, say()).status_code == 404, address


# ── Questions ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_of_an_open_attempt_is_reported_by_its_number_and_nothing_of_it_is_told(
    house: House, app: Flask, post: Post, trainee: Trainee, instructor: Instructor
) -> None:
    write_every_type(house, draws=8, graded=EVERY)
    publish_courses(house)
    attempt_id = trainee.start()
    links = [
        link for link in LINK.findall(trainee.get(f"/quizzes/attempts/{attempt_id}").text) if "attempts" in link
    ]
    assert links == [f"/reports/attempts/{attempt_id}/questions/{number}" for number in range(1, 9)]
    other = make_trainee(app, house, post, "han-meimei")
    ids = set()
    for link in links:
        page = trainee.get(link)
        sent = trainee.press(link, say(f"Wrong at {link}", category="key"))
        for text in (page.text, sent.text, trainee.get("/reports/mine").text):
            assert not SECRET.search(text)
            assert not re.search(r"m-01-q0\d", text)
        assert f"/en/quizzes/attempts/{attempt_id}#q" in sent.text
        assert other.get(link).status_code == 404
        assert other.press(link, say()).status_code == 404
        kept = latest(house)
        assert kept.question_version
        ids.add(kept.question_id)
    assert len(ids) == 8
    assert trainee.get(f"/reports/attempts/{attempt_id}/questions/9").status_code == 404
    page = instructor.get(f"/reports/{latest(house).id}").text
    assert f"/quizzes/m-01/questions/{latest(house).question_id}/repair" in page


def test_the_report_of_a_gap_text_shows_the_gaps_and_not_what_belongs_there(
    house: House, trainee: Trainee
) -> None:
    write_every_type(house, draws=1, graded=EVERY[-1:])
    publish_courses(house)
    attempt_id = trainee.start()
    page = trainee.get(f"/reports/attempts/{attempt_id}/questions/1").text
    assert "Violin: its ____ is drawn over ____ strings made of ____." in page
    assert "bow" not in page
    assert "steel" not in page


def test_a_question_is_reported_from_its_result_from_practice_and_from_a_check(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    attempt_id = trainee.start()
    page = trainee.submit(attempt_id, {}).text
    assert f"/reports/attempts/{attempt_id}/questions/2" in LINK.findall(page)
    missed = trainee.get(f"/quizzes/attempts/{attempt_id}/missed").text
    assert f"/reports/attempts/{attempt_id}/questions/2" in LINK.findall(missed)
    check = trainee.press("/quizzes/checks/m-01/m-01-p01", {"answer": "0"})
    assert PRACTICE in LINK.findall(check.text)
    trainee.press(PRACTICE, say("Nothing is right here.", category="key"))
    kept = latest(house)
    assert (kept.question_id, kept.anchor, kept.is_graded) == ("m-01-p01", "first", False)
    assert "A question in the text" in trainee.get("/reports/mine").text
    assert "Question m-01-p01" in instructor.get("/reports").text


# ── So many and no more ─────────────────────────────────────────────────────────────────────────────────────


def test_twenty_reports_a_day_and_on_the_next_day_again(
    course: None, house: House, trainee: Trainee, clock: FakeClock
) -> None:
    for number in range(REPORTS_A_DAY):
        assert trainee.press(SECTION, say(f"Error {number}")).status_code == 200
    page = trainee.press(SECTION, say("One more"))
    assert page.status_code == 429
    assert "You have sent 20 reports today. Go on tomorrow." in page.text
    assert "One more" in page.text
    assert count_reports(house) == REPORTS_A_DAY
    clock.advance(hours=7, minutes=59)  # it is 16:00 in Shanghai, where the day ends
    assert trainee.press(SECTION, say("One more")).status_code == 429
    clock.advance(minutes=1)
    assert trainee.press(SECTION, say("One more")).status_code == 200


def test_windows_that_send_at_once_send_no_more_than_one_may(
    course: None, app: Flask, house: House, post: Post, trainee: Trainee
) -> None:
    for number in range(REPORTS_A_DAY - 3):
        trainee.press(SECTION, say(f"Error {number}"))
    windows = [sit_down(app, trainee.person, post) for _ in range(8)]
    pages = at_once([partial(one.press, SECTION, say(f"At once {n}")) for n, one in enumerate(windows)])
    assert sorted(page.status_code for page in pages) == [200] * 3 + [429] * 5
    assert count_reports(house) == REPORTS_A_DAY


def test_a_button_that_is_pressed_twice_sends_one_report(course: None, house: House, trainee: Trainee) -> None:
    trainee.press(SECTION, say())
    trainee.press(SECTION, say())
    assert count_reports(house) == 1
