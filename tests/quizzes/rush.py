"""A room full of trainees who submit their quizzes in the same minute, on a real server."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from lms.accounts import PersonFacts
from lms.core.house import House
from lms.core.work import Actor
from lms.hours.models import HoursEntry
from lms.progress import service as progress
from lms.quizzes import service
from tests.accounts.makers import make_person, sign_in
from tests.progress.crowd import PATIENCE_SECONDS, Letter
from tests.progress.makers import SECTIONS, answer_form

AT_ONCE = 60
"""So many connections are open at a time, as a browser's are."""


def seat(house: House, app: Flask, count: int, module_id: str = "m-01") -> tuple[list[PersonFacts], list[Letter]]:
    """People who have done everything but submit, and the form each will send."""
    with house.writing() as work:  # all in one transaction, because each commit waits for the disk
        people = [make_person(work, f"rush-{number}") for number in range(count)]
        work.session.commit()
    letters = []
    for person in people:
        with house.writing(Actor(person.person_id)) as work:
            for anchor in SECTIONS:
                progress.mark_read(work, module_id, anchor)
            progress.declare_practice(work, module_id)
            attempt_id = service.start(work, module_id)
            work.session.commit()
        client = app.test_client()
        sign_in(client, person)
        form = answer_form(house, attempt_id)
        letters.append(Letter.from_browser(client, f"/en/quizzes/attempts/{attempt_id}/submit", form))
    return people, letters


def submit_all(addresses: Sequence[str], letters: Sequence[Letter]) -> list[tuple[int, float]]:
    """The status that each submission was answered with, and the seconds it took."""
    numbered = [(addresses[number % len(addresses)], letter) for number, letter in enumerate(letters)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(_submit, numbered))


def _submit(numbered: tuple[str, Letter]) -> tuple[int, float]:
    address, letter = numbered
    started = time.perf_counter()
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)) as connection:
        headers = {"Cookie": letter.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", letter.path, letter.body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - started


def people_awarded(house: House) -> list[int]:
    """Whom the ledger gives hours, once for each entry."""
    with house.reading() as work:
        return sorted(work.session.scalars(select(HoursEntry.person_id)))
