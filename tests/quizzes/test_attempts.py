"""An attempt asks what it was begun with, keeps what was answered, and counts once."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts import PersonFacts
from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.core.parts import QuizResult
from lms.core.work import NotAllowedError, NotFoundError
from lms.quizzes import service
from lms.quizzes.models import Answer, Attempt
from lms.quizzes.service import AttemptPage, SaveState
from tests.accounts.makers import actor_of, make_person
from tests.catalog.makers import ModuleToMake, make_course, publish_courses, write_course
from tests.progress.makers import Post, Trainee, answer_form, at_once, mark_of, prepare_all_but, sit_down
from tests.quizzes.bank import write_every_type
from tests.quizzes.interleaving import meanwhile
from tests.quizzes.makers import find_answers

RACERS = 8


def start(house: House, person: PersonFacts) -> int:
    with house.writing(actor_of(house, person)) as work:
        attempt_id = service.start(work, "m-01")
        work.session.commit()
        return attempt_id


def save(house: House, person: PersonFacts, attempt_id: int, form: dict[int, list[str]]) -> bool:
    with house.writing(actor_of(house, person)) as work:
        state = service.save(work, attempt_id, form)
        work.session.commit()
        return state is SaveState.SAVED


def submit(house: House, person: PersonFacts, attempt_id: int, form: dict[int, list[str]]) -> QuizResult:
    with house.writing(actor_of(house, person)) as work:
        result = service.submit(work, attempt_id, form)
        work.session.commit()
        assert result is not None
        return result


def view(house: House, person: PersonFacts, attempt_id: int, language: str = "en") -> AttemptPage:
    with house.reading(actor_of(house, person)) as work:
        return service.view_attempt(work, attempt_id, language)


def attempts_left(house: House, person: PersonFacts) -> int | None:
    with house.reading(actor_of(house, person)) as work:
        return service.view_overview(work, "m-01").attempts_left


def count(house: House, table: type[Attempt | Answer]) -> int:
    with house.reading() as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def chosen(page: AttemptPage) -> list[list[str]]:
    """What is marked or typed in each question."""
    return [[c.text for c in q.choices if c.is_chosen] or [q.given] * bool(q.given) for q in page.questions]


# ── One attempt, several windows ────────────────────────────────────────────────────────────────────────────


def test_beginning_again_and_looking_again_draw_nothing_new(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=9, draws=5)])
    person = make_person(house)
    attempt_id = start(house, person)
    first = view(house, person, attempt_id)
    assert len(first.questions) == 5
    assert start(house, person) == attempt_id
    assert view(house, person, attempt_id) == first
    chinese = view(house, person, attempt_id, "zh")
    assert [q.question_id for q in chinese.questions] == [q.question_id for q in first.questions]


def test_saved_answers_stand_on_another_device_and_can_be_cleared(house: House) -> None:
    write_every_type(house, draws=4)
    publish_courses(house)
    person = make_person(house)
    attempt_id = start(house, person)
    right = find_answers(house, attempt_id)
    assert save(house, person, attempt_id, right)
    page = view(house, person, attempt_id)
    assert page.answered == 4
    assert sorted(map(sorted, chosen(page))) == [["3.125"], ["a beak", "two wings"], ["exactly one"], ["true"]]
    assert save(house, person, attempt_id, {place: [] for place in right})
    assert chosen(view(house, person, attempt_id)) == [[], [], [], []]


def test_what_a_form_leaves_out_is_kept(house: House) -> None:
    make_course(house)
    person = make_person(house)
    attempt_id = start(house, person)
    right = find_answers(house, attempt_id)
    save(house, person, attempt_id, {0: right[0]})
    save(house, person, attempt_id, {1: right[1]})
    assert view(house, person, attempt_id).answered == 2
    assert submit(house, person, attempt_id, {}).score_percent == "100.0"


def test_saving_and_submitting_after_the_end_change_nothing(house: House) -> None:
    make_course(house)
    person = make_person(house)
    attempt_id = start(house, person)
    right, wrong = find_answers(house, attempt_id), find_answers(house, attempt_id, right=False)
    result = submit(house, person, attempt_id, wrong)
    before = view(house, person, attempt_id)
    assert (result.score_percent, result.passed) == ("0.0", False)
    assert not save(house, person, attempt_id, right)
    assert submit(house, person, attempt_id, right) == result
    assert view(house, person, attempt_id) == before


def test_an_attempt_is_nobody_elses(house: House) -> None:
    make_course(house)
    person, other = make_person(house, "li-lei"), make_person(house, "han-meimei")
    attempt_id = start(house, person)
    before = view(house, person, attempt_id)
    form = find_answers(house, attempt_id)
    for act in (save, submit):
        with pytest.raises(NotFoundError):
            act(house, other, attempt_id, form)
    with pytest.raises(NotFoundError):
        view(house, other, attempt_id)
    with house.reading() as work, pytest.raises(NotAllowedError):
        service.view_attempt(work, attempt_id, "en")
    assert view(house, person, attempt_id) == before
    assert start(house, other) != attempt_id


# ── At the same moment ──────────────────────────────────────────────────────────────────────────────────────


def test_two_browsers_that_begin_at_once_are_in_one_attempt_and_a_third_is_refused(
    app: Flask, house: House, trainee: Trainee, post: Post
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", attempts=1)])
    browsers = [sit_down(app, trainee.person, post) for _ in range(RACERS)]
    ids = at_once([browser.start for browser in browsers])
    assert len(set(ids)) == 1
    assert (count(house, Attempt), count(house, Answer)) == (1, 2)
    trainee.submit(ids[0], answer_form(house, ids[0], right=False))
    page = trainee.press("/quizzes/m-01/start").text
    assert "You have used all attempts of this quiz." in page
    assert "Start an attempt" not in page
    assert count(house, Attempt) == 1


def test_of_different_answers_submitted_at_once_one_form_counts_and_all_see_its_result(
    app: Flask, house: House, trainee: Trainee, post: Post
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=4, draws=4, attempts=1)])
    prepare_all_but(trainee, house, "quiz")
    attempt_id = trainee.start()
    forms = [answer_form(house, attempt_id, right=number % 2 == 0) for number in range(RACERS)]
    browsers = [sit_down(app, trainee.person, post) for _ in forms]
    presses = [partial(browser.submit, attempt_id, form) for browser, form in zip(browsers, forms, strict=True)]
    pages = [answer.text for answer in at_once(presses)]
    result = view(house, trainee.person, attempt_id).result
    assert result is not None
    assert result.score_percent in {"0.0", "100.0"}
    words = "Passed: 100.0%" if result.passed else "Not passed yet: 0.0%"
    assert [page for page in pages if words not in page] == []
    assert mark_of(house, trainee.person).quiz_passed is result.passed


def test_an_attempt_taken_and_used_by_another_window_is_not_left_any_more(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01", attempts=1)])
    person = make_person(house)

    def take() -> None:
        attempt_id = start(house, person)
        submit(house, person, attempt_id, find_answers(house, attempt_id))

    with house.writing(actor_of(house, person)) as work, meanwhile(house, take, after="FROM quizzes_attempt"):
        try:
            service.start(work, "m-01")
            work.session.commit()
        except service.NoAttemptLeftError:
            assert house.database.is_sqlite  # where nobody can come in between
    assert count(house, Attempt) == 1


def test_what_another_window_saved_just_before_the_submission_is_graded(house: House) -> None:
    make_course(house)
    person = make_person(house)
    attempt_id = start(house, person)
    right = find_answers(house, attempt_id)
    other_window = partial(save, house, person, attempt_id, {1: right[1]})
    with house.writing(actor_of(house, person)) as work:
        with meanwhile(house, other_window, before="UPDATE quizzes_attempt"):
            result = service.submit(work, attempt_id, {0: right[0]})
        work.session.commit()
    assert result.score_percent == "100.0"
    assert [review.is_right for review in view(house, person, attempt_id).reviews] == [True, True]


# ── How often ───────────────────────────────────────────────────────────────────────────────────────────────


def test_each_begun_attempt_counts_and_none_is_left_after_the_last(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01", attempts=2)])
    person = make_person(house)
    for left in (1, 0):
        attempt_id = start(house, person)
        assert attempts_left(house, person) == left
        submit(house, person, attempt_id, {})
    with pytest.raises(service.NoAttemptLeftError):
        start(house, person)
    assert start(house, make_person(house, "han-meimei"))


def test_a_limit_that_is_lowered_refuses_and_one_that_is_raised_lets_go_on(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01", attempts=3)])
    person = make_person(house)
    for _ in range(2):
        submit(house, person, start(house, person), {})
    make_course(house, modules=[ModuleToMake("m-01", attempts=1)])
    assert attempts_left(house, person) == 0
    with pytest.raises(service.NoAttemptLeftError):
        start(house, person)
    make_course(house, modules=[ModuleToMake("m-01", attempts=0)])
    assert attempts_left(house, person) is None
    assert view(house, person, start(house, person)).number == 3


# ── When something else is published meanwhile ──────────────────────────────────────────────────────────────


def test_an_open_attempt_keeps_its_questions_its_revision_and_its_pass_mark(
    house: House, trainee: Trainee
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=4, draws=4, pass_mark_percent=50)])
    attempt_id = trainee.start()
    before = view(house, trainee.person, attempt_id)
    write_every_type(house, draws=2)
    publish_courses(house)
    assert view(house, trainee.person, attempt_id) == before
    page = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    assert "Passed at 50% or more." in page
    assert "60%" not in page
    right, wrong = find_answers(house, attempt_id), find_answers(house, attempt_id, right=False)
    half = {0: right[0], 1: right[1], 2: wrong[2], 3: wrong[3]}
    page = trainee.submit(attempt_id, {f"answer-{place}": values for place, values in half.items()}).text
    assert "Passed: 50.0%" in page
    result = view(house, trainee.person, attempt_id).result
    assert result is not None
    assert result.module_revision_id == 1
    assert len(view(house, trainee.person, start(house, trainee.person)).questions) == 2


def test_an_attempt_whose_module_is_taken_out_can_be_seen_saved_and_submitted(
    house: House, trainee: Trainee
) -> None:
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02")])
    attempt_id = trainee.start("m-02")
    write_course(house.settings.courses, modules=[ModuleToMake("m-01")])
    publish_courses(house)
    assert deliver_due(house) == 0
    for language in ("en", "zh"):
        assert trainee.client.get(f"/{language}/quizzes/attempts/{attempt_id}").status_code == 200
    assert "Your answers are saved." in trainee.save(attempt_id, answer_form(house, attempt_id)).text
    page = trainee.submit(attempt_id, {}).text
    assert "Passed: 100.0%" in page
    assert "This module has been taken out of the course. Your result is kept." in page
    assert "m-02#" not in page
    assert trainee.get("/quizzes/m-02").status_code == 404
    assert trainee.press("/quizzes/m-02/start").status_code == 404
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02")])
    assert mark_of(house, trainee.person, "m-02").quiz_passed
    assert "You have passed this quiz." in trainee.get("/quizzes/m-02").text
