"""What a repair leaves alone: later versions, later attempts, other people, and what it must not tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from lms.core.house import House
from lms.core.work import Role
from lms.quizzes import commands
from lms.quizzes.models import Attempt
from tests.accounts.makers import make_institution, make_person, sign_in
from tests.catalog.makers import ModuleToMake, make_course, publish_courses, rewrite, write_course
from tests.clock import FakeClock
from tests.progress.makers import (
    Post,
    Trainee,
    answer_form,
    count_ledger,
    make_trainee,
    prepare_all_but,
)
from tests.quizzes.bank import SECRET, write_every_type
from tests.quizzes.repairs import (
    OTHER_IS_RIGHT,
    QUESTION,
    Instructor,
    answers_of,
    fail,
    list_regrades,
    put_in_force,
    request_void,
    scores,
)

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def course(house: House) -> None:
    """A module whose quiz asks all of its four questions, in whatever order, and is passed with three."""
    make_course(house, modules=[ModuleToMake("m-01", questions=4, draws=4, pass_mark_percent=75)])


# ── When, and for whom ──────────────────────────────────────────────────────────────────────────────────────


def test_an_ended_repair_grades_no_later_attempt_and_takes_nothing_back(
    course: None, house: House, app: Flask, post: Post, trainee: Trainee, instructor: Instructor, clock: FakeClock
) -> None:
    attempt_id = fail(house, trainee, QUESTION, "m-01-q02")
    instructor.rekey(*OTHER_IS_RIGHT)
    clock.advance(hours=1)
    page = instructor.press("/quizzes/repairs/1/end").text
    assert "The scores it raised stay." in page
    assert "Ended on 23 November 2026 17:00." in page
    assert scores(house)[attempt_id] == (75.0, True)
    result = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    assert "score 50.0 → 75.0. Attempts submitted after 23 November 2026 17:00 are graded without" in " ".join(
        result.split()
    )
    clock.advance(hours=1)
    other = make_trainee(app, house, post, "han-meimei")
    later = fail(house, other, QUESTION)
    assert scores(house)[later] == (75.0, True)
    assert "What was corrected" not in other.get(f"/quizzes/attempts/{later}").text


def test_a_version_that_is_written_later_is_another_question(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    first = fail(house, trainee, QUESTION, "m-01-q02")
    folder = write_course(
        house.settings.courses, modules=[ModuleToMake("m-01", questions=4, draws=4, pass_mark_percent=75)]
    )
    rewrite(folder / "m-m-01" / "quiz.md", f"right one of {QUESTION}", f"really right one of {QUESTION}")
    publish_courses(house)
    second = fail(house, trainee, QUESTION, "m-01-q02")
    page = instructor.get(f"/quizzes/m-01/questions/{QUESTION}/repair").text
    assert page.count("earlier version") == 1
    assert "1 submitted attempt asked it." in page
    instructor.void()
    assert scores(house) == {first: (50.0, False), second: (66.6, False)}
    (earlier,) = re.findall(r'name="also" value="(\w+)"', page)
    instructor.press(f"/quizzes/m-01/questions/{QUESTION}/repair/preview", {"kind": "void"})
    older = instructor.press(
        f"/quizzes/m-01/questions/{QUESTION}/repair/preview",
        {"kind": "void", "version": earlier, "reason": "It too."},
    )
    instructor.confirm(older)
    assert scores(house) == {first: (66.6, False), second: (66.6, False)}


def test_two_versions_are_taken_out_together(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    fail(house, trainee, QUESTION, "m-01-q02")
    folder = write_course(
        house.settings.courses, modules=[ModuleToMake("m-01", questions=4, draws=4, pass_mark_percent=75)]
    )
    rewrite(folder / "m-m-01" / "quiz.md", f"right one of {QUESTION}", f"really right one of {QUESTION}")
    publish_courses(house)
    fail(house, trainee, QUESTION, "m-01-q02")
    page = instructor.get(f"/quizzes/m-01/questions/{QUESTION}/repair").text
    preview = instructor.preview(also=re.findall(r'name="also" value="(\w+)"', page))
    assert "<dt>Scores that rise</dt><dd>2</dd>" in preview.text
    instructor.confirm(preview)
    assert set(scores(house).values()) == {(66.6, False)}


def test_where_attempts_were_submitted_meanwhile_the_new_numbers_come_first(
    course: None, house: House, app: Flask, post: Post, trainee: Trainee, instructor: Instructor
) -> None:
    fail(house, trainee, QUESTION)
    page = instructor.preview()
    assert "<dt>Attempts that asked it</dt><dd>1</dd>" in page.text
    fail(house, make_trainee(app, house, post, "han-meimei"), QUESTION)
    again = instructor.confirm(page)
    assert again.status_code == 409
    assert "Nothing was done: attempts were submitted meanwhile" in again.text
    assert "<dt>Attempts that asked it</dt><dd>2</dd>" in again.text
    assert set(scores(house).values()) == {(75.0, True)}
    again.status_code = 200
    assert "The repair is carried out." in instructor.confirm(again).text
    assert set(scores(house).values()) == {(100.0, True)}


def test_one_repair_of_a_quiz_is_carried_out_at_a_time(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    attempt_id = fail(house, trainee, QUESTION, "m-01-q02")
    put_in_force(house, instructor.person, request_void(house))
    waiting = instructor.get(f"/quizzes/m-01/questions/{QUESTION}/repair").text
    assert "Being carried out" in waiting
    assert 'max="1"' in waiting
    assert "Another repair of this quiz is being carried out." in instructor.preview("m-01-q02").text
    assert scores(house)[attempt_id] == (50.0, False)
    commands.carry_on_repairs(house)
    commands.carry_on_repairs(house)
    assert scores(house)[attempt_id] == (66.6, False)
    assert len(list_regrades(house)) == 1
    instructor.void("m-01-q02")
    assert scores(house)[attempt_id] == (100.0, True)


def test_a_repair_is_an_instructors_and_an_administrators(
    course: None, house: House, app: Flask, post: Post, trainee: Trainee
) -> None:
    address = f"/en/quizzes/m-01/questions/{QUESTION}/repair"
    registrar = make_person(house, "registrar", roles=[Role.REGISTRAR], institution=make_institution(house))
    client = app.test_client()
    for browser in (trainee.client, client):
        assert browser.get(address).status_code == 403 or browser is client
        assert post(browser, f"{address}/preview", form={"kind": "void"}).status_code in {303, 403}
        assert post(browser, address, form={"kind": "void"}).status_code in {303, 403}
        sign_in(client, registrar)
    assert client.get(address).status_code == 403
    administrator = make_person(house, "admin", roles=[Role.ADMINISTRATOR])
    sign_in(client, administrator)
    assert client.get(address).status_code == 200
    assert client.get("/en/quizzes/m-01/questions/m-01-q99/repair").status_code == 404
    assert "This is a practice question." in client.get("/en/quizzes/m-01/questions/m-01-p01/repair").text


# ── What a page costs, and what it keeps to itself ──────────────────────────────────────────────────────────


def test_a_repaired_quiz_costs_no_statement_more(
    house: House, trainee: Trainee, instructor: Instructor, statements: Statements
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=6, draws=6)])
    prepare_all_but(trainee, house, "quiz")
    attempt_id = trainee.start()
    instructor.void("m-01-q01")
    instructor.rekey(*OTHER_IS_RIGHT, question_id="m-01-q02")
    address, form = f"/en/quizzes/attempts/{attempt_id}", answer_form(house, attempt_id)
    for most, send in (
        (4, lambda: trainee.client.get(address)),
        (4, lambda: trainee.post(trainee.client, f"{address}/save", form)),
        (12, lambda: trainee.post(trainee.client, f"{address}/submit", form)),
        (4, lambda: trainee.client.get(address)),
    ):
        with statements() as log:
            response = send()
        assert response.status_code in {200, 303}
        assert len(log) <= most, "\n".join(log)
    assert count_ledger(house) == (1, 1)


def test_a_corrected_key_is_not_sent_before_the_attempt_is_submitted(
    house: House, trainee: Trainee, instructor: Instructor
) -> None:
    write_every_type(house, draws=4)
    publish_courses(house)
    attempt_id = trainee.start()
    instructor.rekey(("> hushedq01a", "> hushedanew"), ("- [ ] none", "- [25] none"))
    page = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    assert not SECRET.search(page)
    assert not SECRET.search(trainee.get(f"/quizzes/attempts/{attempt_id}/review").text)
    assert "hushedanew" in trainee.submit(attempt_id, {}).text


def test_a_trainee_is_told_no_reason_where_the_quiz_does_not_tell_its_answers(
    house: House, trainee: Trainee, instructor: Instructor
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=4, draws=4, policy='feedback = "never"')])
    attempt_id = fail(house, trainee, QUESTION, "m-01-q02")
    instructor.void(reason="Both are right.")
    result = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    assert "score 50.0 → 66.6." in result
    assert "Both are right." not in result


def test_the_answers_keep_what_they_earned_and_attempts_what_they_were(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    attempt_id = fail(house, trainee, QUESTION, "m-01-q02")
    instructor.rekey(*OTHER_IS_RIGHT)
    with house.reading() as work:
        attempt = work.session.get_one(Attempt, attempt_id)
    assert [answer.credit for answer in answers_of(house, attempt_id) if answer.question_id == QUESTION] == ["0"]
    (regrade,) = list_regrades(house)
    assert (regrade.score_before, regrade.passed_before) == ("50.0", False)
    assert (regrade.score_after, regrade.passed_after) == (attempt.score_percent, attempt.passed)
