"""Opening, saving and submitting a quiz cost the same few statements, however many questions it asks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from lms.core.house import House
from tests.catalog.makers import ModuleToMake, make_course
from tests.progress.makers import Trainee, answer_form, count_ledger, prepare_all_but

Statements = Callable[[], AbstractContextManager[list[str]]]
MOST = {"opening": 4, "saving": 4, "submitting": 12}


@pytest.mark.parametrize("feedback", ["submitted", "passed"])
@pytest.mark.parametrize("draws", [2, 60])
def test_a_quiz_costs_the_same_however_many_questions_it_asks(
    house: House, trainee: Trainee, statements: Statements, draws: int, feedback: str
) -> None:
    policy = f'time_limit_minutes = 20, feedback = "{feedback}"'
    make_course(house, modules=[ModuleToMake("m-01", questions=60, draws=draws, policy=policy)])
    prepare_all_but(trainee, house, "quiz")
    attempt_id = trainee.start()
    address, form = f"/en/quizzes/attempts/{attempt_id}", answer_form(house, attempt_id)
    wrong = answer_form(house, attempt_id, right=False)
    costs = {}
    for name, send in {
        "opening": lambda: trainee.client.get(address),
        "saving": lambda: trainee.post(trainee.client, f"{address}/save", wrong),
        "submitting": lambda: trainee.post(trainee.client, f"{address}/submit", form),
    }.items():
        with statements() as log:
            response = send()
        assert response.status_code in {200, 303}
        costs[name] = log
    # The last step of the module: grading it finishes the module and gives the hours.
    assert count_ledger(house) == (1, 1)
    for name, most in MOST.items():
        assert len(costs[name]) <= most, f"{name} costs {len(costs[name])} statements:\n" + "\n".join(costs[name])
