"""A person at a browser without a screen, over a real connection to a real server."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener


@dataclass(frozen=True, slots=True)
class Page:
    """What a person sees: where they are, the text, and the forms that could be sent."""

    url: str
    html: str
    forms: tuple[tuple[str, dict[str, str]], ...]
    """Each form's address with the hidden fields it carries."""

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.html))

    def find_forms(self, part: str) -> list[tuple[str, dict[str, str]]]:
        """The forms with this in their address."""
        return [form for form in self.forms if part in form[0]]


class Visitor:
    """Keeps cookies, follows redirects, and fails on a page that is not there."""

    def __init__(self, address: str) -> None:
        self._address = address
        # A proxy of the machine's has no road to a server on it.
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def open(self, path: str) -> Page:
        return self._open(path, None)

    def send(self, form: tuple[str, dict[str, str]], **values: str | Iterable[str]) -> Page:
        """Send a form of a page with what it carries and what the person fills in."""
        action, hidden = form
        return self._open(action, urlencode(hidden | values, doseq=True).encode("ascii"))

    def _open(self, path: str, body: bytes | None) -> Page:
        with self._opener.open(urljoin(self._address, path), body, timeout=60) as answer:
            html = answer.read().decode("utf-8")
            reader = _FormReader(answer.url)
            reader.feed(html)
            return Page(answer.url, html, tuple(reader.forms))


class _FormReader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((urljoin(self._url, values.get("action", "")), {}))
        elif tag == "input" and values.get("type") == "hidden" and self.forms:
            self.forms[-1][1][values["name"]] = values.get("value", "")
