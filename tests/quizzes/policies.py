"""Makes quizzes with a policy, and tells what became of an attempt."""

from __future__ import annotations

from lms.core.house import House
from lms.quizzes.models import Attempt
from tests.catalog.makers import ModuleToMake, make_course


def take_up(house: House, policy: str, *, attempts: int = 0, questions: int = 3) -> None:
    make_course(house, modules=[ModuleToMake("m-01", policy=policy, attempts=attempts, questions=questions)])


def attempt_of(house: House, attempt_id: int) -> Attempt:
    with house.reading() as work:
        return work.session.get_one(Attempt, attempt_id)


def score_of(house: House, attempt_id: int) -> str | None:
    return attempt_of(house, attempt_id).score_percent
