"""An instructor reads on a page what the attempts of a quiz tell, and nobody else does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import pytest
from click.testing import CliRunner
from flask import Flask

from lms.core.house import House
from lms.core.work import Role
from lms.quizzes import service
from lms.quizzes.commands import quiz
from lms.quizzes.rules.statistics import Flag
from tests.accounts.makers import actor_of, make_institution, make_person
from tests.catalog.makers import ModuleToMake, make_course, publish_courses, rewrite, write_course
from tests.progress.makers import Post, Trainee, answer_form, sit_down
from tests.quizzes.bank import EVERY, GRADED_STEMS, write_every_type

Statements = Callable[[], AbstractContextManager[list[str]]]
PAGE = "/quizzes/m-01/figures"


@pytest.fixture
def instructor(app: Flask, house: House, post: Post) -> Trainee:
    return sit_down(
        app, make_person(house, "instructor", roles=[Role.INSTRUCTOR], institution=make_institution(house)), post
    )


def crowd(app: Flask, house: House, post: Post, *, right: int, wrong: int) -> None:
    """So many people take the quiz, of whom so many know everything."""
    for number in range(right + wrong):
        person = sit_down(app, make_person(house, f"person-{number}"), post)
        person.take_quiz(house, right=number < right)


def view(house: House, *, first: bool = True) -> service.QuizFigures:
    with house.reading() as work:
        return service.view_figures(work, "m-01", "en", first_attempts_alone=first)


def test_an_instructor_reads_how_a_quiz_went(app: Flask, house: House, post: Post, instructor: Trainee) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=2, draws=2)])
    assert "No attempt yet" in instructor.get(PAGE).text
    crowd(app, house, post, right=3, wrong=1)
    page = instructor.get(PAGE).text
    for text in ("m-01-q01", "m-01-q02", "75.0%", "First attempts alone.", "Fewer than 25 answers"):
        assert text in page
    figures = view(house)
    assert figures.quiz.attempts == 4
    assert figures.quiz.consistency_percent == pytest.approx(100)
    assert {question.item.guess for question in figures.questions} == {0.5}
    question = instructor.get(f"{PAGE}/m-01-q01").text
    assert re.search(r"right one of m-01-q01.*?<td>right</td>\s*<td>3</td>", question, re.DOTALL)
    assert re.search(r"wrong one of m-01-q01.*?<td></td>\s*<td>1</td>", question, re.DOTALL)
    assert "正确的 m-01-q01" in instructor.client.get(f"/zh{PAGE}/m-01-q01").text


def test_first_attempts_count_alone_unless_all_are_asked_for(
    app: Flask, house: House, post: Post, instructor: Trainee
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=2, draws=2)])
    person = sit_down(app, make_person(house, "again"), post)
    person.take_quiz(house, right=False)
    person.take_quiz(house)
    assert (view(house).quiz.attempts, view(house).quiz.mean) == (1, 0)
    assert (view(house, first=False).quiz.attempts, view(house, first=False).quiz.mean) == (2, 1)
    assert "All attempts." in instructor.get(f"{PAGE}?attempts=all").text


def test_two_versions_of_a_question_are_told_apart(app: Flask, house: House, post: Post) -> None:
    folder = write_course(house.settings.courses, modules=[ModuleToMake("m-01", questions=1, draws=1)])
    publish_courses(house)
    crowd(app, house, post, right=0, wrong=1)
    rewrite(folder / "m-m-01" / "quiz.md", "Which answer is right in m-01-q01?", "Which one is right in m-01-q01?")
    publish_courses(house)
    sit_down(app, make_person(house, "later"), post).take_quiz(house)
    current, earlier = view(house).list_versions("m-01-q01")
    assert (current.is_current, earlier.is_current) == (True, False)
    assert (current.item.facility, earlier.item.facility) == (1, 0)
    assert ("Which one" in current.stem, "Which answer" in earlier.stem) == (True, True)


def test_every_type_of_question_has_its_figures(app: Flask, house: House, post: Post, instructor: Trainee) -> None:
    write_every_type(house, draws=len(GRADED_STEMS), graded=EVERY)
    publish_courses(house)
    crowd(app, house, post, right=2, wrong=1)
    questions = view(house).questions
    assert len(questions) == len(GRADED_STEMS)
    for question in questions:
        assert (question.item.answers, question.item.facility < 1) == (3, True), question.question_id
        assert sum(option.chosen for option in question.options if option.is_right) >= 2, question.question_id
        assert instructor.get(f"{PAGE}/{question.question_id}").status_code == 200


def test_a_wrong_key_is_flagged(app: Flask, house: House, post: Post, instructor: Trainee) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=4, draws=4)])
    for number in range(30):
        person = sit_down(app, make_person(house, f"person-{number}"), post)
        attempt_id = person.start()
        knows = answer_form(house, attempt_id, right=number % 2 == 0)
        lures = answer_form(house, attempt_id, right=number % 2 == 1)
        with house.reading(actor_of(house, person.person)) as work:
            asked = [question.question_id for question in service.view_attempt(work, attempt_id, "en").questions]
        place = f"answer-{asked.index('m-01-q04')}"
        person.submit(attempt_id, {**knows, place: lures[place]})
    by_id = {question.question_id: question for question in view(house).questions}
    assert by_id["m-01-q04"].flags == (Flag.KEY_MISLEADS,)
    assert (by_id["m-01-q04"].item.discrimination_percent or 0) < 0
    assert by_id["m-01-q01"].flags == ()
    assert "The strong choose the key less than the weak" in instructor.get(PAGE).text


def test_the_terminal_prints_the_same_figures(app: Flask, house: House, post: Post) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=2, draws=2)])
    run = partial(CliRunner().invoke, quiz, obj=house)
    assert run(["stats", "m-01"]).output == "No attempt has been submitted yet.\n"
    crowd(app, house, post, right=3, wrong=1)
    printed = run(["stats", "m-01"]).output
    assert "4 first attempts; mean 1.50, median 2.00" in printed
    assert re.search(r"m-01-q01 \w{7} +4 +75\.0 .*few-answers", printed)
    told = json.loads(run(["stats", "m-01", "--json", "--all"]).output)
    assert told["quiz"]["attempts"] == 4
    assert [question["item"]["facility"] for question in told["questions"]] == [0.75, 0.75]
    assert "There is no module" in run(["stats", "m-99"]).output


def test_a_page_of_figures_costs_four_statements(
    app: Flask, house: House, post: Post, instructor: Trainee, statements: Statements
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=5, draws=5)])
    crowd(app, house, post, right=2, wrong=2)
    instructor.get("/privacy")
    with statements() as log:
        assert instructor.get(PAGE).status_code == 200
    assert len(log) == 4


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.REGISTRAR])
def test_figures_tell_keys_so_only_instructors_read_them(app: Flask, house: House, post: Post, role: Role) -> None:
    make_course(house)
    person = sit_down(app, make_person(house, "curious", roles=[role], institution=make_institution(house)), post)
    for page in (PAGE, f"{PAGE}/m-01-q01"):
        assert person.get(page).status_code == 403


def test_a_question_that_nobody_was_asked_has_no_figures(house: House, instructor: Trainee) -> None:
    make_course(house)
    assert instructor.get(f"{PAGE}/m-01-q99").status_code == 404
