"""A plugin's type of question brings inputs of its own, and pages print them among those of the house."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from lms.core.house import House
from lms.core.settings import Settings
from tests.catalog.makers import publish_courses
from tests.progress.makers import Post, Trainee
from tests.quizzes.bank import TRUE_FALSE, write_every_type

RATING = """
```quiz
id: m-01-q01
type: rating
section: first

2 * 3?

* A = 4
* B = 7
```
"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The settings of an installation that names the plugin."""
    return replace(settings, plugins=(*settings.plugins, "tests.quizzes.rating"))


@pytest.fixture
def rating(house: House) -> House:
    """The house with a question of the plugin's type between those of the house."""
    write_every_type(house, draws=2, graded=[RATING, TRUE_FALSE])
    publish_courses(house)
    return house


def test_a_plugins_inputs_stand_in_a_quiz_and_its_review_in_the_result(rating: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    page = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    assert page.count('type="range"') == 2
    place = page.partition('type="range"')[2].partition('name="answer-')[2][0]
    form = {f"answer-{place}-0": "4", f"answer-{place}-1": "7"}
    page = trainee.save(attempt_id, form).text
    assert f'name="answer-{place}-1" value="7"' in page
    assert "1 of 2 answered" in page
    page = trainee.submit(attempt_id, {}).text
    assert "<p>B: 7 of 7</p>" in page
    assert "50.0%" in page


def test_a_plugins_inputs_stand_in_the_reading(rating: House, client: FlaskClient, post: Post) -> None:
    page = client.get("/en/courses/course/m-01").text
    assert 'name="answer-1"' in page
    answer = post(client, "/en/quizzes/checks/m-01/m-01-p01", {"answer-0": "4", "answer-1": "8"}).text
    assert "<p>B: 8 of 7</p>" in answer
