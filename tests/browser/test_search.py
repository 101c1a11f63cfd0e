"""The search answers while one types, by keyboard alone, in both languages, and never stands in the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from lms.core.house import House
from lms.core.outbox import deliver_due
from tests.browser.pages import PHONE
from tests.catalog.makers import ModuleToMake, make_course

MODULE = "/en/courses/course/m-01"
LONG_TEXT = "A paragraph to scroll past.\n\n" * 40 + "Zirconium and twins stand at the end."
LONGER_THAN_THE_PAUSE = 1_000  # milliseconds of a clock that the test moves
NARROWEST = 320
TARGET_PIXELS = 24
SMALL_SCRIPT = f"""() => [...document.querySelectorAll('#instant :is(a, button, input)')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < {TARGET_PIXELS}).map(e => e.outerHTML)"""
WIDE_SCRIPT = """() => [...document.querySelectorAll('#instant, #instant *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth).length"""
PRESS_SCRIPT = """([key, more]) => document.activeElement.dispatchEvent(
  new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, ...more}))"""

OpenPage = Callable[..., Page]


@pytest.fixture
def course(house: House) -> House:
    """The house with a course that can be searched."""
    make_course(house, modules=[ModuleToMake("m-01", extra=LONG_TEXT), ModuleToMake("m-02")])
    assert deliver_due(house) == 0
    return house


@pytest.fixture
def unwatched(browser: Browser, live_server: str) -> Iterator[BrowserContext]:
    """A browser whose complaints nobody hears, because it is to lose its connection."""
    context = browser.new_context(base_url=live_server, locale="en-GB")
    yield context
    context.close()


def dialog(page: Page) -> Locator:
    return page.locator("dialog#instant")


def options(page: Page) -> Locator:
    return dialog(page).get_by_role("option")


def chosen(page: Page) -> Locator:
    return dialog(page).locator("[role=option][aria-selected=true]")


def ask(page: Page, text: str) -> None:
    """Open the dialog and type, until something is found."""
    page.keyboard.press("Control+k")
    page.keyboard.insert_text(text)
    expect(options(page).first).to_be_visible()


# ── By keyboard ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reader_finds_a_passage_with_the_keyboard_alone(course: House, open_page: OpenPage) -> None:
    page = open_page("/en/", language="en")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("zirconium")
    expect(dialog(page).get_by_role("status")).to_contain_text("shown")
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text("First idea")
    active = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    assert active == chosen(page).get_attribute("id")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"{MODULE}\?mark=Zirconium#first$"))
    page.wait_for_load_state()
    expect(page.locator("#first mark")).to_have_text("Zirconium")
    expect(page.locator("#first mark")).to_be_in_viewport()


def test_the_arrows_go_round_and_the_last_choice_is_all_results(course: House, open_page: OpenPage) -> None:
    page = open_page("/zh/")
    ask(page, "网络")
    expect(dialog(page).get_by_role("group").first).to_contain_text("模块 m-0")
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_have_text("查看“网络”的全部结果")
    page.keyboard.press("Home")
    expect(chosen(page)).to_have_text(re.compile("第一个想法"))
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/zh/search/\?q=%E7%BD%91%E7%BB%9C$"))


def test_enter_without_a_choice_opens_the_search_page(course: House, open_page: OpenPage) -> None:
    page = open_page("/en/", language="en")
    page.keyboard.press("/")
    page.keyboard.type("network")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search/\?q=network$"))
    expect(page.get_by_role("heading", name="Module m-01")).to_be_visible()


def test_escape_closes_and_gives_the_focus_back(course: House, open_page: OpenPage) -> None:
    page = open_page(MODULE, language="en")
    link = page.get_by_role("banner").get_by_role("link", name="Sign in")
    link.focus()
    page.keyboard.press("/")
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(link).to_be_focused()
    page.locator(".search button").click()
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".search button")).to_be_focused()


def test_a_slash_in_a_field_is_a_slash_and_ctrl_k_opens_from_there_too(course: House, open_page: OpenPage) -> None:
    page = open_page("/en/", language="en")
    field = page.locator("#search-query")
    field.focus()
    page.keyboard.press("/")
    expect(field).to_have_value("/")
    expect(dialog(page)).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_who_switches_single_keys_off_keeps_ctrl_k(course: House, open_page: OpenPage) -> None:
    page = open_page("/en/", language="en")
    page.get_by_label("Keyboard shortcuts").uncheck()
    page.reload()
    page.keyboard.press("/")
    expect(dialog(page)).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(dialog(page)).to_be_visible()


# ── While one types ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_that_comes_late_never_replaces_a_newer_one(course: House, open_page: OpenPage) -> None:
    page = open_page("/en/", language="en")
    # A browser that cannot cancel: only so does the late answer arrive at all.
    page.evaluate("() => { const ask = fetch; window.fetch = url => ask(url); }")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/instant?q=network", hold)
    page.keyboard.press("/")
    with page.expect_request("**/instant?q=network"):
        page.keyboard.insert_text("network")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("zirconium")
    expect(options(page).first).to_contain_text("Zirconium")
    with page.expect_response("**/instant?q=network") as late:
        held[0].continue_()
    late.value.finished()
    page.evaluate("() => new Promise(done => setTimeout(done))")
    expect(options(page).first).to_contain_text("Zirconium")
    expect(options(page).last).to_have_text("All results for “zirconium”")


def test_a_question_that_is_typed_on_is_asked_no_longer(course: House, open_page: OpenPage) -> None:
    page = open_page("/en/", language="en")

    def hold(_route: Route) -> None:
        """It is never answered."""

    page.route("**/instant?q=net", hold)
    page.keyboard.press("/")
    with page.expect_request("**/instant?q=net"):
        page.keyboard.insert_text("net")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("?q=net")):
        page.keyboard.insert_text("work")
    expect(options(page).last).to_have_text("All results for “network”")


def test_words_are_asked_for_when_they_are_composed(course: House, open_page: OpenPage) -> None:
    page = open_page("/zh/")
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("/")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "shu'zi", "selectionStart": 6, "selectionEnd": 6})
    expect(page.get_by_role("combobox")).to_have_value("shu'zi")
    page.clock.run_for(LONGER_THAN_THE_PAUSE)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "数字孪生"})
    page.clock.run_for(LONGER_THAN_THE_PAUSE)
    expect(dialog(page).locator("mark").first).to_have_text("数字孪生")
    assert len(asked) == 1


@pytest.mark.parametrize("composing", [{"isComposing": True}, {"keyCode": 229}])
def test_no_key_fires_while_words_are_composed(
    composing: dict[str, object], course: House, open_page: OpenPage
) -> None:
    page = open_page("/zh/")
    page.evaluate(PRESS_SCRIPT, ["/", composing])
    expect(dialog(page)).to_be_hidden()
    ask(page, "网络")
    page.keyboard.press("ArrowDown")
    first = chosen(page).get_attribute("id")
    for key in ("ArrowDown", "End", "Enter"):
        page.evaluate(PRESS_SCRIPT, [key, composing])
    assert chosen(page).get_attribute("id") == first
    assert page.url.endswith("/zh/")


def test_the_search_says_when_nothing_is_found_and_where_to_look(course: House, open_page: OpenPage) -> None:
    page = open_page("/en/", language="en")
    page.keyboard.press("/")
    page.keyboard.insert_text("xylophone")
    expect(dialog(page).get_by_role("status")).to_have_text("Nothing found for “xylophone”.")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    dialog(page).get_by_role("link", name="Open the search page").click()
    expect(page).to_have_url(re.compile(r"/en/search/\?q=xylophone$"))


def test_without_a_connection_the_search_says_so_and_asks_again(course: House, unwatched: BrowserContext) -> None:
    page = unwatched.new_page()
    page.goto("/en/")
    page.keyboard.press("/")
    unwatched.set_offline(True)
    page.keyboard.insert_text("network")
    expect(dialog(page).get_by_role("status")).to_contain_text("Check the connection")
    unwatched.set_offline(False)
    expect(options(page).first).to_contain_text("network")


def test_a_server_that_fails_leaves_the_way_to_the_search_page(course: House, unwatched: BrowserContext) -> None:
    page = unwatched.new_page()
    page.route("**/instant?*", lambda route: route.fulfill(status=500, body="oh no"))
    page.goto("/en/")
    page.keyboard.press("/")
    page.keyboard.insert_text("network")
    expect(dialog(page).get_by_role("status")).to_contain_text("The search did not answer")
    dialog(page).get_by_role("link", name="Open the search page").click()
    expect(page.get_by_role("heading", name="Module m-01")).to_be_visible()


# ── For everyone ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_dialog(
    language: str,
    color_scheme: Literal["light", "dark"],
    course: House,
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
) -> None:
    page = open_page(f"/{language}/", language=language, color_scheme=color_scheme)
    page.keyboard.press("/")
    assert axe(page) == []
    page.keyboard.insert_text("网络" if language == "zh" else "network")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert axe(page) == []
    page.keyboard.insert_text(" xylophone")
    expect(options(page)).to_have_count(0)
    assert axe(page) == []


@pytest.mark.parametrize(("width", "height"), [(NARROWEST, 256), (PHONE, 844)])
def test_the_dialog_fits_a_phone_and_much_magnified_pages(
    width: int, height: int, course: House, open_page: OpenPage
) -> None:
    page = open_page("/en/", language="en", width=width)
    page.set_viewport_size({"width": width, "height": height})
    ask(page, "network")
    assert page.evaluate(WIDE_SCRIPT) == 0
    assert page.evaluate(SMALL_SCRIPT) == []
    for _option in range(options(page).count()):
        page.keyboard.press("ArrowDown")
        expect(chosen(page)).to_be_in_viewport()
        expect(page.get_by_role("combobox")).to_be_in_viewport()
