"""Answers are kept while they are given, checks answer in place, and everything works without a script as well."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from lms.core.house import House
from tests.accounts.makers import PASSWORD, make_person
from tests.browser import journey
from tests.browser.pages import PHONE
from tests.catalog.makers import ModuleToMake, make_course
from tests.quizzes.makers import find_answers

MODULE = "/en/courses/course/m-01"
SAVED, NOT_SAVED = "Saved", "Not saved. Check the connection; it is tried again."
OFFLINE = "You are offline. Your answers stay on this page and are sent when the connection is back."
LONG_TEXT = "A paragraph to scroll past.\n\n" * 40

PATIENCE_SECONDS = 30
AFTER_TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

OpenPage = Callable[..., Page]


@pytest.fixture
def course(house: House) -> House:
    """The house with a course of one module, and a person who has an account."""
    make_course(house, modules=[ModuleToMake("m-01", extra=LONG_TEXT)])
    make_person(house, "li-lei")
    return house


@pytest.fixture
def unwatched(browser: Browser, live_server: str) -> Iterator[BrowserContext]:
    """A browser whose complaints nobody hears, because it is to lose its connection."""
    context = browser.new_context(base_url=live_server, locale="en-GB")
    yield context
    context.close()


def enter(page: Page) -> Page:
    page.goto("/en/sign-in")
    journey.sign_in(page, "en", "li-lei", PASSWORD)
    page.wait_for_url("**/en/")
    return page


def start(page: Page) -> int:
    """Begin an attempt, or go on with it; returns its id."""
    page.goto("/en/quizzes/m-01")
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/attempts/\d+$"))
    return int(page.url.rpartition("/")[2])


def choices(page: Page, position: int) -> dict[str, bool]:
    """The values of a question's choices, and whether each is chosen."""
    found = page.locator(f"[name=answer-{position}]:not([type=hidden])").all()
    return {str(choice.get_attribute("value")): choice.is_checked() for choice in found}


def choose(page: Page, position: int, value: str) -> None:
    page.locator(f"[name=answer-{position}][value='{value}']").check()


def is_save(answer: Response) -> bool:
    return answer.url.endswith("/save")


# ── During an attempt ───────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_is_saved_when_it_is_given_and_the_page_says_so(course: House, open_page: OpenPage) -> None:
    page = enter(open_page("/en/", language="en"))
    start(page)
    state = page.locator(".save-state")
    assert state.inner_text() == ""
    expect(page.locator(".page-head")).to_contain_text("0 of 2 answered")
    choose(page, 0, "1")
    expect(state).to_have_text(SAVED)
    expect(state).to_be_in_viewport()
    expect(page.locator(".page-head")).to_contain_text("1 of 2 answered")
    expect(page.locator(".slots a").first).to_have_class("answered")
    expect(page.locator(".slots a").first).to_contain_text("answered")
    expect(page.locator(".slots a").last).to_contain_text("open")
    page.reload()
    assert choices(page, 0) == {"0": False, "1": True}
    phone = enter(open_page("/en/", language="en", width=PHONE))
    start(phone)
    assert choices(phone, 0) == {"0": False, "1": True}
    expect(phone.locator(".page-head")).to_contain_text("1 of 2 answered")


def test_a_change_made_while_another_is_being_saved_is_saved_too(course: House, open_page: OpenPage) -> None:
    page = enter(open_page("/en/", language="en"))
    start(page)
    held = []
    page.route("**/save", lambda route: held.append(route) if not held else route.continue_())
    with page.expect_request("**/save"):
        choose(page, 0, "0")
    choose(page, 1, "1")
    expect(page.locator(".save-state")).to_have_text("Saving…")
    with page.expect_response(lambda answer: is_save(answer) and len(held) == 1):
        held[0].continue_()
    expect(page.locator(".save-state")).to_have_text(SAVED)
    page.reload()
    assert choices(page, 0)["0"]
    assert choices(page, 1)["1"]


def test_without_a_connection_the_page_says_that_nothing_is_saved_and_saves_when_it_is_back(
    course: House, unwatched: BrowserContext
) -> None:
    page = enter(unwatched.new_page())
    start(page)
    state = page.locator(".save-state")
    unwatched.set_offline(True)
    choose(page, 0, "0")
    expect(state).to_have_text(OFFLINE)
    choose(page, 1, "1")
    expect(state).to_have_text(OFFLINE)
    with page.expect_response(is_save) as answer:
        unwatched.set_offline(False)
    assert answer.value.status == 200
    expect(state).to_have_text(SAVED)
    page.reload()
    assert choices(page, 0)["0"]
    assert choices(page, 1)["1"]


def test_a_server_that_was_away_is_asked_again(course: House, unwatched: BrowserContext) -> None:
    page = enter(unwatched.new_page())
    start(page)
    page.clock.install()
    page.route("**/save", lambda route: route.fulfill(status=502), times=1)
    with page.expect_response(is_save):
        choose(page, 0, "0")
        page.clock.run_for(1_000)
    expect(page.locator(".save-state")).to_have_text(NOT_SAVED)
    with page.expect_response(is_save) as answer:
        page.clock.run_for(10_000)
    assert answer.value.status == 200
    expect(page.locator(".save-state")).to_have_text(SAVED)


def test_a_window_whose_attempt_was_submitted_in_another_one_shows_the_result(
    course: House, open_page: OpenPage
) -> None:
    desk = enter(open_page("/en/", language="en"))
    attempt_id = start(desk)
    phone = enter(open_page("/en/", language="en", width=PHONE))
    start(phone)
    phone.get_by_role("button", name="Submit and see the result").click()
    phone.get_by_role("button", name="Submit as it is").click()
    expect(phone.locator("section.result")).to_contain_text("Not passed yet: 0.0%")
    right = find_answers(course, attempt_id)
    choose(desk, 0, right[0][0])
    expect(desk.locator("section.result")).to_contain_text("Not passed yet: 0.0%")
    expect(desk.locator("main")).to_contain_text("This attempt has been submitted already. Nothing was changed.")


# ── Checks in the reading ───────────────────────────────────────────────────────────────────────────────────


def test_a_check_is_answered_in_place_as_often_as_one_likes(course: House, open_page: OpenPage) -> None:
    page = open_page(MODULE, language="en")
    check = page.locator("div.check")
    expect(check).not_to_contain_text("Feedback")
    for text, feedback in [
        ("wrong one", "Feedback for the wrong one."),
        ("right one", "Feedback for the right one."),
    ]:
        check.get_by_label(re.compile(text)).check()
        check.get_by_role("button", name="Check the answer").click()
        expect(check.get_by_role("status")).to_contain_text(feedback)
        assert check.get_by_role("status").count() == 1
    expect(check.get_by_role("status")).to_contain_text("your choice")
    assert page.url.endswith(MODULE)


def test_a_check_without_a_connection_leaves_the_reader_the_page(course: House, unwatched: BrowserContext) -> None:
    page = unwatched.new_page()
    page.goto(MODULE)
    check = page.locator("div.check")
    check.get_by_label(re.compile("right one")).check()
    unwatched.set_offline(True)
    check.get_by_role("button", name="Check the answer").click()
    expect(check.get_by_role("status")).to_have_text("No answer came. Check the connection and try again.")
    unwatched.set_offline(False)
    check.get_by_role("button", name="Check the answer").click()
    expect(check.get_by_role("status")).to_contain_text("Feedback for the right one.")


# ── Without a script ────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_script_a_check_is_a_page_with_a_way_back(course: House, open_page: OpenPage) -> None:
    page = open_page(MODULE, language="en", javascript=False)
    page.get_by_label(re.compile("wrong one")).check()
    page.get_by_role("button", name="Check the answer").click()
    expect(page.locator("main")).to_contain_text("Feedback for the wrong one.")
    page.get_by_role("link", name="Back to the text").click()
    expect(page).to_have_url(re.compile(rf"{MODULE}#first$"))


def test_without_a_script_a_module_is_finished_by_forms_alone(course: House, open_page: OpenPage) -> None:
    page = enter(open_page("/en/", language="en", javascript=False))
    journey.read_module(page, "en", "course", "m-01")
    attempt_id = start(page)
    right = find_answers(course, attempt_id)
    choose(page, 0, right[0][0])
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.locator("main")).to_contain_text("Your answers are saved.")
    expect(page.locator(".page-head")).to_contain_text("1 of 2 answered")
    page.goto("/en/quizzes/m-01")
    page.get_by_role("button", name="Go on with the open attempt").click()
    assert choices(page, 0)[right[0][0]]
    choose(page, 1, right[1][0])
    page.get_by_role("button", name="Submit and see the result").click()
    expect(page.locator("section.result")).to_contain_text("Passed: 100.0%")
    expect(page.locator("main")).to_contain_text(re.compile(r"Record H-2026-\d{6}"))


# ── Where the reader is ─────────────────────────────────────────────────────────────────────────────────────


def test_a_reader_who_leaves_the_page_goes_on_at_its_heading_on_another_device(
    course: House, open_page: OpenPage
) -> None:
    desk = enter(open_page("/en/", language="en"))
    desk.goto(MODULE)
    with desk.expect_response(lambda answer: "/viewed/second" in answer.url):
        desk.locator("#second").evaluate("e => window.scrollTo(0, e.offsetTop - innerHeight * 0.25)")
    desk.locator("#first").evaluate("e => window.scrollTo(0, e.offsetTop)")
    desk.evaluate(AFTER_TWO_FRAMES)
    desk.goto("/en/")
    phone = enter(open_page("/en/", language="en", width=PHONE))
    link = phone.get_by_role("link", name="Continue: Module m-01")
    deadline = time.monotonic() + PATIENCE_SECONDS
    # What a page sends while it is left arrives when it arrives, and no browser tells when.
    while not str(link.get_attribute("href")).endswith("#first"):
        assert time.monotonic() < deadline
        phone.reload()
    link.click()
    expect(phone).to_have_url(re.compile(rf"{MODULE}#first$"))
    expect(phone.locator("#first h2")).to_be_in_viewport()
