"""A module is finished by its last step, whichever that is, and once, however many press it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.accounts import PersonFacts
from lms.core.house import House
from lms.core.parts import ModuleState
from lms.core.settings import Settings
from lms.core.work import Work
from lms.progress import service as progress
from lms.quizzes import service as quizzes
from tests.accounts.makers import actor_of, make_person
from tests.browser import server
from tests.catalog.makers import ModuleToMake, make_course
from tests.clock import FakeClock
from tests.progress.crowd import Letter, press_at_once
from tests.progress.makers import (
    Post,
    Trainee,
    answer_form,
    at_once,
    award_of,
    count_ledger,
    make_trainee,
    mark_of,
    prepare_all_but,
    sit_down,
)
from tests.quizzes.makers import find_answers

NEW_YEAR_IN_BEIJING = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
STEPS = ("first", "second", "practice", "quiz")
MODULE_COUNT = 6


@pytest.fixture
def clock(tmp_path: Path) -> FakeClock:
    """A clock that servers in their own processes read too."""
    return FakeClock(path=tmp_path / "clock")


def do(house: House, person: PersonFacts, step: str) -> None:
    """One step in a transaction of its own."""
    with house.writing(actor_of(house, person)) as work:
        if step == "quiz":
            pass_quiz(house, work)
        elif step == "practice":
            progress.declare_practice(work, "m-01")
        else:
            progress.mark_read(work, "m-01", step)
        work.session.commit()


def pass_quiz(house: House, work: Work) -> None:
    attempt_id = quizzes.start(work, "m-01")
    work.session.commit()
    assert quizzes.submit(work, attempt_id, find_answers(house, attempt_id)).passed


# ── Which steps it takes ────────────────────────────────────────────────────────────────────────────────────


def test_whatever_the_order_of_the_steps_the_last_one_finishes_the_module(house: House) -> None:
    make_course(house)
    orders = list(permutations(STEPS))
    for order in orders:
        person = make_person(house, "-".join(order))
        for step in order[:-1]:
            do(house, person, step)
        assert award_of(house, person) is None, order
        do(house, person, order[-1])
        assert award_of(house, person) is not None, order
    assert count_ledger(house) == (len(orders), len(orders))


def test_a_failed_quiz_finishes_nothing(house: House, trainee: Trainee) -> None:
    make_course(house)
    prepare_all_but(trainee, house, "quiz")
    assert "Not passed yet: 0.0%" in trainee.take_quiz(house, right=False).text
    assert award_of(house, trainee.person) is None
    assert mark_of(house, trainee.person).state is ModuleState.QUIZ_TO_DO


@pytest.mark.parametrize("last", ["second", "practice"])
def test_a_passed_quiz_waits_for_what_else_is_to_do(house: House, trainee: Trainee, last: str) -> None:
    make_course(house)
    prepare_all_but(trainee, house, last)
    assert award_of(house, trainee.person) is None
    do(house, trainee.person, last)
    assert award_of(house, trainee.person) is not None


def test_a_failed_attempt_after_a_passed_one_takes_nothing_away(house: House, trainee: Trainee) -> None:
    make_course(house)
    trainee.take_quiz(house)
    trainee.take_quiz(house, right=False)
    assert mark_of(house, trainee.person).quiz_passed
    assert "You have passed this quiz." in trainee.get("/quizzes/m-01").text
    prepare_all_but(trainee, house, "quiz")
    first = award_of(house, trainee.person)
    assert first is not None
    page = trainee.take_quiz(house, right=False).text
    assert "Not passed yet" in page
    assert award_of(house, trainee.person) == first
    assert mark_of(house, trainee.person).state is ModuleState.DONE


def test_taking_marks_back_after_the_end_takes_no_hours_away(house: House, trainee: Trainee) -> None:
    make_course(house)
    prepare_all_but(trainee, house, "first")
    trainee.read("first")
    first = award_of(house, trainee.person)
    assert first is not None
    trainee.unread("first")
    page = trainee.unpractise().text
    assert first.record_number in page
    mark = mark_of(house, trainee.person)
    assert (mark.state, mark.steps_done, mark.steps_total) == (ModuleState.DONE, 4, 4)
    trainee.read("first")
    trainee.practise()
    assert count_ledger(house) == (1, 1)


# ── At the turn of the year ─────────────────────────────────────────────────────────────────────────────────


def test_a_module_finished_in_the_last_second_of_the_year_counts_for_that_year_alone(
    app: Flask, house: House, post: Post, clock: FakeClock
) -> None:
    make_course(house)
    clock.set(NEW_YEAR_IN_BEIJING)
    clock.advance(seconds=-1)
    trainee = make_trainee(app, house, post)
    prepare_all_but(trainee, house, "second")
    page = trainee.read("second").text
    assert "counted for 2026." in page
    clock.advance(seconds=2)
    prepare_all_but(trainee, house, "nothing")
    given = award_of(house, trainee.person)
    assert given is not None
    assert given.record_number.startswith("H-2026-")
    assert given.record_number in trainee.get("/courses/course/m-01").text
    assert given.record_number in trainee.get("/hours?year=2026").text
    assert "No hours yet in 2027" in trainee.get("/hours").text
    assert count_ledger(house) == (1, 1)


def test_a_module_finished_in_the_first_second_counts_for_the_new_year(
    app: Flask, house: House, post: Post, clock: FakeClock
) -> None:
    make_course(house)
    clock.set(NEW_YEAR_IN_BEIJING)
    clock.advance(seconds=-1)
    trainee = make_trainee(app, house, post)
    prepare_all_but(trainee, house, "quiz")
    attempt_id = trainee.start()
    clock.advance(seconds=1)
    page = trainee.submit(attempt_id, answer_form(house, attempt_id)).text
    assert "counted for 2027." in page
    assert count_ledger(house) == (1, 1)


# ── Many at once ────────────────────────────────────────────────────────────────────────────────────────────


def test_three_last_steps_at_the_same_moment_do_not_miss_each_other(
    app: Flask, house: House, trainee: Trainee, post: Post
) -> None:
    modules = [f"m-{number:02}" for number in range(MODULE_COUNT)]
    make_course(house, modules=[ModuleToMake(module_id) for module_id in modules])
    desk, phone, tablet = (sit_down(app, trainee.person, post) for _ in range(3))
    for module_id in modules:
        trainee.read("first", module_id)
        attempt_id = trainee.start(module_id)
        form = answer_form(house, attempt_id)
        steps: list[Callable[[], TestResponse]] = [
            partial(desk.read, "second", module_id),
            partial(phone.practise, module_id),
            partial(tablet.submit, attempt_id, form),
        ]
        assert [page.status_code for page in at_once(steps)] == [200] * 3
        assert award_of(house, trainee.person, module_id) is not None
    assert count_ledger(house) == (MODULE_COUNT, MODULE_COUNT)


@contextmanager
def two_servers(settings: Settings, tmp_path: Path) -> Iterator[list[str]]:
    """Addresses of two servers over one database, each a process of its own, as behind a balancer."""
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    second = replace(settings, instance=other, database_url=settings.sqlalchemy_url)
    with ExitStack() as stack:
        yield [stack.enter_context(server.running(each, tmp_path / "clock")) for each in (settings, second)]


@pytest.mark.parametrize(("last", "presses"), [("quiz", 200), ("second", 40), ("practice", 40)])
def test_a_last_step_pressed_by_a_crowd_gives_one_award_and_every_answer_names_it(
    last: str, presses: int, settings: Settings, house: House, trainee: Trainee, tmp_path: Path
) -> None:
    make_course(house)
    prepare_all_but(trainee, house, last)
    letter = write_letter(house, trainee, last)
    with two_servers(settings, tmp_path) as addresses:
        pages = press_at_once(addresses, letter, presses)
    given = award_of(house, trainee.person)
    assert given is not None
    assert count_ledger(house) == (1, 1)
    assert len(pages) == presses
    assert {page.status for page in pages} == {200}
    assert [page for page in pages if given.record_number not in page.text] == []


def write_letter(house: House, trainee: Trainee, last: str) -> Letter:
    """The last step's form as the trainee's browser would send it."""
    if last == "quiz":
        attempt_id = trainee.start()
        path, form = f"/en/quizzes/attempts/{attempt_id}/submit", answer_form(house, attempt_id)
    elif last == "practice":
        path, form = "/en/progress/m-01/practice", {"done": "yes"}
    else:
        path, form = f"/en/progress/m-01/sections/{last}", {"read": "yes"}
    return Letter.from_browser(trainee.client, path, form)
