"""The pages of a quiz work by plain forms, in both languages, and nothing that is sent to them breaks them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.house import House
from lms.quizzes.models import Answer
from tests.accounts.makers import PASSWORD, make_person
from tests.catalog.makers import ModuleToMake, make_course, publish_courses
from tests.progress.makers import Post, Trainee, answer_form, count_ledger, make_trainee, prepare_all_but, sit_down
from tests.quizzes.bank import write_every_type

Statements = Callable[[], AbstractContextManager[list[str]]]
CHECKED = re.compile(r'name="answer-\d+" value="\w+" checked')
HUGE = ["2147483648", "9223372036854775807", "9223372036854775808", "9" * 30, "9" * 5_000]
NO_NUMBERS = ["-1", "0x1", "1.0", "one", "%00", "1%00", "%F0%9F%8E%93"]


@pytest.fixture
def every_type(house: House) -> House:
    """The house with a quiz of four questions, one of each type."""
    write_every_type(house, draws=4)
    publish_courses(house)
    return house


def stored_responses(house: House) -> list[object]:
    with house.reading() as work:
        return list(work.session.scalars(select(Answer.response).order_by(Answer.attempt_id, Answer.position)))


# ── The way through a quiz ──────────────────────────────────────────────────────────────────────────────────


def test_a_trainee_begins_saves_reloads_and_submits_with_forms_alone(every_type: House, trainee: Trainee) -> None:
    page = trainee.get("/quizzes/m-01").text
    for text in ("4 questions", "Passed at 60% or more.", "You may try as often as you need.", "None yet."):
        assert text in page
    attempt_id = trainee.start()
    address = f"/quizzes/attempts/{attempt_id}"
    page = trainee.get(address).text
    assert "0 of 4 answered" in page
    assert not CHECKED.search(page)
    assert "Go on with the open attempt" in trainee.get("/quizzes/m-01").text
    assert "Your answers are saved." in trainee.save(attempt_id, answer_form(every_type, attempt_id)).text
    page = trainee.get(address).text
    assert "4 of 4 answered" in page
    assert len(CHECKED.findall(page)) == 4
    assert 'value="3.125"' in page
    page = trainee.submit(attempt_id, {}).text
    assert "Passed: 100.0%" in page
    assert trainee.get(address).text.count("Right answer: 3.125 ms (± 0.0625)") == 1
    page = trainee.get("/quizzes/m-01").text
    assert "You have passed this quiz." in page
    assert f'<a href="/en{address}">Attempt 1</a>' in page
    assert "100.0%" in page


def test_the_other_language_shows_the_same_attempt(every_type: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    trainee.save(attempt_id, answer_form(every_type, attempt_id))
    english = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    chinese = trainee.client.get(f"/zh/quizzes/attempts/{attempt_id}").text
    assert CHECKED.findall(english) == CHECKED.findall(chinese)
    assert f'href="/zh/quizzes/attempts/{attempt_id}"' in english
    assert "果园" in chinese
    assert "Orchard" not in chinese


def test_a_script_that_saves_is_answered_in_a_word(every_type: House, trainee: Trainee, post: Post) -> None:
    attempt_id = trainee.start()
    address, headers = f"/en/quizzes/attempts/{attempt_id}/save", {"Accept": "application/json"}
    answer = post(trainee.client, address, answer_form(every_type, attempt_id), headers=headers)
    assert (answer.status_code, answer.json) == (200, {"state": "saved"})
    assert "4 of 4 answered" in trainee.get(f"/quizzes/attempts/{attempt_id}").text


def test_a_window_left_open_is_told_that_the_attempt_was_submitted(
    every_type: House, trainee: Trainee, post: Post
) -> None:
    attempt_id = trainee.start()
    trainee.submit(attempt_id, {})
    stored = stored_responses(every_type)
    address, form = f"/en/quizzes/attempts/{attempt_id}/save", answer_form(every_type, attempt_id)
    answer = post(trainee.client, address, form, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (200, {"state": "submitted"})
    page = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    assert "This attempt has been submitted already. Nothing was changed." in page
    assert "Your answers are saved." not in page
    assert stored_responses(every_type) == stored


def test_the_result_says_what_was_right_and_where_to_read_again(every_type: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    page = trainee.submit(attempt_id, answer_form(every_type, attempt_id, right=False)).text
    assert "Not passed yet" in page
    assert "Your answer: -987654" in page
    for anchor in ("first", "second"):
        assert f'href="/en/courses/course/m-01#{anchor}"' in page
    assert "Hours" not in page


def test_a_passed_quiz_of_an_unfinished_module_says_when_hours_come(every_type: House, trainee: Trainee) -> None:
    page = trainee.take_quiz(every_type).text
    assert "Hours are recorded the moment you finish a module" in page
    assert "H-2026-" not in page


# ── Who may see what ────────────────────────────────────────────────────────────────────────────────────────


def test_an_attempt_is_not_there_for_anybody_else(app: Flask, house: House, trainee: Trainee, post: Post) -> None:
    make_course(house)
    attempt_id = trainee.start()
    other = make_trainee(app, house, post, "han-meimei")
    assert other.get(f"/quizzes/attempts/{attempt_id}").status_code == 404
    assert other.save(attempt_id, answer_form(house, attempt_id)).status_code == 404
    assert other.submit(attempt_id, answer_form(house, attempt_id)).status_code == 404
    assert stored_responses(house) == [None, None]
    assert "0 of 2 answered" in trainee.get(f"/quizzes/attempts/{attempt_id}").text


def test_a_visitor_signs_in_and_is_led_back_to_the_quiz(house: House, client: FlaskClient, post: Post) -> None:
    make_course(house)
    person = make_person(house)
    answer = client.get("/zh/quizzes/m-01")
    assert (answer.status_code, answer.location) == (303, "/zh/sign-in?next=/zh/quizzes/m-01")
    answer = post(client, answer.location, {"login_name": person.login_name, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/zh/quizzes/m-01")
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize("path", ["m-01/start", "attempts/1/save", "attempts/1/submit"])
def test_a_visitor_who_sends_a_form_changes_nothing(
    house: House, client: FlaskClient, trainee: Trainee, post: Post, path: str
) -> None:
    make_course(house)
    trainee.start()
    answer = post(client, f"/en/quizzes/{path}", {"answer-0": "0"}, headers={"Referer": "http://localhost/en/x"})
    assert (answer.status_code, answer.location) == (303, "/en/sign-in?next=/en/x")
    assert stored_responses(house) == [None, None]


def test_a_module_without_a_quiz_has_no_page_of_one(house: House, trainee: Trainee) -> None:
    make_course(house)
    folder = house.settings.courses / "course"
    with (folder / "course.toml").open("a", encoding="utf-8") as settings:
        settings.write("requires = { quiz = false }\n")
    (folder / "m-m-01" / "quiz.md").unlink()
    for language in ("en", "zh"):
        path = folder / "m-m-01" / f"{language}.md"
        path.write_text(path.read_text("utf-8").replace("```check\nm-01-p01\n```", ""), "utf-8")
    publish_courses(house)
    assert "Go to the quiz" not in trainee.get("/courses/course/m-01").text
    assert trainee.get("/quizzes/m-01").status_code == 404
    assert trainee.press("/quizzes/m-01/start").status_code == 404


# ── What it costs ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_asks_the_database_four_times_at_most_and_only_to_read(
    every_type: House, trainee: Trainee, statements: Statements
) -> None:
    prepare_all_but(trainee, every_type, "quiz")
    for _ in range(3):
        trainee.take_quiz(every_type, right=False)
    submitted = trainee.start()
    trainee.submit(submitted, answer_form(every_type, submitted))
    opened = trainee.start()
    assert count_ledger(every_type) == (1, 1)
    for path in ("/quizzes/m-01", f"/quizzes/attempts/{submitted}", f"/quizzes/attempts/{opened}"):
        with statements() as log:
            assert trainee.get(path).status_code == 200
        assert len(log) <= 4, (path, log)
        assert all(statement.lstrip().startswith("SELECT") for statement in log)


# ── What no page sends ──────────────────────────────────────────────────────────────────────────────────────


def test_a_number_that_is_no_attempts_leads_nowhere(house: House, trainee: Trainee) -> None:
    make_course(house)
    trainee.start()
    for number in HUGE + NO_NUMBERS:
        assert trainee.get(f"/quizzes/attempts/{number}").status_code == 404, number[:40]
        for action in ("save", "submit"):
            answer = trainee.press(f"/quizzes/attempts/{number}/{action}", {"answer-0": "0"})
            assert answer.status_code == 404, number[:40]
    assert stored_responses(house) == [None, None]


@pytest.mark.parametrize(
    "module_id", ["no-such", "M-01", "%00", "m-01%00", "..", "第一", "x" * 5_000, "'--", "%0a"]
)
def test_a_module_that_is_not_there_has_no_quiz(house: House, trainee: Trainee, module_id: str) -> None:
    make_course(house)
    assert trainee.get(f"/quizzes/{module_id}").status_code in {308, 404}
    assert trainee.press(f"/quizzes/{module_id}/start").status_code in {404, 405}


JUNK: list[dict[str, object]] = [
    {},
    {"answer-4": "0", "answer-9999": "0", "answer-10000": "0", "answer-99999999999999999999": "0"},
    {"answer--1": "0", "answer-": "0", "answer-0x0": "0", "answer-٣": "0", "answer-1.0": "0", "answer": "0"},
    {f"answer-{place}": "99999999999999999999999" for place in range(4)},
    {f"answer-{place}": "-1" for place in range(4)},
    {f"answer-{place}": ["0", "1", "2", "true", "false"] for place in range(4)},
    {f"answer-{place}": "\ufffe\u202e" for place in range(4)},
    {f"answer-{place}": "1e99999" for place in range(4)},
    {f"answer-{place}": "{'value': [0]}" for place in range(4)},
    {f"answer-{place}": "<script>alert(1)</script>" for place in range(4)},
    {f"answer-{place}": "9" * 50_000 for place in range(4)},
    {"answer-0": [str(number) for number in range(10_000)]},
    {f"answer-{number}": "0" for number in range(9_000)},
]


def test_a_tampered_form_is_read_for_what_it_is_worth_and_breaks_nothing(
    every_type: House, trainee: Trainee
) -> None:
    for junk in JUNK:
        attempt_id = trainee.start()
        assert trainee.save(attempt_id, junk).status_code == 200, list(junk)[:3]
        page = trainee.get(f"/quizzes/attempts/{attempt_id}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        answer = trainee.submit(attempt_id, junk)
        assert answer.status_code == 200, list(junk)[:3]
        assert "Not passed yet" in answer.text
    assert all(len(str(response)) < 300 for response in stored_responses(every_type))


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("body", [b"", b"\xff\x00\xfe", b'{"answer-0": ["0"]}', b"--x\r\nbroken"])
def test_a_body_that_is_no_form_is_refused(house: House, trainee: Trainee, content_type: str, body: bytes) -> None:
    make_course(house)
    attempt_id = trainee.start()
    for action in ("save", "submit"):
        address = f"/en/quizzes/attempts/{attempt_id}/{action}"
        assert trainee.client.post(address, data=body, content_type=content_type).status_code == 400
    assert "0 of 2 answered" in trainee.get(f"/quizzes/attempts/{attempt_id}").text


def test_a_file_or_a_flood_in_place_of_answers_is_refused(house: House, trainee: Trainee) -> None:
    make_course(house)
    attempt_id = trainee.start()
    assert trainee.save(attempt_id, {"answer-0": "9" * 3_000_000}).status_code == 413
    assert "0 of 2 answered" in trainee.get(f"/quizzes/attempts/{attempt_id}").text


def test_two_browsers_of_one_person_see_one_attempt(
    app: Flask, house: House, trainee: Trainee, post: Post
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=8, draws=6)])
    attempt_id = trainee.start()
    phone = sit_down(app, trainee.person, post)
    assert phone.start() == attempt_id
    trainee.save(attempt_id, {"answer-0": "1"})
    page = phone.get(f"/quizzes/attempts/{attempt_id}").text
    assert "1 of 6 answered" in page
    assert re.search(r'name="answer-0" value="1" checked', page)
