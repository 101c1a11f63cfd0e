"""A room from outside comes in by its name alone, answers every hook and hears every event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from flask import Flask

from lms.catalog import service as catalog_service
from lms.cli import main
from lms.core.chores import run_unless_kept
from lms.core.house import House
from lms.core.settings import Settings
from lms.core.work import Role
from tests.accounts import makers as accounts
from tests.catalog import makers as catalog
from tests.house.furnishing import FIRST_MODULE, INSTITUTION, Post, finish_module
from tests.house.guest import plugin as guest
from tests.house.test_hooks import HOOKS
from tests.quizzes.repairs import raise_score


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The settings of an installation that names the guest; every fixture of the house follows them."""
    return replace(settings, plugins=(*settings.plugins, "tests.house.guest"))


@pytest.fixture
def course(house: House) -> None:
    """A course with a question of the guest's type, and with a mark for the guest in its reading."""
    folder = catalog.write_course(house.settings.courses) / f"m-{FIRST_MODULE}"
    bank = folder / "quiz.md"
    bank.write_text(bank.read_text("utf-8").replace("type: single", f"type: {guest.TYPE}", 1), "utf-8")
    for language in ("en", "zh"):
        path = folder / f"{language}.md"
        text = path.read_text("utf-8")
        path.write_text(text.replace(f"{FIRST_MODULE}-p01", guest.CHECK_KEY), "utf-8")


@pytest.mark.usefixtures("course")
def test_a_guest_answers_every_question_and_hears_every_event(house: House, app: Flask, post: Post) -> None:
    guest.HEARD.clear()
    app_heard = {"blueprints"}  # asked when the application was made
    report = catalog_service.check(house.rooms.hook, house.settings.courses)
    assert "guest-greets" in {finding.rule for finding in report.findings}
    prepared = CliRunner().invoke(main, ["prepare"], obj=house)
    assert prepared.exit_code == 0, prepared.output
    assert "The guest is ready" in prepared.output
    assert CliRunner().invoke(main, ["greet"], obj=house).output == "Good day\n"
    run_unless_kept(house)

    institution = accounts.make_institution(house, INSTITUTION)
    person = accounts.make_person(house, "guest", roles=[Role.TRAINEE, Role.REGISTRAR], institution=institution)
    submitted, opened = finish_module(app, post, person, FIRST_MODULE)
    raise_score(house, person, opened)
    client = app.test_client()
    accounts.sign_in(client, person)
    module = f"/en/courses/course/{FIRST_MODULE}"
    for address, shown in (
        ("/en/", ["home_panels", "card_lines"]),
        ("/en/courses/course", ["course_panels", 'href="/en/guest/"']),
        (module, ["part in en", "section_feet", "module_panels"]),
        (f"/en/quizzes/attempts/{submitted}", ["result_panels", "question_feet"]),
        (f"/en/search/?q={guest.WORD}", [f"{module}", guest.WORD]),
        ("/en/exports", ["Visits", "Download Bars"]),
        ("/zh/exports", ["来访", "下载 竖线"]),
        ("/en/exports/visits.bars?institution=DASHAN&year=2026", ["visitor|year\nGuest|2026\n"]),
        ("/en/guest/", ["Good day"]),
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        assert [text for text in shown if text not in page.text] == [], address
    missed = {hook.name for hook in HOOKS} - guest.HEARD - app_heard
    assert not missed, f"{sorted(missed)} reached no guest: call it, and let tests/house/guest/plugin.py answer."


def test_the_guest_answers_every_hook_of_the_map() -> None:
    answered = {name for name in vars(guest) if hasattr(getattr(guest, name), "lms_impl")}
    assert answered == {hook.name for hook in HOOKS}, "Let tests/house/guest/plugin.py answer it, as any room may."
