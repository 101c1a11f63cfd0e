"""A reader who comes from the search lands on the passage that was found, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lms.core.house import House
from lms.core.outbox import deliver_due
from tests.browser.pages import DESKTOP, PHONE
from tests.catalog.makers import ModuleToMake, make_course

MODULE = "/en/courses/course/m-01"
LONG_TEXT = "A paragraph to scroll past.\n\n" * 40 + "Zirconium and twins stand at the end."

OpenPage = Callable[..., Page]


@pytest.fixture
def course(house: House) -> House:
    """The house with a course of one long module that can be searched."""
    make_course(house, modules=[ModuleToMake("m-01", extra=LONG_TEXT)])
    assert deliver_due(house) == 0
    return house


def choose(page: Page, text: str, title: str) -> None:
    """Ask the dialog for the text, and go to the section with the title."""
    page.keyboard.press("Control+k")
    page.keyboard.insert_text(text)
    page.get_by_role("option").filter(has_text=title).first.click()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_passage_far_down_in_its_section_is_brought_into_view(
    width: int, course: House, open_page: OpenPage
) -> None:
    page = open_page("/en/search/?q=zirconium&in=en", language="en", width=width)
    page.get_by_role("link", name="First idea").click()
    expect(page).to_have_url(re.compile(rf"{MODULE}\?mark=Zirconium#first$"))
    expect(page.locator("#first mark")).to_be_in_viewport()
    page.wait_for_load_state()
    expect(page.locator("#first mark")).to_be_in_viewport()
    expect(page.locator("#first h2")).not_to_be_in_viewport()


def test_a_passage_of_the_page_one_reads_is_marked_without_loading_it_anew(
    course: House, open_page: OpenPage
) -> None:
    page = open_page(MODULE, language="en")
    choose(page, "twins", "Second idea")
    expect(page.locator("#second mark")).to_be_in_viewport()
    page.wait_for_load_state()
    page.evaluate("() => { window.isSamePage = true; return 0 }")
    choose(page, "twins", "First idea")
    expect(page.locator("dialog#instant")).to_be_hidden()
    expect(page.locator("#first mark")).to_be_in_viewport()
    expect(page.locator("#second mark")).to_have_count(0)
    assert page.evaluate("() => window.isSamePage")


def test_a_found_word_is_marked_whole_and_across_what_is_set_in_it(course: House, open_page: OpenPage) -> None:
    page = open_page(f"{MODULE}?mark=twin&mark=data#first", language="en")
    expect(page.locator("#first mark")).to_have_text(["data"])
    page.locator("#first p").first.evaluate("e => { e.innerHTML = 'Dig<em>ital tw</em>ins, c++ and c'; }")
    page.evaluate("""() => {
      history.replaceState(null, '', '?mark=digital twins&mark=c%2B%2B#first');
      dispatchEvent(new Event('passage'));
    }""")
    expect(page.locator("#first mark")).to_have_text(["Dig", "ital tw", "ins", "c++"])


def test_who_reads_already_is_not_moved_when_the_rest_is_loaded(course: House, open_page: OpenPage) -> None:
    page = open_page(f"{MODULE}?mark=Zirconium#first", language="en")
    page.wait_for_load_state()
    page.keyboard.press("Home")
    page.wait_for_function("() => scrollY === 0")
    page.evaluate("() => dispatchEvent(new Event('load'))")
    assert page.evaluate("() => scrollY") == 0


def test_without_scripts_the_search_page_does_everything(course: House, open_page: OpenPage) -> None:
    page = open_page("/en/", language="en", javascript=False)
    page.locator("#search-query").fill("twins")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").last).to_have_text(re.compile(r"\d sections found"))
    page.get_by_label("Course", exact=True).select_option(label="Course course")
    page.get_by_label("Language").select_option(label="English")
    page.get_by_role("searchbox", name="Words to find").press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=twins&course=course&in=en$"))
    expect(page.locator("main section[lang=zh]")).to_have_count(0)
    page.get_by_role("link", name="Second idea").first.click()
    expect(page.locator("#second h2")).to_be_in_viewport()
