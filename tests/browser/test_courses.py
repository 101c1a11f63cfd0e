"""Whoever chooses a course sees pages that stand still, fit every screen and break no Chinese word."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from lms.core.house import House
from tests.browser.pages import DESKTOP, PHONE
from tests.catalog.makers import ModuleToMake, publish_courses, rewrite, write_course
from tests.catalog.specimen import PICTURE

SHIPPED = Path(__file__).parents[2] / "courses"
WITH_MODULES, WITHOUT = "course", "industrial-internet"
LONG_TITLE = "认识这份职业：物联网技术员该懂的基本功"
BOXES = (
    "() => [...document.querySelectorAll('h2, h3, .footer')].map(e => Math.round(e.getBoundingClientRect().top))"
)
LOADED = "() => [...document.images].every(image => image.complete && image.naturalWidth)"
# Parts of titles between spaces and signs that stand on two lines.
BROKEN = r"""() => [...document.querySelectorAll('h1, .card h3 a')].flatMap(title => {
  const text = title.firstChild, range = document.createRange();
  return [...text.data.matchAll(/[^\s，：、]+/g)].filter(part => {
    range.setStart(text, part.index);
    range.setEnd(text, part.index + part[0].length);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
  }).map(part => part[0]);
})"""

OpenPage = Callable[..., Page]


@pytest.fixture
def courses(house: House) -> None:
    """The ten shipped courses as they begin, without modules, and one with two."""
    for folder in SHIPPED.iterdir():
        own = house.settings.courses / folder.name
        own.mkdir()
        facts = (folder / "course.toml").read_text("utf-8").partition("[[modules]]")[0]
        (own / "course.toml").write_text(facts, "utf-8")
        shutil.copy(folder / "picture.svg", own)
    modules = [ModuleToMake("m-01"), ModuleToMake("m-02")]
    own = write_course(house.settings.courses, WITH_MODULES, modules, access="members", picture=PICTURE)
    rewrite(own / "m-m-01/zh.md", "# 模块 m-01", f"# {LONG_TITLE}")
    publish_courses(house)


@pytest.mark.usefixtures("courses")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("path", ["/zh/", f"/en/courses/{WITHOUT}"])
def test_nothing_moves_when_the_pictures_come(open_page: OpenPage, path: str, width: int) -> None:
    page = open_page("/zh/privacy", width=width)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/media/**", hold)
    page.goto(path, wait_until="domcontentloaded")
    before = page.evaluate(BOXES)
    assert not page.evaluate(LOADED)
    page.route("**/media/**", Route.continue_)
    for route in held:
        route.continue_()
    for image in page.locator("img").all():
        image.scroll_into_view_if_needed()
    page.wait_for_function(LOADED)
    page.evaluate("() => scrollTo(0, 0)")
    assert page.evaluate(BOXES) == before


@pytest.mark.usefixtures("courses")
@pytest.mark.parametrize("width", [320, PHONE, 768, DESKTOP, 1920])
def test_no_page_is_wider_than_its_screen_and_no_title_breaks_inside_a_word(
    open_page: OpenPage, width: int
) -> None:
    page = open_page("/zh/", width=width)
    for path in ("/", f"/courses/{WITHOUT}", f"/courses/{WITH_MODULES}", "/courses/internet-of-things"):
        for language in ("zh", "en"):
            page.goto(f"/{language}{path}")
            assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, page.url
            assert page.evaluate(BROKEN) == [], page.url


@pytest.mark.usefixtures("courses")
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_where_courses_are_chosen(
    open_page: OpenPage, axe: Callable[[Page], list[str]], color_scheme: Literal["light", "dark"]
) -> None:
    page = open_page("/zh/", color_scheme=color_scheme, width=PHONE)
    for path in ("/", f"/courses/{WITHOUT}", f"/courses/{WITH_MODULES}", "/courses/big-data"):
        for language in ("zh", "en"):
            page.goto(f"/{language}{path}")
            assert axe(page) == [], page.url


@pytest.mark.usefixtures("courses")
def test_without_scripts_and_without_a_mouse_a_newcomer_comes_to_a_course(open_page: OpenPage) -> None:
    page = open_page("/zh/", javascript=False)
    page.get_by_role("link", name="选择课程").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"课程 {WITH_MODULES}")
    expect(page.get_by_text("登录后可读")).to_be_visible()
    page.get_by_role("link", name="课程").first.press("Enter")
    expect(page.get_by_role("heading", name="编写中")).to_be_visible()
