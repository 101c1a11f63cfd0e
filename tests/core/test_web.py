"""What every page shares: who may enter, where a visitor is sent back to, and how answers are protected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

import flask
import pytest
from flask import Flask, redirect, request
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from lms.app import create_app
from lms.core import web
from lms.core.house import House
from lms.core.settings import Settings
from lms.core.web.language import PREFIX
from lms.core.web.security import HEADERS
from lms.core.work import Role
from tests.accounts.makers import PASSWORD, make_institution, make_person, sign_in
from tests.clock import FakeClock

Post = Callable[..., TestResponse]
Plant = Callable[..., None]


@pytest.fixture
def plant(app: Flask) -> Plant:
    """`plant(web.everyone, view)` gives the house a page at /<language>/planted."""

    def plant(declare: Callable[..., Any], view: Callable[..., Any], methods: tuple[str, ...] = ("GET",)) -> None:
        app.add_url_rule(f"{PREFIX}/planted", "planted", declare(view), methods=list(methods))

    return plant


@contextmanager
def another_app(settings: Settings, clock: FakeClock, **changes: Any) -> Iterator[FlaskClient]:
    app = create_app(replace(settings, **changes), clock=clock)
    app.testing = True
    yield app.test_client()
    app.extensions["lms"].database.close()


# ── Who may enter ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("declare", "statuses"),
    [
        (web.everyone, {"visitor": 200, "trainee": 200, "registrar": 200}),
        (web.signed_in, {"visitor": 303, "trainee": 200, "registrar": 200}),
        (web.only(Role.REGISTRAR), {"visitor": 303, "trainee": 403, "registrar": 200}),
        (web.only(Role.ADMINISTRATOR), {"visitor": 303, "trainee": 403, "registrar": 403}),
        (web.only(Role.ADMINISTRATOR, Role.REGISTRAR), {"visitor": 303, "trainee": 403, "registrar": 200}),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_gate_asks_before_the_view(
    house: House, app: Flask, plant: Plant, declare: Callable[..., Any], statuses: dict[str, int], method: str
) -> None:
    entered = []

    def view() -> str:
        entered.append("somebody")
        return "come in"

    plant(declare, view)
    institution = make_institution(house)
    for who, status in statuses.items():
        client = app.test_client()
        if who != "visitor":
            sign_in(client, make_person(house, who, roles=[Role(who)], institution=institution))
        assert client.open("/en/planted", method=method).status_code == status
    assert len(entered) == list(statuses.values()).count(200)


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("/en/planted", "/en/planted"),
        ("/zh/planted?q=网络&page=2", "/zh/planted?q=%E7%BD%91%E7%BB%9C&page=2"),
        ("/en/planted?next=//evil.example", "/en/planted?next=//evil.example"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_visitor_signs_in_and_comes_back(
    house: House, client: FlaskClient, plant: Plant, post: Post, address: str, back: str, method: str
) -> None:
    plant(web.signed_in, lambda: "come in")
    make_person(house, "li-lei")
    sent = client.open(address, method=method)
    assert sent.status_code == 303
    assert sent.location.startswith(f"/{address[1:3]}/sign-in?next=")
    came = post(client, sent.location, {"login_name": "li-lei", "password": PASSWORD})
    assert came.status_code == 303
    assert client.get(came.location).text == "come in"
    assert client.get(came.location).request.full_path.rstrip("?") == back


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/en/courses/course?x=1", "/en/courses/course?x=1"),
        ("http://localhost.evil.example/en/", "/"),
        ("https://evil.example/", "/"),
        ("", "/"),
    ],
)
def test_a_visitor_who_sends_a_form_comes_back_to_where_it_stood(
    client: FlaskClient, plant: Plant, post: Post, referrer: str, back: str
) -> None:
    plant(web.signed_in, lambda: "done", ("POST",))
    answer = post(client, "/en/planted", headers={"Referer": referrer})
    assert (answer.status_code, urlsplit(answer.location).path) == (303, "/en/sign-in")
    with client.application.test_request_context(answer.location) as context:
        assert context.request.args["next"] == back


def test_a_house_without_a_door_for_people_is_closed_to_visitors(settings: Settings, clock: FakeClock) -> None:
    with another_app(settings, clock, plugins=("lms.catalog",)) as client:
        client.application.add_url_rule("/planted", "planted", web.signed_in(lambda: "come in"))
        assert client.get("/planted").status_code == 403


# ── Where to go next ────────────────────────────────────────────────────────────────────────────────────────

OWN = ("/", "/zh/", "/en/courses/ai?x=1#first", "/zh/search/?q=网络", "/en/a//b", "/en?next=//evil.example")
FOREIGN = (
    *("", "zh/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example"),
    *("/\t\\evil.example", "/\n/evil.example", "/\r/evil.example", "/en/\nSet-Cookie: x", "/\0/", "/en/\\evil"),
    *("https://evil.example/", "javascript:alert(1)", " /zh/", "//[", "/\t/[", "http:/zh/", "?x", "#x", "/\x7f"),
)


@pytest.mark.parametrize("address", OWN)
def test_an_address_of_the_house_is_safe(address: str) -> None:
    assert web.is_safe_address(address)


@pytest.mark.parametrize("address", FOREIGN)
def test_an_address_that_may_lead_elsewhere_is_not_safe(address: str) -> None:
    assert not web.is_safe_address(address)


@given(address=st.text("/\\\t\r\n\0.:@[]?#ae% ", max_size=12) | st.text(max_size=12))
@example("/\t/[")
def test_no_safe_address_leads_to_another_site(address: str) -> None:
    if web.is_safe_address(address):
        # As a browser reads it.
        read = address.strip("".join(map(chr, range(33)))).replace("\\", "/")
        for left_out in "\t\r\n":
            read = read.replace(left_out, "")
        assert urlsplit(urljoin("http://house/", read)).netloc == "house"


def test_signing_in_leads_to_no_other_site(house: House, app: Flask, post: Post) -> None:
    make_person(house, "li-lei")
    form = {"login_name": "li-lei", "password": PASSWORD}
    for address in FOREIGN:
        answer = post(app.test_client(), "/en/sign-in", form, query_string={"next": address})
        # Of an address with a NUL there is not even a page.
        expected = (404, None) if "\0" in address else (303, "/en/")
        assert (answer.status_code, answer.location) == expected, repr(address)


# ── Headers ─────────────────────────────────────────────────────────────────────────────────────────────────

ANSWERS = (
    "/",
    "/en/",
    "/zh/sign-in",
    "/healthz",
    "/static/layout/base.css",
    "/nowhere",
    "/static/nowhere",
    "/en/account",
)


def test_every_answer_is_protected(client: FlaskClient) -> None:
    for address in ANSWERS:
        with client.get(address) as answer:
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, address
            assert "Strict-Transport-Security" not in answer.headers


def test_the_policy_lets_no_script_of_a_page_run_and_no_other_site_frame_it() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy  # falls back to default-src


def test_pages_are_asked_for_anew_and_files_are_kept(client: FlaskClient) -> None:
    assert client.get("/en/").headers["Cache-Control"] == "private, no-cache"
    with client.get("/static/layout/base.css") as file:
        assert "max-age=31536000" in file.headers["Cache-Control"]
    # Kept for a year, each is named with a hash of what it holds.
    assert 'href="/static/layout/base.css?v=' in client.get("/en/").text


def test_a_page_without_a_form_sets_no_cookie_and_one_with_a_form_guards_it(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/en/").headers
    cookie = client.get("/en/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("lms_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_a_house_behind_https_asks_for_nothing_less(settings: Settings, clock: FakeClock) -> None:
    with another_app(settings, clock, https=True) as client:
        answer = client.get("/en/sign-in")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1 http"), (1, "192.0.2.7 https")])
def test_only_as_many_proxies_are_believed_as_there_are(
    settings: Settings, clock: FakeClock, proxies: int, seen: str
) -> None:
    said = {"X-Forwarded-For": "203.0.113.9, 192.0.2.7", "X-Forwarded-Proto": "https"}
    with another_app(settings, clock, proxies=proxies) as client:
        view = web.everyone(lambda: f"{request.remote_addr} {request.scheme}")
        client.application.add_url_rule("/planted", "planted", view)
        assert client.get("/planted", headers=said).text == seen


# ── Form tokens ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_form_is_taken_with_the_token_of_its_own_session_alone(app: Flask, plant: Plant, post: Post) -> None:
    taken = []

    def view() -> Any:
        taken.append("form")
        return redirect("/", 303)

    plant(web.everyone, view, ("POST",))
    mine, yours = app.test_client(), app.test_client()
    with yours.session_transaction() as kept:
        kept["csrf_token"] = "1" * 40
    assert mine.post("/en/planted").status_code == 400
    assert mine.post("/en/planted", data={"csrf_token": "made up"}).status_code == 400
    assert post(mine, "/en/planted").status_code == 303
    with mine.session_transaction() as kept, app.test_request_context():
        flask.session["csrf_token"] = kept["csrf_token"]
        stolen = generate_csrf()
    assert yours.post("/en/planted", data={"csrf_token": stolen}).status_code == 400
    assert taken == ["form"]


def test_a_form_without_its_token_is_explained(client: FlaskClient, plant: Plant) -> None:
    plant(web.everyone, lambda: "taken", ("POST",))
    answer = client.post("/en/planted")
    assert answer.status_code == 400
    assert "This form cannot be used any more" in answer.text
