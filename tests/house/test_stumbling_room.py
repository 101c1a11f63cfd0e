"""A room from outside that stumbles behind the scenes breaks no page: it is logged, and tried again later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core.chores import Timetable
from lms.core.house import House
from lms.core.outbox import FIRST_RETRY_SECONDS
from lms.core.settings import Settings
from tests.accounts.makers import make_person, sign_in
from tests.catalog import makers as catalog
from tests.clock import FakeClock
from tests.house.furnishing import FIRST_MODULE, Post, finish_module
from tests.house.planted import importable, write_files

STUMBLING = """\
from lms.core.hookspecs import hookimpl
from lms.core.parts import Chore

HEARD, TROUBLE = [], ["the shelf is full"]

def dust(house): stumble("dusted")

@hookimpl
def course_published(course_id): stumble(course_id)

@hookimpl
def chores(): return [Chore("dusting", dust)]

def stumble(word):
    if TROUBLE:
        raise RuntimeError(TROUBLE[0])
    HEARD.append(word)
"""
Room = Callable[[str], list[str]]


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    folder = tmp_path / "rooms"
    write_files(folder, {"stumbler/plugin.py": STUMBLING})
    with importable(folder):
        yield replace(settings, plugins=(*settings.plugins, "stumbler"))


@pytest.fixture
def stumbler(house: House) -> Room:
    """`stumbler("HEARD")` is what the room has heard, `stumbler("TROUBLE")` what it stumbles over."""
    plugin = house.rooms.get_plugin("stumbler")
    return lambda name: getattr(plugin, name)  # type: ignore[no-any-return]  # a module made by hand


def find_broken_pages(client: FlaskClient) -> list[str]:
    pages = (
        "/en/",
        "/zh/",
        "/en/courses/course",
        f"/en/courses/course/{FIRST_MODULE}",
        "/en/progress/",
        "/en/hours",
    )
    return [page for page in pages if client.get(page).status_code != 200]


def test_a_letter_that_fails_breaks_no_page_and_is_delivered_later(
    house: House, app: Flask, post: Post, clock: FakeClock, stumbler: Room, caplog: pytest.LogCaptureFixture
) -> None:
    catalog.make_course(house)
    timetable, client = Timetable(house), app.test_client()
    trainee = make_person(house)
    sign_in(client, trainee)
    with caplog.at_level(logging.WARNING):
        timetable.run_due()
    assert "will be tried again" in caplog.text
    assert "RuntimeError: the shelf is full" in caplog.text
    assert find_broken_pages(client) == []
    finish_module(app, post, trainee, FIRST_MODULE)  # nor anything that people do
    assert stumbler("HEARD") == []

    stumbler("TROUBLE").clear()
    clock.advance(seconds=FIRST_RETRY_SECONDS)
    Timetable(house).run_due()
    assert "course" in stumbler("HEARD")
    assert find_broken_pages(client) == []


def test_a_chore_that_fails_holds_up_no_other_and_has_its_next_turn(
    house: House, client: FlaskClient, stumbler: Room, caplog: pytest.LogCaptureFixture
) -> None:
    catalog.make_course(house)
    sign_in(client, make_person(house))
    seconds = [0.0]
    timetable = Timetable(house, lambda: seconds[0])
    with caplog.at_level(logging.ERROR):
        assert timetable.run_due() == 1
    assert "dusting failed" in caplog.text
    assert find_broken_pages(client) == []

    stumbler("TROUBLE").clear()
    seconds[0] += 1
    assert timetable.run_due() == 0
    assert "dusted" in stumbler("HEARD")
