"""One-time links to a new password."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts import InstitutionFacts, PersonFacts
from lms.accounts.models import PasswordReset
from lms.accounts.service import memberships, resets
from lms.core.house import House
from lms.core.work import NotAllowedError, NotFoundError, Role
from tests.accounts.makers import (
    PASSWORD,
    actor_of,
    disable,
    make_institution,
    make_person,
    request_membership,
    sign_in,
)
from tests.clock import FakeClock

NEW = "another sentence of mine"
FORM = {"password": NEW, "repeated": NEW}


@pytest.fixture
def dashan(house: House) -> InstitutionFacts:
    return make_institution(house)


@pytest.fixture
def trainee(house: House, dashan: InstitutionFacts) -> PersonFacts:
    return make_person(house, "li-lei", full_name="李雷", institution=dashan)


@pytest.fixture
def registrar(house: House, dashan: InstitutionFacts) -> PersonFacts:
    return make_person(house, "registrar", roles=[Role.REGISTRAR], institution=dashan)


def make_path(house: House, person: PersonFacts) -> str:
    with house.writing() as work:
        _person, token = resets.make_reset(work, person.person_id)
        work.session.commit()
    return f"/en/reset/{token}"


def test_a_registrar_hands_a_trainee_a_link_and_the_trainee_signs_in_again(
    app: Flask, client: FlaskClient, registrar: PersonFacts, trainee: PersonFacts, post: Any
) -> None:
    sign_in(client, registrar)
    page = post(client, f"/en/people/{trainee.person_id}/reset-link")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "It works once, within 24 hours." in page.text
    (link,) = re.findall(r'value="http://localhost(/en/reset/[^"]+)"', page.text)

    visitor = app.test_client()
    assert "李雷 (li-lei)" in visitor.get(link).text
    answer = post(visitor, link, FORM)
    assert (answer.status_code, answer.location) == (303, "/en/sign-in")
    assert post(visitor, "/en/sign-in", {"login_name": "li-lei", "password": PASSWORD}).status_code == 422
    assert post(visitor, "/en/sign-in", {"login_name": "li-lei", "password": NEW}).status_code == 303


def test_the_link_is_shown_only_once(
    client: FlaskClient, registrar: PersonFacts, trainee: PersonFacts, post: Any
) -> None:
    sign_in(client, registrar)
    post(client, f"/en/people/{trainee.person_id}/reset-link")
    assert "/reset/" not in client.get("/en/people").text
    with client.session_transaction() as cookie:
        assert "reset" not in str(dict(cookie))


def test_looking_at_the_link_does_not_use_it_up(
    client: FlaskClient, house: House, trainee: PersonFacts, post: Any
) -> None:
    path = make_path(house, trainee)
    for _look in range(3):
        assert client.get(path).status_code == 200
    assert post(client, path, FORM | {"repeated": "something else"}).status_code == 422
    assert post(client, path, FORM).status_code == 303


def test_a_link_works_once(client: FlaskClient, house: House, trainee: PersonFacts, post: Any) -> None:
    path = make_path(house, trainee)
    post(client, path, FORM)
    again = post(client, path, {"password": "a third sentence", "repeated": "a third sentence"})
    assert again.status_code == 404
    assert "This link cannot be used" in again.text
    assert client.get(path).status_code == 404
    assert post(client, "/en/sign-in", {"login_name": "li-lei", "password": NEW}).status_code == 303


def test_of_two_who_use_a_link_at_once_one_comes_too_late(house: House, trainee: PersonFacts) -> None:
    token = make_path(house, trainee).removeprefix("/en/reset/")
    with house.writing() as work:
        assert resets.use_reset(work, token, "a hash")
        assert not resets.use_reset(work, token, "another hash")


def test_a_link_is_good_for_a_day(
    client: FlaskClient, house: House, trainee: PersonFacts, clock: FakeClock, post: Any
) -> None:
    path = make_path(house, trainee)
    clock.advance(hours=24, seconds=-1)
    assert client.get(path).status_code == 200
    clock.advance(seconds=1)
    assert client.get(path).status_code == 404
    assert post(client, path, FORM).status_code == 404


def test_a_new_link_ends_the_older_one(client: FlaskClient, house: House, trainee: PersonFacts) -> None:
    older, newer = make_path(house, trainee), make_path(house, trainee)
    assert client.get(older).status_code == 404
    assert client.get(newer).status_code == 200


def test_a_link_for_one_leaves_the_links_of_others_alone(
    client: FlaskClient, house: House, trainee: PersonFacts
) -> None:
    others = make_path(house, make_person(house, "han-meimei"))
    make_path(house, trainee)
    assert client.get(others).status_code == 200


def test_using_a_link_signs_out_everywhere_and_forgets_failures(
    app: Flask, client: FlaskClient, house: House, trainee: PersonFacts, post: Any
) -> None:
    sign_in(client, trainee)
    visitor = app.test_client()
    for _try in range(10):
        post(visitor, "/en/sign-in", {"login_name": "li-lei", "password": "forgotten it"})
    assert post(visitor, make_path(house, trainee), FORM).status_code == 303
    assert client.get("/en/account").status_code == 303
    assert post(visitor, "/en/sign-in", {"login_name": "li-lei", "password": NEW}).status_code == 303


def test_the_page_is_indexed_by_nobody_and_its_address_told_to_nobody(
    client: FlaskClient, house: House, trainee: PersonFacts
) -> None:
    for path in (make_path(house, trainee), "/en/reset/no-such-token"):
        page = client.get(path)
        assert '<meta name="robots" content="noindex">' in page.text
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert page.headers["Cache-Control"] == "no-store"


def test_the_form_works_over_https_where_the_browser_names_only_the_origin(
    client: FlaskClient, house: House, trainee: PersonFacts
) -> None:
    path = make_path(house, trainee)
    page = client.get(path, base_url="https://localhost")
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[0]
    headers = {"Referer": "https://localhost/"}
    form = FORM | {"csrf_token": token}
    assert client.post(path, base_url="https://localhost", headers=headers, data=form).status_code == 303


def test_the_new_password_keeps_to_the_rules(
    client: FlaskClient, house: House, trainee: PersonFacts, post: Any
) -> None:
    mine = "my name is li-lei"
    answer = post(client, make_path(house, trainee), {"password": mine, "repeated": mine})
    assert answer.status_code == 422
    assert "The password must not contain the login name." in answer.text


def test_a_closed_account_gets_no_link_and_can_use_none(
    client: FlaskClient, house: House, trainee: PersonFacts
) -> None:
    path = make_path(house, trainee)
    disable(house, trainee)
    assert client.get(path).status_code == 404
    with house.writing() as work, pytest.raises(NotAllowedError):
        resets.make_reset(work, trainee.person_id)


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.REGISTRAR, Role.ADMINISTRATOR])
def test_a_registrar_cannot_take_over_someone_who_may_do_more(
    client: FlaskClient,
    house: House,
    dashan: InstitutionFacts,
    registrar: PersonFacts,
    trainee: PersonFacts,
    post: Any,
    role: Role,
) -> None:
    other = make_institution(house, "XIAOHE", "小河学校", "Xiaohe School")
    if role is Role.ADMINISTRATOR:
        person = make_person(house, "boss", roles=[Role.ADMINISTRATOR, Role.TRAINEE], institution=dashan)
    else:
        person = trainee
        with house.writing() as work:
            memberships.give_role(work, trainee.person_id, other.institution_id, role)
            work.session.commit()
    sign_in(client, registrar)
    answer = post(client, f"/en/people/{person.person_id}/reset-link")
    assert answer.status_code == 303
    assert "Only an administrator can make a link for this person" in client.get("/en/people").text
    assert_no_link(house)


def test_a_registrar_cannot_see_let_alone_take_over_people_of_other_institutions(
    client: FlaskClient, house: House, registrar: PersonFacts, dashan: InstitutionFacts, post: Any
) -> None:
    xiaohe = make_institution(house, "XIAOHE", "小河学校", "Xiaohe School")
    theirs = make_person(house, "theirs", institution=xiaohe)
    nobodys = make_person(house, "nobodys")
    asking = make_person(house, "asking")
    request_membership(house, asking, dashan)
    sign_in(client, registrar)
    for person_id in (theirs.person_id, nobodys.person_id, asking.person_id, 999):
        assert post(client, f"/en/people/{person_id}/reset-link").status_code == 404
    assert_no_link(house)


def test_an_administrator_can_help_anybody(house: House, registrar: PersonFacts) -> None:
    boss = actor_of(house, make_person(house, "boss", roles=[Role.ADMINISTRATOR]))
    for person in (registrar, make_person(house, "nobodys")):
        with house.writing(boss) as work:
            assert resets.make_reset(work, person.person_id)[0] == person


def test_a_trainee_can_make_no_link_even_for_themselves(
    client: FlaskClient, house: House, trainee: PersonFacts, post: Any
) -> None:
    sign_in(client, trainee)
    assert post(client, f"/en/people/{trainee.person_id}/reset-link").status_code == 403
    with house.writing(actor_of(house, trainee)) as work, pytest.raises(NotFoundError):
        resets.make_reset(work, trainee.person_id)


def test_neither_link_nor_password_stands_in_a_log_or_in_the_database(
    client: FlaskClient, house: House, trainee: PersonFacts, post: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        path = make_path(house, trainee)
        post(client, path, FORM)
    token = path.removeprefix("/en/reset/")
    assert token not in caplog.text
    assert NEW not in caplog.text
    with house.reading() as work:
        kept = work.session.scalars(select(PasswordReset)).one()
        assert token != kept.token_hash


def assert_no_link(house: House) -> None:
    with house.reading() as work:
        assert work.session.scalars(select(PasswordReset.id)).all() == []
