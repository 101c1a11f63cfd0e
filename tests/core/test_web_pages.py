"""The language of a page stands in its address, and an error is a page that says what to do."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask, abort, redirect
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import TestResponse

from lms.core import web
from lms.core.house import House
from lms.core.outbox import OutboxLetter
from lms.core.texts import translate
from lms.core.web.language import PREFIX
from lms.core.web.security import ERRORS
from lms.core.work import NotAllowedError, NotFoundError
from tests.accounts.makers import make_person, sign_in
from tests.catalog.makers import ModuleToMake, make_course

Post = Callable[..., TestResponse]
Statements = Callable[[], AbstractContextManager[list[str]]]
Languages = pytest.mark.parametrize("language", ["en", "zh"])


def add_page(app: Flask, view: Callable[..., Any], methods: tuple[str, ...] = ("GET",)) -> None:
    app.add_url_rule(f"{PREFIX}/planted", "planted", web.everyone(view), methods=list(methods))


def language_of(page: str) -> str:
    found = re.search(r'<html lang="(\w+)"', page)
    return found[1] if found else ""


def switch_of(page: str) -> str:
    """Where the page says it stands in the other language."""
    [address] = re.findall(r'<link rel="alternate" hreflang="\w+" href="([^"]*)"', page)
    return html.unescape(address)


# ── Language ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr", "zh"),
        ("*", "zh"),
    ],
)
def test_the_front_door_leads_to_the_language_a_visitor_reads(
    client: FlaskClient, accepts: str, language: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer.location) == (302, f"/{language}/")
    assert "Accept-Language" in answer.headers["Vary"]


@Languages
def test_the_address_alone_decides_the_language(client: FlaskClient, language: str) -> None:
    other = {"en": "zh", "zh": "en"}[language]
    assert language_of(client.get(f"/{language}/", headers={"Accept-Language": other}).text) == language


@pytest.mark.parametrize(
    ("address", "accepts", "language"),
    [
        ("/en/nowhere", "zh", "en"),
        ("/zh/nowhere", "en", "zh"),
        ("/en", "zh", "en"),
        ("/nowhere", "en", "en"),
        ("/nowhere", "zh", "zh"),
        ("/fr/", "en", "en"),
        ("/english/", "zh", "zh"),
    ],
)
def test_a_page_that_is_not_there_speaks_the_language_of_its_address(
    client: FlaskClient, address: str, accepts: str, language: str
) -> None:
    answer = client.get(address, headers={"Accept-Language": accepts}, follow_redirects=True)
    assert language_of(answer.text) == language


@pytest.mark.parametrize(
    "address",
    [
        "/{}/",
        "/{}/sign-in?next=/{}/courses/course",
        "/{}/search/?q=网络+x&page=2",
        "/{}/courses/course?a=1&a=2",
        "/{}/courses/course/m-01?course_id=other&module_id=m-02&language=fr",
        "/{}/?endpoint=x&values=y&_external=1&_scheme=javascript&_anchor=z&_method=POST",
        "/{}/?q=%26%3D%23%22%3Cscript%3E",
    ],
)
def test_the_language_switch_keeps_the_address_and_what_was_asked(
    house: House, client: FlaskClient, address: str
) -> None:
    make_course(house, "course", [ModuleToMake("m-01"), ModuleToMake("m-02")])
    first, _, rest = address.partition("?")
    page = client.get(f"{first.format('en')}?{rest.replace('{}', 'en')}")
    switch = switch_of(page.text)
    assert switch.partition("?")[0] == first.format("zh")
    with client.application.test_request_context(switch) as switched:
        assert list(switched.request.args.items(multi=True)) == list(page.request.args.items(multi=True))
    assert language_of(client.get(switch).text) == "zh"


def test_the_language_switch_of_a_form_sent_back_leads_to_the_form(client: FlaskClient, post: Post) -> None:
    answer = post(client, "/en/sign-in", {"login_name": "nobody", "password": "no"})
    assert answer.status_code == 422
    assert switch_of(answer.text) == "/zh/sign-in"


def test_the_language_switch_of_a_button_leads_home(app: Flask, client: FlaskClient, post: Post) -> None:
    add_page(app, lambda: abort(404), ("POST",))
    assert switch_of(post(client, "/en/planted").text) == "/zh/"


# ── Errors ──────────────────────────────────────────────────────────────────────────────────────────────────


def fail_with(error: Exception) -> Callable[[], str]:
    def view() -> str:
        raise error

    return view


def add_errors(app: Flask) -> None:
    """Pages that answer with the status in their address."""

    def fails(status: int) -> str:
        abort(status)

    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule(f"{PREFIX}/fails/<int:status>", "fails", web.everyone(fails))


@Languages
def test_an_error_is_a_page_that_says_what_happened_and_what_to_do(
    app: Flask, client: FlaskClient, language: str
) -> None:
    add_errors(app)
    for status, words in ERRORS.items():
        answer = client.get(f"/{language}/fails/{status}")
        assert answer.status_code == status
        assert language_of(answer.text) == language
        shown = html.unescape(answer.text)
        assert [text for text in words if translate(language, text) not in shown] == []
        assert '<meta name="robots" content="noindex">' in answer.text
        assert f'href="/{language}/"' in answer.text


def test_an_error_without_words_of_its_own_has_those_of_its_kind(app: Flask, client: FlaskClient) -> None:
    add_errors(app)
    for status, kind in ((401, 400), (410, 400), (418, 400), (501, 500)):
        answer = client.get(f"/en/fails/{status}")
        assert answer.status_code == status
        assert ERRORS[kind][0] in answer.text


def test_what_a_service_raises_becomes_the_page_for_it(house: House, app: Flask) -> None:
    app.add_url_rule("/en/lost", "lost", web.everyone(fail_with(NotFoundError("x"))))
    app.add_url_rule("/en/closed", "closed", web.everyone(fail_with(NotAllowedError("x"))))
    visitor, person = app.test_client(), app.test_client()
    sign_in(person, make_person(house))
    assert visitor.get("/en/lost").status_code == person.get("/en/lost").status_code == 404
    assert visitor.get("/en/closed").location == "/en/sign-in?next=/en/closed"
    assert person.get("/en/closed").status_code == 403


def test_an_error_keeps_what_its_answer_must_say(app: Flask, client: FlaskClient) -> None:
    add_page(app, fail_with(TooManyRequests(retry_after=60)))
    assert client.get("/en/planted").headers["Retry-After"] == "60"
    app.config["WTF_CSRF_ENABLED"] = False
    refused = client.post("/healthz")
    assert refused.status_code == 405
    assert {"GET", "HEAD"} <= set(refused.headers["Allow"].split(", "))
    assert refused.content_type.startswith("text/html")


def test_a_redirect_is_no_error(app: Flask, client: FlaskClient) -> None:
    add_page(app, lambda: abort(redirect("/en/", 307)))
    assert client.get("/en/planted").status_code == 307


def test_what_breaks_is_said_without_asking_the_database_and_nothing_is_half_saved(
    house: House, app: Flask, post: Post, statements: Statements
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    sign_in(client, make_person(house, full_name="韩梅梅"))
    asked: list[int] = []

    def breaks() -> str:
        now = house.clock()
        work = web.work()
        work.session.add(OutboxLetter(event="x", receiver="x", arguments={}, created_at=now, due_at=now))
        work.session.flush()
        asked.append(len(log))
        raise RuntimeError("broken")

    add_page(app, breaks, ("POST",))
    with statements() as log:
        answer = post(client, "/en/planted")
    assert answer.status_code == 500
    assert "broken" not in answer.text
    assert "韩梅梅" not in answer.text
    assert len(log) == asked[0]
    with house.reading() as work:
        assert work.session.scalar(select(func.count(OutboxLetter.id))) == 0


def test_an_address_with_a_nul_leads_nowhere(client: FlaskClient) -> None:
    asked = ("?q=a%00b", "?q=x&q=%00", "?%00=x")
    for address in ("/en/courses/a%00b", "/media/%00/x.svg", "/%00", *(f"/en/search/{query}" for query in asked)):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("form", [{"login_name": "a\0b", "password": "x"}, {"login_name": "a", "password\0": "x"}])
def test_a_form_with_a_nul_is_not_taken(client: FlaskClient, post: Post, form: dict[str, str]) -> None:
    assert post(client, "/en/sign-in", form).status_code == 400


def test_more_than_is_taken_is_refused(client: FlaskClient, post: Post) -> None:
    answer = post(client, "/en/sign-in", {"login_name": "x" * 3_000_000, "password": "x"})
    assert answer.status_code == 413
    assert "That is too large" in answer.text
