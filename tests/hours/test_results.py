"""Below the result of a quiz a trainee reads what it brought."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from lms.core.house import House
from lms.core.parts import Panel, QuizResult
from lms.core.work import Actor
from tests.accounts.makers import make_person
from tests.hours.makers import finish, make_completion

Statements = Callable[[], AbstractContextManager[list[str]]]


def make_result(person_id: int) -> QuizResult:
    result = make_completion(person_id).quiz
    assert result is not None
    return result


def ask_panels(house: House, result: QuizResult) -> list[Panel]:
    with house.reading(Actor(result.person_id)) as work:
        answers = work.hooks.result_panels(work=work, result=result)
    return [panel for panels in answers for panel in panels if panel.template.startswith("hours/")]


@pytest.mark.parametrize("passed", [True, False])
def test_a_result_in_a_finished_module_names_the_award_with_one_statement(
    house: House, statements: Statements, passed: bool
) -> None:
    person = make_person(house)
    given = finish(house, person.person_id)
    with statements() as log:
        (panel,) = ask_panels(house, replace(make_result(person.person_id), passed=passed))
    assert len(log) == 1
    assert panel.template == "hours/_award.html"
    assert panel.values["record_number"] == given.record_number


def test_a_passed_quiz_in_an_unfinished_module_says_when_hours_come(house: House) -> None:
    (panel,) = ask_panels(house, make_result(make_person(house).person_id))
    assert panel.template == "hours/_not_yet.html"


def test_a_failed_quiz_in_an_unfinished_module_says_nothing_of_hours(house: House) -> None:
    assert ask_panels(house, replace(make_result(make_person(house).person_id), passed=False)) == []


def test_nobody_is_shown_the_award_of_another(house: House) -> None:
    finish(house, make_person(house, "li-lei").person_id)
    (panel,) = ask_panels(house, make_result(make_person(house, "han-meimei").person_id))
    assert panel.template == "hours/_not_yet.html"
