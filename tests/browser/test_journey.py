"""The whole job in a real browser, on the real course: both languages, desktop and phone, once without script."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.core.settings import Settings
from lms.core.work import Role
from tests.accounts.makers import PASSWORD, join_code_of, make_institution, make_person
from tests.browser import journey
from tests.browser.pages import DESKTOP, PHONE
from tests.catalog.makers import copy_courses, publish_courses

COURSE, MODULE = "artificial-intelligence", "ai-01"
MINUTES, HOURS = 70, "1.5"
PASSAGES = {"zh": "标注", "en": "labelling"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A course that ships, with the module that is taken."""
    copy_courses(settings.courses, MODULE)
    return settings


@pytest.fixture
def real_courses(house: House) -> House:
    """The house with a course that ships published and searchable."""
    publish_courses(house)
    assert deliver_due(house) == 0
    return house


@pytest.mark.parametrize(
    ("language", "width", "javascript"),
    [("zh", DESKTOP, True), ("en", DESKTOP, True), ("zh", PHONE, True), ("en", PHONE, True), ("zh", PHONE, False)],
)
def test_a_trainee_finishes_a_module_and_the_registrar_takes_the_hours_out(
    language: str, width: int, javascript: bool, real_courses: House, open_page: Callable[..., Page]
) -> None:
    house = real_courses
    institution = make_institution(house)
    make_person(house, "registrar", full_name="教务", institution=institution, roles=[Role.REGISTRAR])
    options = {"language": language, "width": width, "javascript": javascript}

    trainee = open_page(f"/{language}/courses/{COURSE}", **options)
    journey.sign_up(trainee, language, "han-meimei", "韩梅梅", join_code_of(house, institution))

    registrar = open_page(f"/{language}/", **options)
    journey.sign_in(registrar, language, "registrar", PASSWORD)
    registrar.goto(f"/{language}/people")
    registrar.locator("form[action*='approve'] button").first.click()
    registrar.wait_for_load_state()

    journey.read_module(trainee, language, COURSE, MODULE)
    journey.take_quiz(trainee, house, language)
    expect(trainee.locator("section.result")).to_contain_text(journey.WORDS[language].passed)
    expect(trainee.locator("main")).to_contain_text(re.compile(r"H-\d{4}-\d{6}"))

    trainee.goto(f"/{language}/hours")
    expect(trainee.locator("main")).to_contain_text(HOURS)

    trainee.goto(f"/{language}/search/?q={PASSAGES[language]}")
    trainee.locator(f"main a[href*='/{language}/courses/'][href*='{MODULE}']").first.click()
    expect(trainee.locator("h1")).to_be_visible()
    assert "#" in trainee.url
    if javascript:
        expect(trainee.locator("section mark").first).to_be_in_viewport()

    rows = _download_rows(registrar, language)
    assert len(rows) == 1
    assert "韩梅梅" in rows[0]
    assert str(MINUTES) in rows[0]


def _download_rows(page: Page, language: str) -> list[list[str]]:
    page.goto(f"/{language}/exports")
    with page.expect_download() as download:
        page.locator("main a[href*='hours.csv']").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def test_a_trainee_goes_on_at_the_very_heading_on_another_device(
    real_courses: House, open_page: Callable[..., Page]
) -> None:
    make_person(real_courses, "han-meimei")
    desk = open_page("/en/", language="en")
    journey.sign_in(desk, "en", "han-meimei", PASSWORD)
    desk.goto(f"/en/courses/{COURSE}/{MODULE}")
    with desk.expect_response(lambda answer: "/viewed/confusion-matrix" in answer.url):
        desk.locator("#confusion-matrix").evaluate("e => window.scrollTo(0, e.offsetTop - innerHeight * 0.25)")

    phone = open_page("/en/", language="en", width=PHONE)
    journey.sign_in(phone, "en", "han-meimei", PASSWORD)
    phone.goto("/en/")
    phone.locator(".hero a.button").first.click()
    expect(phone).to_have_url(re.compile(rf"/{MODULE}#confusion-matrix$"))
    expect(phone.locator("#confusion-matrix h2")).to_be_in_viewport()


def test_switching_the_language_keeps_the_readers_place(
    real_courses: House, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"/en/courses/{COURSE}/{MODULE}", language="en")
    page.locator("#confusion-matrix").evaluate("e => window.scrollTo(0, e.offsetTop - innerHeight * 0.25)")
    expect(page.locator(".on-this-page a[aria-current]")).to_have_attribute("href", "#confusion-matrix")
    page.locator(".tools a[hreflang=zh]").click()
    expect(page).to_have_url(re.compile(rf"/zh/courses/{COURSE}/{MODULE}#confusion-matrix$"))
    expect(page.locator("#confusion-matrix h2")).to_be_in_viewport()
