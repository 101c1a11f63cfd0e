"""A room of the upper floor can be closed, or another come in, and the rest of the house serves on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType

import pytest
from flask import Flask

from lms.app import create_app, open_house
from lms.core.hookspecs import hookimpl
from lms.core.house import House
from lms.core.parts import Panel
from lms.core.settings import Settings
from tests.accounts import makers as accounts
from tests.catalog import makers as catalog
from tests.clock import FakeClock
from tests.house.files import PACKAGE, assert_none, upper_rooms

FOR_VISITORS = ("/", "/courses/course", "/courses/course/m-01", "/sign-in")
FOR_PEOPLE = ("/", "/courses/course", "/courses/course/m-01", "/quizzes/m-01", "/account")


@contextmanager
def closing(app: Flask) -> Iterator[Flask]:
    app.testing = True
    yield app
    app.extensions["lms"].database.close()


def find_page_faults(app: Flask, person: accounts.PersonFacts) -> Iterator[str]:
    """Pages that a visitor or an administrator does not get."""
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a page that breaks is told like any other
    visitor, someone = app.test_client(), app.test_client()
    accounts.sign_in(someone, person)
    for client, pages in ((visitor, FOR_VISITORS), (someone, FOR_PEOPLE)):
        for address in (f"/{language}{page}" for page in pages for language in ("zh", "en")):
            status = client.get(address).status_code
            if status != 200:
                yield f"{address} answered {status}: ask the room by a hook, which may go without an answer"


@pytest.fixture
def administrator(house: House) -> accounts.PersonFacts:
    """Someone who sees every address of the frame, in a house with a published course."""
    catalog.make_course(house)
    institution = accounts.make_institution(house)
    return accounts.make_person(house, roles=list(accounts.Role), institution=institution)


@pytest.mark.parametrize("room", [room for room in upper_rooms() if any((PACKAGE / room).glob("views*"))])
def test_the_house_serves_on_with_a_room_closed(
    settings: Settings, clock: FakeClock, administrator: accounts.PersonFacts, app: Flask, room: str
) -> None:
    plugins = tuple(name for name in settings.plugins if name != f"lms.{room}")
    addresses = [
        str(rule).split(">", 1)[-1] for rule in app.url_map.iter_rules() if rule.endpoint.startswith(f"{room}.")
    ]
    assert addresses, f"{room} has no page, so closing it proves nothing here: leave it out of upper_rooms()."
    with closing(create_app(replace(settings, plugins=plugins), clock=clock)) as smaller:
        assert_none(find_page_faults(smaller, administrator))
        client = smaller.test_client()
        accounts.sign_in(client, administrator)
        for page in FOR_PEOPLE:
            shown = client.get(f"/en{page}").text
            for address in addresses:
                assert f'"/en{address.rstrip("/")}' not in shown, (
                    f"{page} leads to {address}, which is closed: let {room} put the link there itself, by a hook."
                )
        for address in addresses:
            assert client.get(f"/en{address}").status_code == 404, (
                f"{address} is served with {room} closed: give the address by {room}'s own blueprint."
            )


@pytest.mark.parametrize("room", upper_rooms())
def test_a_closed_room_takes_its_commands_and_preparations_along(settings: Settings, room: str) -> None:
    plugins = tuple(name for name in settings.plugins if name != f"lms.{room}")
    whole, smaller = open_house(settings), open_house(replace(settings, plugins=plugins))
    for hook in ("blueprints", "commands", "nav_items", "preparations"):
        had = {answer.plugin_name for answer in getattr(whole.rooms.hook, hook).get_hookimpls()}
        has = {answer.plugin_name for answer in getattr(smaller.rooms.hook, hook).get_hookimpls()}
        assert has == had - {room}, f"Answer `{hook}` for {room} in lms/{room}/plugin.py alone."
    whole.database.close()
    smaller.database.close()


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


def test_a_room_that_needs_one_that_is_closed_is_told(
    settings: Settings, clock: FakeClock, administrator: accounts.PersonFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    @hookimpl
    def course_panels() -> list[Panel]:
        return [Panel("attic/_course.html")]

    guest, plugin = ModuleType("guest"), ModuleType("guest.plugin")
    plugin.course_panels = course_panels  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setitem(sys.modules, "guest", guest)
    monkeypatch.setitem(sys.modules, "guest.plugin", plugin)
    plugins = (*settings.plugins, "guest")
    with closing(create_app(replace(settings, plugins=plugins), clock=clock)) as app:
        faults = list(find_page_faults(app, administrator))
    told = [fault.partition(":")[0] for fault in faults]
    assert told == [f"/{language}/courses/course answered 500" for language in ("zh", "en", "zh", "en")]
