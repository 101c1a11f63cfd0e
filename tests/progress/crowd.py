"""A crowd of browsers with one person's cookie, who press one button of a real server at the same moment."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice
from urllib.parse import urlencode, urlsplit

from flask.testing import FlaskClient

PATIENCE_SECONDS = 120
REDIRECTS_MAXIMUM = 5
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Letter:
    """A form as a signed-in browser sends it."""

    path: str
    body: str
    cookie: str

    @classmethod
    def from_browser(cls, client: FlaskClient, path: str, form: Mapping[str, object]) -> Letter:
        """With the cookie and the token that the browser was given."""
        token = TOKEN.search(client.get("/en/privacy").text)
        cookie = client.get_cookie("lms_session")
        assert token is not None
        assert cookie is not None
        return cls(path, urlencode({"csrf_token": token[1], **form}, doseq=True), f"lms_session={cookie.value}")


@dataclass(frozen=True)
class SeenPage:
    status: int
    text: str


def press_at_once(addresses: Sequence[str], letter: Letter, presses: int) -> list[SeenPage]:
    """The page each press leads to, redirects followed; the presses are spread over the servers in turn."""
    barrier = threading.Barrier(presses)
    with ThreadPoolExecutor(presses) as threads:
        chosen = islice(cycle(addresses), presses)
        return list(threads.map(lambda address: _press(address, letter, barrier), chosen))


def _press(address: str, letter: Letter, barrier: threading.Barrier) -> SeenPage:
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)) as connection:
        connection.connect()
        barrier.wait(PATIENCE_SECONDS)
        headers = {"Cookie": letter.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", letter.path, letter.body, headers)
        for _ in range(REDIRECTS_MAXIMUM):
            answer = connection.getresponse()
            text = answer.read().decode("utf-8")
            if answer.status != 303:
                break
            connection.request("GET", urlsplit(answer.headers["Location"]).path, headers={"Cookie": letter.cookie})
        return SeenPage(answer.status, text)
