"""A real browser before a real server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lms.core.settings import Settings
from tests.browser import server
from tests.browser.chromium import find_chromium, list_flags
from tests.browser.pages import DESKTOP, HEIGHTS, LOCALES, Watch, list_violations
from tests.clock import FakeClock

# What a browser sees does not depend on the database: only the long run looks at it on both kinds.
KINDS = ["sqlite", "postgresql"] if os.environ.get("LMS_LONG") else ["sqlite"]


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def clock(tmp_path: Path) -> FakeClock:
    """A clock that the server in its own process reads too."""
    return FakeClock(path=tmp_path / "clock")


@pytest.fixture
def live_server(settings: Settings, clock: FakeClock, tmp_path: Path) -> Iterator[str]:
    """The address of the served house, without a slash at its end; prepare the database through `house` before."""
    with server.running(settings, tmp_path / "clock") as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    assert executable is not None, "There is no Chromium here. `make test` installs it; or set LMS_CHROMIUM."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list_flags())
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server: str) -> Iterator[Callable[..., Page]]:
    """`open_page("/zh/", width=PHONE)` is another person's browser; a complaint of any of them fails the test."""
    watch = Watch(urlsplit(live_server).netloc)
    contexts = []

    def open_page(
        path: str,
        *,
        language: str = "zh",
        width: int = DESKTOP,
        color_scheme: Literal["light", "dark"] = "light",
        javascript: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server,
            locale=LOCALES[language],
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            color_scheme=color_scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        watch.over(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        watch.drain(context)
        context.close()
    assert watch.complaints == []


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`assert axe(page) == []` says that axe sees nothing in the way of a screen reader or a keyboard."""
    return list_violations
