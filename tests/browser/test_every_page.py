"""Every page in both themes, for everyone: nothing that axe finds, nothing that needs a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from werkzeug.routing import Rule

from lms.accounts import PersonFacts
from lms.app import create_app
from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.core.settings import Settings
from lms.core.work import Role
from lms.quizzes import service as quizzes
from lms.reports import service as reports
from lms.reports.models import Report
from lms.reports.rules import Category
from tests.accounts.makers import PASSWORD, actor_of, make_institution, make_person
from tests.browser import journey
from tests.browser.pages import DESKTOP, PHONE
from tests.catalog.makers import ModuleToMake, make_course
from tests.quizzes.makers import find_answers

NOT_PAGES = {"static", "catalog.media", "front_door", "health", "exports.download", "search.instant"}
STOPS_MAXIMUM = 400
REACH_SCRIPT = """() => {
  const visible = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length;
  return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => visible(e) && !e.disabled && e.tabIndex >= 0 && e.type !== 'radio').length;
}"""


STOP_SCRIPT = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const again = window.reached.has(e);
  const isControl = e.matches('a[href], button, input, select, textarea, summary') && e.type !== 'radio';
  if (isControl) window.reached.add(e);
  const styles = [getComputedStyle(e), getComputedStyle(e, '::after')];
  const box = e.getBoundingClientRect();
  const shown = styles.some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
  const inside = box.bottom > 0 && box.top < innerHeight;
  return {again, shown, inside, what: e.outerHTML.slice(0, 120)};
}"""


@pytest.fixture
def lived_in(house: House) -> dict[str, object]:
    """A house in use: a course, a trainee with an attempt before and one behind them, people of every role."""
    make_course(house, "course", [ModuleToMake("m-01"), ModuleToMake("m-02")])
    assert deliver_due(house) == 0
    institution = make_institution(house)
    roles = [Role.TRAINEE, Role.REGISTRAR, Role.ADMINISTRATOR]
    person = make_person(house, "everyone", full_name="万能", institution=institution, roles=roles)
    done, still_open = _attempts(house, person)
    return {
        "arguments": {
            "course_id": "course",
            "module_id": "m-01",
            "attempt_id": done,
            "token": "no-such-token",
            "anchor": "first",
            "number": 1,
            **_reported(house, person, done),
        },
        "open_attempt": still_open,
    }


def _attempts(house: House, person: PersonFacts) -> tuple[int, int]:
    with house.writing(actor_of(house, person)) as work:
        done = quizzes.start(work, "m-01")
        work.session.commit()
    answers = find_answers(house, done)
    with house.writing(actor_of(house, person)) as work:
        quizzes.submit(work, done, answers)
        still_open = quizzes.start(work, "m-02")
        work.session.commit()
    return done, still_open


def _reported(house: House, person: PersonFacts, attempt_id: int) -> dict[str, object]:
    """A question that was asked, and a report of an error in it."""
    with house.writing(actor_of(house, person)) as work:
        place = reports.find_asked_question(work, attempt_id, 1, "en")
        reports.report(work, place, "en", Category.KEY, "Both answers are right.")
        report_id = work.session.scalars(select(Report.id)).one()
        work.session.commit()
    return {"question_id": place.question_id, "report_id": report_id}


def _addresses(settings: Settings, lived_in: dict[str, object]) -> list[str]:
    """Every page of the URL map, so that a new one is looked at without anybody remembering it."""
    app = create_app(settings)
    arguments = lived_in["arguments"]
    assert isinstance(arguments, dict)
    with app.test_request_context():
        found = [_address(app, rule, arguments) for rule in app.url_map.iter_rules() if _is_page(rule)]
    app.extensions["lms"].database.close()
    more = [f"/en/quizzes/attempts/{lived_in['open_attempt']}", "/en/search/?q=network", "/en/search/?q=nowhere"]
    return sorted({*found, *more, "/en/nowhere"})


def _is_page(rule: Rule) -> bool:
    return "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES


def _address(app: Flask, rule: Rule, arguments: dict[str, object]) -> str:
    needed = {name: arguments[name] for name in rule.arguments - {"language"}}
    built: str = app.url_map.bind("localhost").build(rule.endpoint, {"language": "en", **needed})
    return built


def _languages(addresses: Iterable[str]) -> list[str]:
    return [address.replace("/en/", f"/{language}/", 1) for address in addresses for language in ("en", "zh")]


@pytest.mark.parametrize("who", ["visitor", "everyone"])
def test_axe_finds_nothing_on_any_page(
    who: str,
    settings: Settings,
    lived_in: dict[str, object],
    open_page: Callable[..., Page],
    axe: Callable[..., list[str]],
) -> None:
    page = open_page("/en/", language="en", color_scheme="light", width=DESKTOP if who == "visitor" else PHONE)
    if who != "visitor":
        journey.sign_in(page, "en", who, PASSWORD)
    found = []
    seen = set()
    for address in _languages(_addresses(settings, lived_in)):
        page.goto(address)
        # A visitor is sent to sign in from many addresses, and that is one page.
        place = page.url.partition("?")[0]
        if place not in seen or "/search/" in place:
            found += [f"{address}: {violation}" for violation in axe(page)]
        seen.add(place)
    assert not found, "\n".join(found)


def test_every_colour_can_be_seen_in_the_dark(
    settings: Settings, lived_in: dict[str, object], open_page: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    page = open_page("/en/", language="en", color_scheme="dark", width=DESKTOP)
    found = [f"/en/: {violation}" for violation in axe(page, of_colours=True)]
    journey.sign_in(page, "en", "everyone", PASSWORD)
    for address in _addresses(settings, lived_in):
        page.goto(address)
        found += [f"{address}: {violation}" for violation in axe(page, of_colours=True)]
    assert not found, "\n".join(found)


def test_every_page_works_by_keyboard(
    settings: Settings, lived_in: dict[str, object], open_page: Callable[..., Page]
) -> None:
    page = open_page("/en/", language="en")
    journey.sign_in(page, "en", "everyone", PASSWORD)
    for address in _addresses(settings, lived_in):
        page.goto(address)
        expected = page.evaluate(REACH_SCRIPT)
        page.evaluate("() => { window.reached = new Set(); return 0 }")
        for _stop in range(STOPS_MAXIMUM):
            page.keyboard.press("Tab")
            state = page.evaluate(STOP_SCRIPT)
            if state is None or state["again"]:
                break
            assert state["shown"], f"{address}: the focus cannot be seen on {state['what']}"
            assert state["inside"], f"{address}: the focus is out of sight on {state['what']}"
        reached = page.evaluate("() => window.reached.size")
        assert reached == expected, f"{address}: the keyboard reaches {reached} of {expected} controls"


def test_a_quiz_is_taken_with_the_keyboard_alone(
    house: House, lived_in: dict[str, object], open_page: Callable[..., Page]
) -> None:
    page = open_page("/en/", language="en")
    journey.sign_in(page, "en", "everyone", PASSWORD)
    page.goto("/en/quizzes/m-02")
    page.get_by_role("button", name="Go on with the open attempt").press("Enter")
    attempt_id = int(page.url.rpartition("/")[2])
    for position, values in find_answers(house, attempt_id).items():
        page.locator(f"[name=answer-{position}][value='{values[0]}']").press("Space")
    page.get_by_role("button", name="Submit and see the result").press("Enter")
    expect(page.locator("section.result")).to_contain_text("Passed")
