"""A question of every type is answered in a real browser, with and without a script, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from lms.core.house import House
from tests.accounts.makers import PASSWORD, make_person
from tests.browser import journey
from tests.browser.pages import PHONE
from tests.catalog.makers import publish_courses
from tests.quizzes.bank import EVERY, write_every_type

NARROW = 320
OpenPage = Callable[..., Page]


@pytest.fixture
def quiz(house: House) -> House:
    """The house with a quiz of a question of each type, the same as checks in the reading, and a person."""
    write_every_type(house, draws=len(EVERY), graded=EVERY)
    publish_courses(house)
    make_person(house, "li-lei")
    return house


def begin(page: Page, language: str = "en") -> Page:
    """Sign in and begin the quiz, or go on with it."""
    page.goto(f"/{language}/sign-in")
    journey.sign_in(page, language, "li-lei", PASSWORD)
    page.wait_for_url(f"**/{language}/")
    page.goto(f"/{language}/quizzes/m-01")
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/attempts/\d+$"))
    return page


def question(page: Page, word: str) -> Locator:
    return page.locator("fieldset.question").filter(has_text=word)


def fill_in(page: Page) -> None:
    """Answer every question of the quiz rightly, each field found by the name that a reader hears."""
    question(page, "Orchard").get_by_label("exactly one").check()
    for wing in ("a beak", "two wings"):
        question(page, "Pelican").get_by_label(wing).check()
    question(page, "Quarry").get_by_label("True").check()
    question(page, "Rainbow").get_by_label("Your answer (ms)").fill("3.125")
    question(page, "Spinach").get_by_label("Your answer").fill("Emerald Green")
    for item, number in (("open the door", "1"), ("turn the key", "2"), ("let the clutch go", "3")):
        question(page, "Tractor").get_by_label(item, exact=True).select_option(number)
    for left, right in (("rain", "a coat of wax"), ("snow", "a pair of boots"), ("slush", "a pair of boots")):
        question(page, "Umbrella").get_by_label(left).select_option(right)
    for number, typed in ((1, "bow"), (2, "4"), (4, "fifths")):
        question(page, "Violin").get_by_label(f"Gap {number} of 4").fill(typed)
    question(page, "Violin").get_by_label("Gap 3 of 4").select_option("steel")


def test_without_a_script_every_type_is_answered_by_forms_alone(quiz: House, open_page: OpenPage) -> None:
    page = begin(open_page("/en/", language="en", javascript=False))
    fill_in(page)
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.locator(".page-head")).to_contain_text("8 of 8 answered")
    snow = question(page, "Umbrella").get_by_label("snow")
    expect(snow.locator("option:checked")).to_have_text("a pair of boots")
    page.get_by_role("button", name="Submit and see the result").click()
    expect(page.locator("section.result")).to_contain_text("Passed: 100.0%")


def test_every_type_is_saved_while_it_is_answered(quiz: House, open_page: OpenPage) -> None:
    page = begin(open_page("/en/", language="en"))
    fill_in(page)
    expect(page.locator(".page-head")).to_contain_text("8 of 8 answered")
    expect(page.locator(".save-state")).to_have_text("Saved")
    phone = begin(open_page("/en/", language="en", width=PHONE))
    expect(phone.locator(".page-head")).to_contain_text("8 of 8 answered")
    expect(question(phone, "Violin").get_by_label("Gap 4 of 4")).to_have_value("fifths")
    phone.get_by_role("button", name="Submit and see the result").click()
    expect(phone.locator("section.result")).to_contain_text("Passed: 100.0%")


def test_gaps_and_items_are_reached_and_answered_by_the_keyboard(quiz: House, open_page: OpenPage) -> None:
    page = begin(open_page("/en/", language="en", javascript=False))
    first = question(page, "Violin").get_by_label("Gap 1 of 4")
    first.focus()
    for keys in ("bow", "Tab", "4", "Tab", "s", "Tab", "fifths"):
        if keys == "Tab":
            page.keyboard.press(keys)
        else:
            page.keyboard.type(keys)
    expect(question(page, "Violin").get_by_label("Gap 3 of 4").locator("option:checked")).to_have_text("steel")
    expect(question(page, "Violin").get_by_label("Gap 4 of 4")).to_have_value("fifths")
    selects = question(page, "Tractor").get_by_role("combobox")
    selects.first.focus()
    for number in "213":
        page.keyboard.type(number)
        page.keyboard.press("Tab")
    assert [select.input_value() for select in selects.all()] == ["1", "0", "2"]


def test_items_are_moved_up_and_down_and_stand_so_on_another_device(quiz: House, open_page: OpenPage) -> None:
    page = begin(open_page("/en/", language="en"))
    tractor = question(page, "Tractor")
    items = ["open the door", "turn the key", "let the clutch go"]
    for item in items:
        for _ in items:
            tractor.get_by_role("button", name=f"Move down: {item}").press("Enter")
    assert [row.inner_text().partition("\n")[0].strip() for row in tractor.locator("li > div").all()] == items
    last = tractor.get_by_role("button", name="Move down: let the clutch go")
    expect(last).to_be_focused()
    expect(last).to_have_accessible_description("3 / 3")
    expect(tractor.get_by_label("turn the key", exact=True)).to_have_value("1")
    expect(page.locator(".save-state")).to_have_text("Saved")
    expect(page.locator(".page-head")).to_contain_text("1 of 8 answered")
    phone = begin(open_page("/en/", language="en", width=PHONE))
    labels = question(phone, "Tractor").locator("li > div")
    expect(labels).to_have_text(items)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, 1280])
def test_every_type_can_be_read_and_heard_before_and_after(
    quiz: House, open_page: OpenPage, axe: Callable[[Page], list[str]], width: int, color_scheme: str
) -> None:
    page = begin(open_page("/en/", language="en", width=width, color_scheme=color_scheme))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    question(page, "Violin").get_by_label("Gap 2 of 4").fill("four")
    question(page, "Umbrella").get_by_label("snow").select_option("a pair of boots")
    expect(page.locator(".save-state")).to_have_text("Saved")
    page.get_by_role("button", name="Submit and see the result").click()
    page.get_by_role("button", name="Submit as it is").click()
    expect(page.locator("section.result")).to_contain_text("Not passed yet")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_checks_of_every_type_answer_in_place(quiz: House, open_page: OpenPage) -> None:
    page = open_page("/en/courses/course/m-01", language="en")
    check = page.locator("div.check").filter(has_text="open the door")
    for item, number in (("open the door", "1"), ("turn the key", "2"), ("let the clutch go", "3")):
        check.get_by_label(item, exact=True).select_option(number)
    check.get_by_role("button", name="Check the answer").click()
    expect(check.get_by_role("status")).to_contain_text("mutteredq06")
    expect(check.get_by_role("status").locator(".gap.right")).to_have_count(3)
    gaps = page.locator("div.check").filter(has_text="strings made")
    gaps.get_by_label("Gap 1 of 4").fill("string")
    gaps.get_by_role("button", name="Check the answer").click()
    expect(gaps.get_by_role("status")).to_contain_text("string (right answer: bow)")
