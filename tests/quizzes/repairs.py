"""Crowds that have taken a quiz, and instructors who repair its questions."""

from __future__ import annotations

import html
import os
import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.accounts import PersonFacts
from lms.app import open_house
from lms.core.house import House
from lms.core.settings import Settings
from lms.core.work import Actor, Role, Work
from lms.progress.models import ModuleProgress
from lms.quizzes import commands, service
from lms.quizzes.models import Answer, Attempt, Regrade
from lms.quizzes.rules.repair import RepairKind
from lms.quizzes.service.repair.batches import regrade_batch
from lms.quizzes.service.repair.making import make_repair
from lms.quizzes.service.repair.preview import preview_repair
from lms.quizzes.service.repair.values import Preview, RepairRequest
from tests.accounts.makers import actor_of, make_institution, make_person, sign_in
from tests.clock import FakeClock
from tests.progress.makers import Post, Trainee
from tests.quizzes.makers import find_answers

MODULE, QUESTION = "m-01", "m-01-q01"
OTHER_IS_RIGHT = (("- [ ] wrong", "- [x] wrong"), ("- [x] right", "- [ ] right"))
"""Turns the key of any question of tests/catalog/makers.py around."""
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
BLOCK = re.compile(r"<textarea[^>]*name=\"block\"[^>]*>\r?\n?(.*?)</textarea>", re.DOTALL)


def make_crowd(house: House, people: int, *, seed: int = 1, twice: int = 3) -> None:
    """People who have done all but the quiz, each with an attempt answered by chance; every third has two."""
    random = Random(seed)
    with house.writing() as work:
        for number in range(people):
            person = make_person(work, f"person-{number:04}")
            work.session.add(
                ModuleProgress(
                    person_id=person.person_id,
                    module_id=MODULE,
                    course_id="course",
                    started_at=work.clock(),
                    sections_read=dict.fromkeys(("first", "second"), ""),
                    practice_at=work.clock(),
                )
            )
            for _ in range(2 if number % twice == 0 else 1):
                sit(work, person, random)
        work.session.commit()


def sit(work: Work, person: PersonFacts, random: Random) -> int:
    """Begin an attempt, answer by chance and submit it."""
    own = replace(work, actor=Actor(person_id=person.person_id))
    attempt_id = service.start(own, MODULE)
    positions = work.session.scalars(select(Answer.position).where(Answer.attempt_id == attempt_id))
    service.submit(own, attempt_id, {position: [random.choice("01")] for position in positions})
    return attempt_id


def version_of(house: House, question_id: str = QUESTION) -> str:
    """The version of a question that attempts were asked; there must be one."""
    with house.reading() as work:
        asked = select(Answer.version).where(Answer.question_id == question_id).distinct()
        return work.session.scalars(asked).one()


def answers_of(house: House, attempt_id: int) -> list[Answer]:
    """The questions of an attempt in their order."""
    with house.reading() as work:
        of_attempt = select(Answer).where(Answer.attempt_id == attempt_id)
        return list(work.session.scalars(of_attempt.order_by(Answer.position)))


def scores(house: House) -> dict[int, tuple[float, bool]]:
    """Each submitted attempt's score, and whether it is passed."""
    with house.reading() as work:
        rows = work.session.scalars(select(Attempt).where(Attempt.submitted_at.is_not(None)))
        return {row.id: (float(row.score_percent or 0), bool(row.passed)) for row in rows}


def list_regrades(house: House) -> list[Regrade]:
    with house.reading() as work:
        return list(work.session.scalars(select(Regrade).order_by(Regrade.repair_id, Regrade.attempt_id)))


@dataclass(frozen=True)
class Instructor:
    """A signed-in instructor before a browser without a screen."""

    person: PersonFacts
    client: FlaskClient
    post: Post
    house: House

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/en{path}")

    def press(self, path: str, form: dict[str, object] | None = None, **options: object) -> TestResponse:
        """Send a form, and see the page it leads to."""
        return self.post(self.client, f"/en{path}", form=form, follow_redirects=True, **options)

    def void(self, question_id: str = QUESTION, reason: str = "It has two right answers.") -> TestResponse:
        """Preview and carry out."""
        return self.confirm(self.preview(question_id, reason=reason), question_id)

    def rekey(self, *edits: tuple[str, str], question_id: str = QUESTION) -> TestResponse:
        """The same with some words of the question's text changed."""
        return self.confirm(self.preview(question_id, *edits, kind="rekey"), question_id)

    def preview(
        self,
        question_id: str = QUESTION,
        *edits: tuple[str, str],
        kind: str = "void",
        reason: str = "It has two right answers.",
        also: Sequence[str] = (),
    ) -> TestResponse:
        page = self.get(f"/quizzes/{MODULE}/questions/{question_id}/repair").text
        block = html.unescape(BLOCK.search(page)[1])  # type: ignore[index]  # a page without the form must fail
        for old, new in edits:
            assert old in block, block
            block = block.replace(old, new, 1)
        version = dict(FIELD.findall(page))["version"]
        form = {"kind": kind, "version": version, "block": block, "reason": reason, "also": list(also)}
        return self.press(f"/quizzes/{MODULE}/questions/{question_id}/repair/preview", form)

    def confirm(self, preview: TestResponse, question_id: str = QUESTION) -> TestResponse:
        """Press the button of a previewed page."""
        assert preview.status_code == 200, preview.text
        return self.press(f"/quizzes/{MODULE}/questions/{question_id}/repair", fields_of(preview))


def fields_of(preview: TestResponse) -> dict[str, object]:
    """What the form of a previewed page sends."""
    return {name: html.unescape(value) for name, value in FIELD.findall(preview.text) if name != "csrf_token"}


def make_instructor(app: Flask, house: House, post: Post, login_name: str = "wang-laoshi") -> Instructor:
    """An instructor, signed in; the first makes the institution."""
    institution = make_institution(house, login_name.upper())
    person = make_person(house, login_name, roles=[Role.INSTRUCTOR], institution=institution, full_name=login_name)
    client = app.test_client()
    sign_in(client, person)
    return Instructor(person, client, post, house)


def request_void(house: House, question_id: str = QUESTION) -> RepairRequest:
    return RepairRequest(MODULE, question_id, RepairKind.VOID, (version_of(house, question_id),), "Wrong.")


def preview_of(house: House, request: RepairRequest) -> Preview:
    with house.reading() as work:
        return preview_repair(work, request)


def put_in_force(
    house: House, instructor: PersonFacts, request: RepairRequest, fingerprint: str = ""
) -> list[int]:
    """Confirm a repair, and regrade nothing yet."""
    fingerprint = fingerprint or preview_of(house, request).fingerprint
    with house.writing(actor_of(house, instructor)) as work:
        made = make_repair(work, request, fingerprint)
        assert isinstance(made, list)
        work.session.commit()
        return made


def raise_score(house: House, person: PersonFacts, attempt_id: int) -> None:
    """Submit the person's open attempt with its first question wrong, and take that question out of the count."""
    answers = find_answers(house, attempt_id) | {0: find_answers(house, attempt_id, right=False)[0]}
    with house.writing(actor_of(house, person)) as work:
        service.submit(work, attempt_id, answers)
        work.session.commit()
    put_in_force(house, person, request_void(house, answers_of(house, attempt_id)[0].question_id))
    commands.carry_on_repairs(house)


def regrade_and_be_killed(settings: Settings, repair_id: int, batches: int, attempts: int) -> None:
    """Commit so many batches, and die in the middle of the next as by `kill -9`; in a process of its own."""
    house = open_house(settings, clock=FakeClock())
    for number in range(batches + 1):
        with house.writing() as work:
            assert regrade_batch(work, repair_id, attempts)
            if number == batches:
                os.kill(os.getpid(), signal.SIGKILL)
            work.session.commit()


def position_of(house: House, attempt_id: int, question_id: str = QUESTION) -> int:
    return next(answer.position for answer in answers_of(house, attempt_id) if answer.question_id == question_id)


def answer_wrongly(house: House, attempt_id: int, *question_ids: str) -> dict[str, object]:
    """The fields of an attempt in which these questions are answered wrongly, and all others rightly."""
    wrong = find_answers(house, attempt_id, right=False)
    places = {position_of(house, attempt_id, question_id) for question_id in question_ids}
    right = find_answers(house, attempt_id)
    return {f"answer-{place}": (wrong if place in places else right)[place] for place in right}


def fail(house: House, trainee: Trainee, *question_ids: str) -> int:
    """Submit an attempt with these questions wrong; returns its id."""
    attempt_id = trainee.start()
    trainee.submit(attempt_id, answer_wrongly(house, attempt_id, *question_ids))
    return attempt_id
