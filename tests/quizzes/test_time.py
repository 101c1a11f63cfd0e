"""The server keeps the time of an attempt, and what one person was given beyond it."""

from __future__ import annotations

import pytest
from flask import Flask

from lms import accounts
from lms.core.house import House
from lms.core.work import Role
from lms.quizzes import commands
from tests.accounts.makers import make_institution, make_person
from tests.clock import FakeClock
from tests.progress.makers import Post, Trainee, answer_form, at_once, make_trainee, sit_down
from tests.quizzes.policies import attempt_of, score_of, take_up

LIMIT = "time_limit_minutes = 20"


# ── The clock of an attempt ─────────────────────────────────────────────────────────────────────────────────


def test_the_time_left_is_told_and_an_attempt_in_time_counts(
    house: House, trainee: Trainee, clock: FakeClock
) -> None:
    take_up(house, LIMIT)
    assert "Time limit: 20 minutes" in trainee.get("/quizzes/m-01").text
    attempt_id = trainee.start()
    clock.advance(minutes=5)
    page = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    assert 'data-seconds="900"' in page
    assert "Until 23 November 2026 16:20" in page
    clock.advance(minutes=14, seconds=59)
    assert "Passed: 100.0%" in trainee.submit(attempt_id, answer_form(house, attempt_id)).text


def test_answers_after_the_deadline_are_not_taken_whatever_a_form_or_a_browsers_clock_says(
    house: House, trainee: Trainee, clock: FakeClock
) -> None:
    take_up(house, LIMIT)
    attempt_id = trainee.start()
    right = answer_form(house, attempt_id)
    first = dict([next(iter(right.items()))])
    trainee.save(attempt_id, first)
    clock.advance(minutes=20)
    tampered = {**right, "deadline_at": "2099-01-01", "data-seconds": "9999", "time_limit_minutes": "600"}
    assert "The time had run out." in trainee.save(attempt_id, tampered).text
    page = trainee.submit(attempt_id, tampered).text
    assert "Not passed yet: 50.0%" in page
    submitted_at = attempt_of(house, attempt_id).submitted_at
    assert submitted_at == attempt_of(house, attempt_id).deadline_at
    clock.advance(hours=1)
    trainee.save(attempt_id, right)
    trainee.submit(attempt_id, right)
    assert score_of(house, attempt_id) == "50.0"


def test_a_save_is_replayed_before_and_after_the_deadline_and_changes_nothing(
    house: House, trainee: Trainee, clock: FakeClock
) -> None:
    take_up(house, LIMIT)
    attempt_id = trainee.start()
    right, wrong = answer_form(house, attempt_id), answer_form(house, attempt_id, right=False)
    trainee.save(attempt_id, right)
    trainee.save(attempt_id, right)
    clock.advance(minutes=20)
    trainee.save(attempt_id, wrong)
    commands.submit_overdue(house)
    trainee.save(attempt_id, wrong)
    assert score_of(house, attempt_id) == "100.0"


def test_what_was_saved_is_submitted_at_the_deadline_without_the_browser(
    house: House, trainee: Trainee, clock: FakeClock
) -> None:
    take_up(house, LIMIT)
    attempt_id = trainee.start()
    trainee.save(attempt_id, answer_form(house, attempt_id))
    clock.advance(minutes=19, seconds=59)
    commands.submit_overdue(house)
    assert score_of(house, attempt_id) is None
    clock.advance(seconds=1)
    commands.submit_overdue(house)
    commands.submit_overdue(house)
    assert score_of(house, attempt_id) == "100.0"
    assert "Passed: 100.0%" in trainee.get(f"/quizzes/attempts/{attempt_id}").text


def test_the_keeper_and_the_trainee_submit_at_once_and_it_counts_once(
    app: Flask, house: House, post: Post, clock: FakeClock
) -> None:
    take_up(house, LIMIT)
    trainee = make_trainee(app, house, post)
    attempt_id = trainee.start()
    right = answer_form(house, attempt_id)
    trainee.save(attempt_id, right)
    clock.advance(minutes=20)
    windows = [sit_down(app, trainee.person, post) for _ in range(3)]
    at_once(
        [
            lambda: commands.submit_overdue(house),
            *(lambda window=window: window.submit(attempt_id, {}) for window in windows),  # type: ignore[misc]  # mypy cannot type a lambda's default
        ]
    )
    assert score_of(house, attempt_id) == "100.0"
    assert trainee.get("/quizzes/m-01").text.count("Attempt 1</a>") == 1


def test_a_second_tab_has_the_same_clock(house: House, trainee: Trainee, clock: FakeClock) -> None:
    take_up(house, LIMIT)
    attempt_id = trainee.start()
    clock.advance(minutes=12)
    assert trainee.start() == attempt_id
    assert 'data-seconds="480"' in trainee.get(f"/quizzes/attempts/{attempt_id}").text


def test_beginning_again_after_the_time_is_up_submits_the_old_attempt_first(
    house: House, trainee: Trainee, clock: FakeClock
) -> None:
    take_up(house, LIMIT)
    first = trainee.start()
    clock.advance(minutes=30)
    second = trainee.start()
    assert second != first
    assert score_of(house, first) == "0.0"


def test_without_a_limit_there_is_no_clock(house: House, trainee: Trainee, clock: FakeClock) -> None:
    take_up(house, "")
    attempt_id = trainee.start()
    clock.advance(days=3)
    page = trainee.press(f"/quizzes/attempts/{attempt_id}/save", {}).text
    assert "time-left" not in page
    commands.submit_overdue(house)
    assert "Passed: 100.0%" in trainee.submit(attempt_id, answer_form(house, attempt_id)).text


# ── More for one person ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def registrar(app: Flask, house: House, post: Post, trainee: Trainee) -> Trainee:
    """A registrar of the institution that the trainee belongs to."""
    institution = make_institution(house)
    make_person(house, "wang-fang", institution=institution)
    return sit_down(app, make_person(house, "registrar", roles=[Role.REGISTRAR], institution=institution), post)


def extend(
    person: Trainee, login_name: str, minutes: object = 0, attempts: object = 0, reason: str = "ill"
) -> str:
    form = {"login_name": login_name, "minutes": minutes, "attempts": attempts, "reason": reason}
    return person.press("/quizzes/m-01/extensions", form).text


def test_a_registrar_gives_more_time_and_the_open_attempt_has_it_at_once(
    app: Flask, house: House, post: Post, registrar: Trainee, clock: FakeClock
) -> None:
    take_up(house, "time_limit_minutes = 30")
    with house.reading() as work:
        wang = accounts.find_person_by_login_name(work, "wang-fang")
    assert wang is not None
    trainee = sit_down(app, wang, post)
    attempt_id = trainee.start()
    page = extend(registrar, "wang-fang", minutes=30, reason="her screen reader")
    assert "The extension is given." in page
    assert "her screen reader" in page
    assert "Time limit: 60 minutes (30 + 30)" in trainee.get("/quizzes/m-01").text
    clock.advance(minutes=59)
    trainee.save(attempt_id, answer_form(house, attempt_id))
    clock.advance(minutes=1)
    commands.submit_overdue(house)
    assert score_of(house, attempt_id) == "100.0"
    extend(registrar, "wang-fang", minutes=5)
    assert "Time limit: 35 minutes (30 + 5)" in trainee.get("/quizzes/m-01").text


def test_one_more_attempt_is_given_where_all_are_used(
    app: Flask, house: House, post: Post, registrar: Trainee
) -> None:
    take_up(house, "", attempts=1)
    trainee = sit_down(app, make_person(house, "zhao"), post)
    trainee.take_quiz(house, right=False)
    assert "You have used all attempts" in trainee.press("/quizzes/m-01/start").text
    administrator = sit_down(app, make_person(house, "admin", roles=[Role.ADMINISTRATOR]), post)
    extend(administrator, "zhao", attempts=1)
    assert "1 attempt left." in trainee.get("/quizzes/m-01").text
    assert "Passed: 100.0%" in trainee.take_quiz(house).text


@pytest.mark.parametrize("login_name", ["li-lei", "nobody", "registrar"])
def test_a_registrar_extends_for_people_of_the_institution_alone_and_never_for_herself(
    house: House, registrar: Trainee, login_name: str
) -> None:
    take_up(house, LIMIT)
    page = extend(registrar, login_name, minutes=30)
    assert "The extension is given." not in page
    assert "ask a colleague" in page if login_name == "registrar" else "There is nobody of this name" in page
    assert "Nobody yet." in page


@pytest.mark.parametrize(("minutes", "attempts"), [("-1", "0"), ("x", "0"), ("1441", "0"), ("0", "101"), ("", "")])
def test_an_extension_that_makes_no_sense_is_told_at_its_field(
    house: House, registrar: Trainee, minutes: str, attempts: str
) -> None:
    take_up(house, LIMIT)
    page = extend(registrar, "wang-fang", minutes, attempts)
    assert "Write a whole number from 0 to" in page
    assert "Nobody yet." in page


def test_a_trainee_cannot_extend(house: House, trainee: Trainee) -> None:
    take_up(house, LIMIT)
    assert trainee.get("/quizzes/m-01/extensions").status_code == 403
    assert "more time" not in trainee.get("/quizzes/m-01").text
