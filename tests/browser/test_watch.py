"""The watch over pages can fail: each thing it promises to notice is done before its eyes."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import PHONE, Watch

PATIENCE_SECONDS = 10
MISDEEDS = {
    "console: oh no": "console.error('oh no')",
    "error in a script": "setTimeout(() => { throw new Error('oh no') })",
    "request to another host": "location = 'https://example.org/'",
    "Content Security Policy": "document.body.setAttribute('style', 'color: red')",
    "404": "fetch('/nowhere')",
}


@pytest.mark.parametrize(("complaint", "script"), MISDEEDS.items(), ids=MISDEEDS)
def test_the_watch_notices(browser: Browser, live_server: str, complaint: str, script: str) -> None:
    context = browser.new_context(base_url=live_server)
    watch = Watch(urlsplit(live_server).netloc)
    watch.over(context)
    page = context.new_page()
    page.goto("/en/nowhere")
    assert watch.complaints == []
    page.evaluate(f"() => {{ {script} }}")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not any(complaint in text for text in watch.complaints):
        assert time.monotonic() < deadline, watch.complaints
        page.wait_for_timeout(10)  # milliseconds, in which events are heard
    context.close()


def test_a_page_that_is_not_there_may_be_looked_at(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/nowhere")
    assert page.get_by_role("heading", level=1).is_visible()


def test_axe_finds_what_is_wrong(open_page: Callable[..., Page], axe: Callable[[Page], list[str]]) -> None:
    page = open_page("/en/nowhere")
    page.evaluate("() => document.body.append(document.createElement('button'))")
    assert [line for line in axe(page) if line.startswith("button-name:")]


def test_a_reader_without_scripts_sees_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/nowhere", javascript=False, language="en", width=PHONE, color_scheme="dark")
    assert page.get_by_role("heading", level=1).is_visible()
