"""Trainees who do what the pages offer, one after another or all at once."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms import catalog
from lms.accounts import PersonFacts
from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.core.parts import ModuleMark, ReadingMarks
from lms.hours import Award, find_award
from lms.hours.models import HoursEntry, HoursPayload
from lms.progress.service import find_marks, list_my_courses
from tests.accounts.makers import actor_of, make_person, sign_in
from tests.catalog.makers import publish_courses, write_course
from tests.quizzes.makers import fill_form

T = TypeVar("T")
Post = Callable[..., TestResponse]

PATIENCE_SECONDS = 60
SECTIONS = ("first", "second")
"""The sections to read of every module that tests/catalog/makers.py makes."""


@dataclass(frozen=True)
class Trainee:
    """A signed-in person before a browser without a screen; every method presses one button."""

    person: PersonFacts
    client: FlaskClient
    post: Post
    language: str = "en"

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/{self.language}{path}")

    def press(self, path: str, form: dict[str, object] | None = None, **options: object) -> TestResponse:
        """Send a form, and see the page it leads to."""
        return self.post(self.client, f"/{self.language}{path}", form=form, follow_redirects=True, **options)

    def read(self, anchor: str, module_id: str = "m-01") -> TestResponse:
        return self.press(f"/progress/{module_id}/sections/{anchor}", {"read": "yes"})

    def unread(self, anchor: str, module_id: str = "m-01") -> TestResponse:
        return self.press(f"/progress/{module_id}/sections/{anchor}", {"read": "no"})

    def practise(self, module_id: str = "m-01") -> TestResponse:
        return self.press(f"/progress/{module_id}/practice", {"done": "yes"})

    def unpractise(self, module_id: str = "m-01") -> TestResponse:
        return self.press(f"/progress/{module_id}/practice", {"done": "no"})

    def look_at(self, anchor: str, module_id: str = "m-01") -> TestResponse:
        """What the script of a module's page sends while reading."""
        return self.press(f"/progress/{module_id}/viewed/{anchor}")

    def enrol(self, course_id: str = "course", direction: str = "") -> TestResponse:
        return self.press(f"/progress/courses/{course_id}/enrol", {"direction": direction})

    def start(self, module_id: str = "m-01") -> int:
        """Begin an attempt, or go on with the open one; returns its id."""
        page = self.press(f"/quizzes/{module_id}/start")
        assert page.status_code == 200, page.text
        return int(page.request.path.rpartition("/")[2])

    def save(self, attempt_id: int, form: dict[str, object], **options: object) -> TestResponse:
        return self.press(f"/quizzes/attempts/{attempt_id}/save", form, **options)

    def submit(self, attempt_id: int, form: dict[str, object]) -> TestResponse:
        return self.press(f"/quizzes/attempts/{attempt_id}/submit", {**form, "unanswered": "yes"})

    def take_quiz(self, house: House, module_id: str = "m-01", *, right: bool = True) -> TestResponse:
        """Begin, answer everything and submit; the page is that of the result."""
        attempt_id = self.start(module_id)
        return self.submit(attempt_id, answer_form(house, attempt_id, right=right))


def make_trainee(app: Flask, house: House, post: Post, login_name: str = "li-lei") -> Trainee:
    """A new person, signed in."""
    return sit_down(app, make_person(house, login_name), post)


def sit_down(app: Flask, person: PersonFacts, post: Post) -> Trainee:
    """The person before one more browser, signed in."""
    client = app.test_client()
    sign_in(client, person)
    return Trainee(person, client, post)


def answer_form(house: House, attempt_id: int, *, right: bool = True) -> dict[str, object]:
    """The fields of a filled-in attempt."""
    return dict(fill_form(house, attempt_id, right=right))


def prepare_all_but(trainee: Trainee, house: House, last: str, module_id: str = "m-01") -> None:
    """Do everything a module asks for but one step: "second", "practice" or "quiz"."""
    for anchor in SECTIONS:
        if anchor != last:
            trainee.read(anchor, module_id)
    if last != "practice":
        trainee.practise(module_id)
    if last != "quiz":
        trainee.take_quiz(house, module_id)


def award_of(house: House, person: PersonFacts, module_id: str = "m-01") -> Award | None:
    with house.reading() as work:
        return find_award(work, person.person_id, module_id)


def count_ledger(house: House) -> tuple[int, int]:
    """How many entries the ledger of hours has, and how many payloads."""
    with house.reading() as work:
        entries = work.session.scalar(select(func.count()).select_from(HoursEntry))
        payloads = work.session.scalar(select(func.count()).select_from(HoursPayload))
        return int(entries or 0), int(payloads or 0)


def marks_of(house: House, person: PersonFacts, course_id: str = "course") -> ReadingMarks:
    """The person's marks in a course, as its pages would be given them."""
    with house.reading(actor_of(house, person)) as work:
        return find_marks(work, (catalog.get_outline(work, course_id),))[course_id]


def mark_of(house: House, person: PersonFacts, module_id: str = "m-01") -> ModuleMark:
    return marks_of(house, person).modules[module_id]


def list_courses_of(house: House, person: PersonFacts) -> list[str]:
    with house.reading(actor_of(house, person)) as work:
        return [enrolled.course.course_id for enrolled in list_my_courses(work)]


def at_once(actions: Sequence[Callable[[], T]]) -> list[T]:
    """What the actions return, all begun at the same moment, each in a thread of its own."""
    barrier = threading.Barrier(len(actions))

    def run(action: Callable[[], T]) -> T:
        barrier.wait(PATIENCE_SECONDS)
        return action()

    with ThreadPoolExecutor(len(actions)) as threads:
        return [future.result() for future in [threads.submit(run, action) for action in actions]]


# ── New revisions ───────────────────────────────────────────────────────────────────────────────────────────


def publish_without_second_section(house: House) -> None:
    """The module m-01 again, without its second section."""
    _publish_edited(
        house, lambda text: re.sub(r"## [^\n]*\{#second\}.*?(?=## [^\n]*\{#practice)", "", text, flags=re.DOTALL)
    )


def publish_with_third_section(house: House) -> None:
    """The module m-01 again, with a third section to read."""
    _publish_edited(
        house, lambda text: re.sub(r"(?=## [^\n]*\{#practice)", "## 3 {#third}\n\nMore 更多。\n\n", text)
    )


def _publish_edited(house: House, edit: Callable[[str], str]) -> None:
    folder = write_course(house.settings.courses)
    for path in sorted(folder.glob("m-m-01/*.md")):
        path.write_text(edit(path.read_text("utf-8")), "utf-8")
    publish(house)


def publish(house: House) -> None:
    """Publish what stands in the folder, and let every room hear of it."""
    (change,) = publish_courses(house)
    assert change.kind == "changed"
    assert deliver_due(house) == 0
