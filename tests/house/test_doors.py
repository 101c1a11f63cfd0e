"""Every endpoint says who may enter, and no form is taken without the token of the page it stood on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core import web
from lms.core.house import House
from lms.core.web.access import find_access
from tests.house.files import ROOT, assert_none
from tests.house.furnishing import Furnished, fingerprint

FORM = re.compile(r"<form\b(?P<head>[^>]*)>(?P<body>.*?)</form>", re.DOTALL | re.IGNORECASE)
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
SENDS = re.compile(r"""\bmethod\s*=\s*["']?post\b""", re.IGNORECASE)
TOKEN = re.compile(r"\{\{\s*(ui\.)?csrf\(\)|\bcsrf_token\b|\bhidden_tag\(")
SWITCHES = re.compile(r"\bformmethod\s*=", re.IGNORECASE)


def find_open_endpoints(app: Flask) -> list[str]:
    """Endpoints that do not say who may enter; the gate lets nobody in, which nobody wants either."""
    return sorted(endpoint for endpoint in app.view_functions if find_access(app, endpoint) is None)


def find_unguarded_posts(furnished: Furnished, client: FlaskClient) -> Iterator[str]:
    """Addresses that take a form without a token."""
    for rule in furnished.app.url_map.iter_rules():
        for method in sorted({"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())):
            status = client.open(furnished.url(rule), method=method).status_code
            if status != 400:
                yield (
                    f"{method} {rule} answered {status} to a form without a token: do not exempt it "
                    "(where it answered 404, give its address a value in tests/house/furnishing.py)"
                )


def find_form_faults(template: str) -> Iterator[str]:
    """Forms that send without a token, and questions that carry one into an address."""
    # An expression may hold a > that ends no tag.
    blanked = EXPRESSION.sub(lambda found: found[0].replace("<", "‹").replace(">", "›"), template)
    for form in FORM.finditer(blanked):
        sends, has_token = bool(SENDS.search(form["head"])), bool(TOKEN.search(form["body"]))
        shown = f"<form{form['head']}>"
        if sends and not has_token:
            yield f"{shown} sends without a token: write {{{{ ui.csrf() }}}} in it"
        if has_token and not sends:
            yield f'{shown} asks, so its token would stand in the address: take it out, or write method="post"'
        if SWITCHES.search(form["body"]):
            yield f"{shown} holds a button with a formmethod: give the button a form of its own"


def test_every_endpoint_says_who_may_enter(app: Flask) -> None:
    assert_none(
        f"Endpoint {endpoint} declares no access: put @web.everyone, @web.signed_in or @web.only(Role.…) directly "
        "above the function, below its route"
        for endpoint in find_open_endpoints(app)
    )


def test_no_form_is_taken_without_its_token(furnished: Furnished, house: House) -> None:
    client = furnished.client("administrator")
    before = fingerprint(house)
    assert_none(find_unguarded_posts(furnished, client))
    after = fingerprint(house)
    changed = sorted(name for name in before if after[name] != before[name])
    assert not changed, (
        f"A form without a token changed {changed}: write only in the view, after the token's check."
    )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_every_form_carries_its_token(path: Path) -> None:
    assert_none(find_form_faults(path.read_text("utf-8")))


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


def test_an_endpoint_without_a_word_about_access_is_told_and_closed(app: Flask) -> None:
    app.add_url_rule("/bare", "bare", lambda: "come in")
    assert find_open_endpoints(app) == ["bare"]
    assert app.test_client().get("/bare").status_code == 403


def test_an_address_that_asks_for_no_token_is_told(app: Flask, furnish_house: Callable[[], Furnished]) -> None:
    def planted() -> str:
        return "taken"

    app.add_url_rule("/planted", "planted", web.everyone(planted), methods=["POST"])
    app.extensions["csrf"].exempt(planted)
    [fault] = find_unguarded_posts(furnish_house(), app.test_client())
    assert fault.startswith("POST /planted answered 200")


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ('<form method="post" action="/x"><button>Go</button></form>', "sends without a token"),
        ("<FORM METHOD=post>{{ ui.button(_('Go')) }}</FORM>", "sends without a token"),
        ('<form action="{{ 1 if 2 > 1 }}" method="post"></form>', "sends without a token"),
        ('{{ ui.csrf() }}<form method="post"></form>{{ ui.csrf() }}', "sends without a token"),
        ('<form role="search">{{ ui.csrf() }}</form>', "asks, so its token would stand in the address"),
        ('<form><button formmethod="post">Go</button></form>', "formmethod"),
    ],
)
def test_a_form_out_of_order_is_told(template: str, told: str) -> None:
    [fault] = find_form_faults(template)
    assert told in fault


@pytest.mark.parametrize(
    "template",
    [
        '<form method="post">{{ ui.csrf() }}</form>',
        '<form method="post">{{ csrf() }}</form>',
        '<form method="post">{{ form.csrf_token }}</form>',
        '<form role="search" action="/search"><input name="q"></form>',
    ],
)
def test_a_form_in_order_is_not_told(template: str) -> None:
    assert list(find_form_faults(template)) == []
