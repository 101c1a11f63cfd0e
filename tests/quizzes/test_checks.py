"""A reader tries a question in the reading as often as they like, and nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.core.house import House
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.service import CheckPage, try_check
from tests.catalog.makers import ModuleToMake, make_course, publish_courses
from tests.progress.makers import Post, Trainee, mark_of
from tests.quizzes.bank import GRADED_STEMS, MUTTERED, SECRET, write_every_type

Statements = Callable[[], AbstractContextManager[list[str]]]
SINGLE, MULTIPLE, TRUE_FALSE, NUMBER = (f"m-01-p{number:02}" for number in range(1, 5))
OPTION = re.compile(r'value="(\d)"[^>]*>\s*<span>(.*?)</span>', re.DOTALL)


@pytest.fixture
def every_type(house: House) -> House:
    """The house with a check of every type in the reading of m-01."""
    write_every_type(house)
    publish_courses(house)
    return house


def try_values(house: House, question_id: str, values: Sequence[str], language: str = "en") -> CheckPage:
    with house.reading() as work:
        return try_check(work, "m-01", question_id, values, language)


def credit_of(house: House, question_id: str, *values: str) -> int | None:
    """Percent of the credit, or None where nothing was answered."""
    review = try_values(house, question_id, values).review
    return review.credit_percent if review else None


def places_of(client: FlaskClient, question_id: str) -> dict[str, str]:
    """What the module's page sends for each option of a check, by the option's text."""
    page = client.get("/en/courses/course/m-01").text
    form = page[page.index(f"/quizzes/checks/m-01/{question_id}") :].partition("</form>")[0]
    return {text.strip(): value for value, text in OPTION.findall(form)}


def send(client: FlaskClient, post: Post, question_id: str, *values: str) -> TestResponse:
    return post(client, f"/en/quizzes/checks/m-01/{question_id}", {"answer": list(values)})


def test_a_visitor_chooses_what_the_page_shows_and_reads_why_it_is_right_or_not(
    every_type: House, client: FlaskClient, post: Post
) -> None:
    places = places_of(client, SINGLE)
    assert set(places) == {"none at all", "exactly one", "one or two"}
    right = send(client, post, SINGLE, places["exactly one"]).text
    wrong = send(client, post, SINGLE, places["none at all"]).text
    for page in (right, wrong):
        assert "mutteredq01a" in page
        assert "mutteredq01b" in page
        assert 'href="/en/courses/course/m-01#first"' in page
        assert '<meta name="robots" content="noindex">' in page
    assert right.index("(your choice)") > right.index("exactly one")
    assert right != wrong


def test_every_type_is_graded_and_a_part_earns_a_part(every_type: House, client: FlaskClient) -> None:
    single, several = places_of(client, SINGLE), places_of(client, MULTIPLE)
    assert credit_of(every_type, SINGLE, single["exactly one"]) == 100
    assert credit_of(every_type, SINGLE, single["one or two"]) == 50
    assert credit_of(every_type, SINGLE, single["none at all"]) == 0
    assert credit_of(every_type, MULTIPLE, several["a beak"], several["two wings"]) == 100
    assert credit_of(every_type, MULTIPLE, several["a beak"]) == 50
    assert credit_of(every_type, MULTIPLE, *several.values()) == 0
    assert credit_of(every_type, TRUE_FALSE, "true") == 100
    assert credit_of(every_type, TRUE_FALSE, "false") == 0
    assert credit_of(every_type, NUMBER, "3.125 ms") == 100
    assert credit_of(every_type, NUMBER, "3") == 0
    assert credit_of(every_type, NUMBER, "three") == 0


@pytest.mark.parametrize("question_id", [SINGLE, MULTIPLE, TRUE_FALSE, NUMBER])
def test_a_reader_who_chose_nothing_is_asked_to_choose_and_told_nothing(
    every_type: House, client: FlaskClient, post: Post, question_id: str
) -> None:
    for values in ((), ("",), ("9",), ("-1",), (" ",)):
        if question_id == NUMBER and values in (("9",), ("-1",)):
            continue
        page = send(client, post, question_id, *values).text
        assert "Choose or type an answer first." in page, values
        assert not MUTTERED.search(page)


def test_the_reading_asks_without_telling(every_type: House, client: FlaskClient) -> None:
    for language in ("en", "zh"):
        page = client.get(f"/{language}/courses/course/m-01").text
        assert page.count("data-check") == 4
        assert not MUTTERED.search(page)
        assert not SECRET.search(page)


def test_a_check_is_answered_in_the_language_of_the_page(
    every_type: House, client: FlaskClient, post: Post
) -> None:
    page = post(client, f"/zh/quizzes/checks/m-01/{TRUE_FALSE}", {"answer": "true"}).text
    assert "低语三" in page
    assert "mutteredq03" not in page


@pytest.mark.parametrize("question_id", [*GRADED_STEMS, "m-01-p05", "m-02-p01", "", "x" * 3_000, "\x00", "第一"])
def test_no_other_question_can_be_asked_here_least_of_all_a_graded_one(
    every_type: House, trainee: Trainee, question_id: str
) -> None:
    for values in (["0"], ["1"], ["true"], ["3.125"], []):
        answer = trainee.press(f"/quizzes/checks/m-01/{question_id}", {"answer": values})
        assert answer.status_code in {404, 405}
        assert not SECRET.search(answer.text)


def test_the_practice_of_one_module_is_not_asked_in_another(house: House, trainee: Trainee) -> None:
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02")])
    assert trainee.press("/quizzes/checks/m-01/m-02-p01", {"answer": "0"}).status_code == 404
    assert trainee.press("/quizzes/checks/m-03/m-02-p01", {"answer": "0"}).status_code == 404
    assert trainee.press("/quizzes/checks/m-02/m-02-p01", {"answer": "0"}).status_code == 200


def test_nothing_of_a_check_is_kept(every_type: House, trainee: Trainee, statements: Statements) -> None:
    with statements() as log:
        assert trainee.press(f"/quizzes/checks/m-01/{NUMBER}", {"answer": "3.125"}).status_code == 200
    assert len(log) <= 3
    assert all(statement.lstrip().startswith("SELECT") for statement in log)
    with every_type.reading() as work:
        for table in (Attempt, Answer):
            assert work.session.scalar(select(func.count()).select_from(table)) == 0
    assert mark_of(every_type, trainee.person).steps_done == 0


def test_a_visitor_is_sent_to_sign_in_before_a_check_of_a_members_course(
    house: House, client: FlaskClient, trainee: Trainee, post: Post
) -> None:
    make_course(house, access="members")
    answer = post(client, "/en/quizzes/checks/m-01/m-01-p01", {"answer": "0"})
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/en/sign-in")
    assert trainee.press("/quizzes/checks/m-01/m-01-p01", {"answer": "0"}).status_code == 200


def test_junk_sent_to_a_check_breaks_nothing(every_type: House, client: FlaskClient, post: Post) -> None:
    for question_id in (SINGLE, MULTIPLE, TRUE_FALSE, NUMBER):
        for values in (["0", "1"], ["99999999999999999999"], ["<b>"], ["٣"], ["1e400"], ["0"] * 10_000):
            assert send(client, post, question_id, *values).status_code == 200, (question_id, values[:2])
        assert send(client, post, question_id, "9" * 400_000).status_code == 200
    page = send(client, post, NUMBER, "<script>alert(1)</script>").text
    assert "<script>alert(1)" not in page
    assert "This could not be read as a number." in page
