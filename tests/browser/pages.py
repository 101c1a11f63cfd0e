"""A page that is watched: whatever a reader's browser would complain of fails the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
COLOUR_RULES = ("color-contrast", "link-in-text-block")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
DESKTOP = 1280
PHONE = 390
HEIGHTS = {DESKTOP: 800, PHONE: 844}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass  # without slots: Playwright hangs its own name on the object whose methods listen
class Watch:
    """Collects the complaints of every page of a browser context."""

    host: str
    complaints: list[str] = field(default_factory=list)
    _documents: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.complaints.append(f"error in a script: {error.error}"))

    def drain(self, context: BrowserContext) -> None:
        """Hear what the pages have said so far: it arrives before the answer to a later question."""
        for page in context.pages:
            page.evaluate("() => document.readyState")

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self._documents.add(request.url)
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.complaints.append(f"request to another host: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        # The browser reports a page that answers 404 as an error too, and a test may have asked for that page.
        is_page = message.text.startswith("Failed to load resource") and message.location["url"] in self._documents
        if message.type in {"error", "warning"} and not is_page:
            self.complaints.append(f"console: {message.text} ({message.location['url']})")


def list_violations(page: Page, *, of_colours: bool = False) -> list[str]:
    """What axe finds wrong with the page as it stands: one line a rule, with the places.

    `of_colours` asks only what a theme can change.
    """
    # Through the debugger, because the page's own policy rightly forbids it to run what is not served.
    page.evaluate(f"() => {{ {AXE} }}")
    rules = (
        {"type": "rule", "values": list(COLOUR_RULES)} if of_colours else {"type": "tag", "values": list(RULES)}
    )
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [f"{rule['id']}: {rule['help']} at {_places(rule)}" for rule in found]


def _places(rule: dict[str, Any]) -> str:
    return "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"])
