"""What all pages of this room share: both languages, few statements, nothing written by looking."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.accounts.rules import PRIVACY_VERSION
from lms.core.house import House
from lms.core.work import Role
from tests.accounts.makers import make_institution, make_person, request_membership, sign_in

PUBLIC = ["sign-in", "sign-up", "privacy", "reset/no-such-link"]
SIGNED_IN = ["account", "account/password", "people", "institutions", "privacy"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PUBLIC)
def test_a_visitor_reads_the_page_in_either_language(client: FlaskClient, language: str, page: str) -> None:
    answer = client.get(f"/{language}/{page}")
    assert answer.status_code == (404 if page.startswith("reset") else 200)
    assert f'<html lang="{language}"' in answer.text
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize("page", SIGNED_IN)
def test_a_page_asks_the_database_four_times_at_most_and_only_to_read(
    client: FlaskClient, house: House, statements: Any, page: str
) -> None:
    institution = make_institution(house)
    make_institution(house, "XIAOHE", "小河学校", "Xiaohe School")
    roles = [Role.ADMINISTRATOR, Role.REGISTRAR, Role.INSTRUCTOR]
    person = make_person(house, roles=roles, institution=institution)
    request_membership(house, person, institution)
    sign_in(client, person)
    with statements() as log:
        assert client.get(f"/zh/{page}").status_code == 200
    assert len(log) <= 4
    assert all(statement.lstrip().startswith("SELECT") for statement in log)


@pytest.mark.parametrize("page", ["account", "account/password", "people", "institutions"])
def test_a_visitor_is_sent_to_sign_in(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/zh/{page}")
    assert (answer.status_code, answer.location) == (303, f"/zh/sign-in?next=/zh/{page}")


def test_the_frame_offers_what_the_person_may_open(client: FlaskClient, house: House) -> None:
    institution = make_institution(house)
    visitor = client.get("/en/privacy").text
    assert 'href="/en/sign-in"' in visitor
    assert 'href="/en/people"' not in visitor
    sign_in(client, make_person(house, "registrar", roles=[Role.REGISTRAR], institution=institution))
    registrar = client.get("/en/privacy").text
    assert 'action="/en/sign-out"' in registrar
    assert 'href="/en/people"' in registrar
    assert 'href="/en/institutions"' not in registrar
    sign_in(client, make_person(house, "boss", roles=[Role.ADMINISTRATOR]))
    assert 'href="/en/institutions"' in client.get("/en/privacy").text


def test_the_privacy_notice_says_what_is_kept_and_for_how_long(client: FlaskClient) -> None:
    english, chinese = client.get("/en/privacy").text, client.get("/zh/privacy").text
    assert PRIVACY_VERSION in english
    assert PRIVACY_VERSION in chinese
    assert "at least 7 years" in english
    assert "至少 7 年" in chinese
    assert "not legal advice" in english
    assert "不构成法律意见" in chinese
    assert "14 days" in english
    assert "14 天" in chinese


def test_the_account_page_says_which_notice_was_accepted(client: FlaskClient, house: House, post: Any) -> None:
    sign_in(client, make_person(house))
    assert "This account was made for you." in client.get("/en/account").text
    words = "a sentence of my own"
    form = {"full_name": "韩梅梅", "login_name": "han", "password": words, "repeated": words, "privacy": "y"}
    post(client, "/en/sign-up", form)
    page = client.get("/en/account").text
    assert f"You accepted the privacy notice of {PRIVACY_VERSION} on 23 November 2026" in page


def test_a_name_is_text_and_never_markup(client: FlaskClient, house: House) -> None:
    sign_in(client, make_person(house, full_name="<b>bold</b> & co", roles=[Role.ADMINISTRATOR]))
    for address in ("/en/account", "/en/people", "/en/people?q=<b>"):
        page = client.get(address).text
        assert "<b>" not in page
        assert "&lt;b&gt;" in page
