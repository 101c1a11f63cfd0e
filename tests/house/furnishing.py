"""A house in use: a published course, a person of each role, and trainees who are on their way through it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lms.accounts import PersonFacts, find_institution_by_code
from lms.accounts.models import Membership
from lms.accounts.service import resets
from lms.catalog.models import Media
from lms.core.chores import run_unless_kept
from lms.core.database import Base
from lms.core.house import House
from lms.core.work import Actor, Role, Work
from lms.progress import service as progress
from lms.quizzes import service as quizzes
from lms.quizzes.models import Answer
from lms.reports import service as reports
from lms.reports.models import Report
from lms.reports.rules import Category
from tests.accounts import makers as accounts
from tests.catalog import makers as catalog
from tests.catalog.makers import ModuleToMake
from tests.catalog.specimen import PICTURE

COURSE, FIRST_MODULE, INSTITUTION = "course", "m-01", "DASHAN"
FIGURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'
RIGHT = re.compile(r'name="(answer-\d+)" value="(\d+)"[^>]*>\s*<span>(?:<p>)?right one', re.DOTALL)
VISITOR = "visitor"

Post = Callable[..., TestResponse]


@dataclass(frozen=True, slots=True)
class Furnished:
    """`people` by role; `values` are good for the arguments of any address."""

    app: Flask
    people: dict[str, PersonFacts]
    values: dict[str, Any]
    open_attempt_id: int
    submitted_attempt_id: int

    def client(self, role: str = Role.TRAINEE) -> FlaskClient:
        """A browser of the person with the role, or of a visitor."""
        client = self.app.test_client()
        if role != VISITOR:
            accounts.sign_in(client, self.people[role])
        return client

    def url(self, rule: Rule, language: str = "en") -> str:
        """An address by this rule that leads to something."""
        values = {**self.values, "language": language}
        unknown = rule.arguments - values.keys()
        assert not unknown, f"{rule}: say in tests/house/furnishing.py what a good value of {sorted(unknown)} is."
        adapter = self.app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}, force_external=False)


def furnish(house: House, app: Flask, post: Post) -> Furnished:
    """Publish a course of one module, sign people up, and let the trainee learn."""
    _publish(house, modules=1)
    institution = accounts.make_institution(house, INSTITUTION)
    people = {
        str(role): accounts.make_person(house, f"demo-{role}", roles=[role], institution=institution)
        for role in Role
    }
    submitted, opened = finish_module(app, post, people[Role.TRAINEE], FIRST_MODULE)
    waiting = accounts.make_person(house, "waiting")
    accounts.request_membership(house, waiting, institution)
    run_unless_kept(house)  # so that the search has its index
    with house.writing() as work:
        _person, token = resets.make_reset(work, waiting.person_id)
        membership = select(Membership.id).where(Membership.person_id == waiting.person_id)
        asked = select(Answer.question_id).where(Answer.attempt_id == submitted)
        values = {
            "course_id": COURSE,
            "module_id": FIRST_MODULE,
            "anchor": "first",
            "question_id": work.session.scalars(asked).first(),
            "number": 1,
            "report_id": _report(work, people[Role.TRAINEE]),
            "repair_id": 1,
            "attempt_id": submitted,
            "table": "hours",
            "ending": "csv",
            "filename": "layout/base.css",
            "digest": work.session.scalars(select(Media.digest)).first(),
            "name": "figure.svg",
            "token": token,
            "person_id": waiting.person_id,
            "institution_id": institution.institution_id,
            "membership_id": work.session.scalars(membership).one(),
        }
        work.session.commit()
    return Furnished(app, people, values, opened, submitted)


def _report(work: Work, person: PersonFacts) -> int:
    """Something that the person found wrong in the first section."""
    own = replace(work, actor=Actor(person.person_id, person.full_name))
    place = reports.find_section(own, FIRST_MODULE, "first")
    reports.report(own, place, "en", Category.CONTENT, "The second word is wrong.")
    return work.session.scalars(select(Report.id)).one()


def grow(house: House, furnished: Furnished, post: Post, *, modules: int, trainees: int) -> None:
    """Let the course have so many modules, all finished by the trainee, and so many others begin it."""
    _publish(house, modules=modules)
    run_unless_kept(house)
    for number in range(2, modules + 1):
        finish_module(furnished.app, post, furnished.people[Role.TRAINEE], f"m-{number:02}")
    with house.writing() as work:  # all in one transaction, because each commit waits for the disk
        institution = find_institution_by_code(work, INSTITUTION)
        for number in range(2, trainees + 1):
            person = accounts.make_person(work, f"trainee-{number}", institution=institution)
            _begin(replace(work, actor=Actor(person.person_id, person.full_name, frozenset({Role.TRAINEE}))))
        work.session.commit()


def _begin(work: Work) -> None:
    """Enrol, read a section, and begin the quiz."""
    progress.enrol(work, COURSE, "")
    progress.mark_read(work, FIRST_MODULE, "first", read=True)
    quizzes.start(work, FIRST_MODULE)


def fingerprint(house: House) -> dict[str, str]:
    """A digest of each table's rows, so that a change is told by the table's name."""
    digests = {}
    with house.reading() as work:
        for table in Base.metadata.sorted_tables:
            rows = sorted(map(repr, work.session.execute(select(table))))
            digests[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


def _publish(house: House, *, modules: int) -> None:
    made = [ModuleToMake(f"m-{number:02}") for number in range(1, modules + 1)]
    folder = catalog.write_course(house.settings.courses, COURSE, made, picture=PICTURE)
    for module in made:
        media = folder / module.folder / "media"
        media.mkdir(exist_ok=True)
        (media / "figure.svg").write_text(FIGURE, "utf-8")
        for language in ("en", "zh"):
            path = folder / module.folder / f"{language}.md"
            text = path.read_text("utf-8")
            path.write_text(text.replace("{#first}\n", "{#first}\n\n![A line](media/figure.svg)\n", 1), "utf-8")
    catalog.publish_courses(house)


def finish_module(app: Flask, post: Post, person: PersonFacts, module_id: str) -> tuple[int, int]:
    """Finish a module and begin another attempt; the ids of the submitted and of the open attempt."""
    client = app.test_client()
    accounts.sign_in(client, person)

    def send(address: str, form: dict[str, str] | None = None) -> str:
        response = post(client, f"/en{address}", form=form)
        assert response.status_code == 303, f"{address} answered {response.status}"
        return str(response.location).removeprefix("/en")

    send(f"/progress/courses/{COURSE}/enrol")
    for anchor in ("first", "second"):
        send(f"/progress/{module_id}/sections/{anchor}", {"read": "yes"})
    send(f"/progress/{module_id}/practice", {"done": "yes"})
    attempt = send(f"/quizzes/{module_id}/start")
    answers = dict(RIGHT.findall(client.get(f"/en{attempt}").text))
    assert answers, "No right answer was found on the page of the attempt: see RIGHT in tests/house/furnishing.py."
    send(f"{attempt}/submit", answers)
    return _number(attempt), _number(send(f"/quizzes/{module_id}/start"))


def _number(address: str) -> int:
    return int(address.rpartition("/")[2])
