"""Being signed in, on one device or several, and ending it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from lms.accounts.models import Membership, Person, SignInSession
from lms.accounts.service import memberships, sessions
from lms.core.clock import system_clock
from lms.core.house import House
from lms.core.work import Role
from tests.accounts.makers import (
    PASSWORD,
    actor_of,
    disable,
    make_institution,
    make_person,
    sign_in,
    sign_out,
)
from tests.clock import START, FakeClock

NEW = "another sentence of mine"


def is_in(client: FlaskClient) -> bool:
    return client.get("/en/account").status_code == 200


def test_signing_out_ends_the_session_in_the_database(
    app: Flask, client: FlaskClient, house: House, post: Any
) -> None:
    token = sign_in(client, make_person(house))
    answer = post(client, "/en/sign-out")
    assert (answer.status_code, answer.location) == (303, "/en/")
    assert not is_in(client)
    copied = app.test_client()
    with copied.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert not is_in(copied)


def test_signing_out_empties_the_cookie(client: FlaskClient, house: House, post: Any) -> None:
    sign_in(client, make_person(house))
    with client.session_transaction() as cookie:
        cookie["kept"] = "something"
    post(client, "/en/sign-out")
    with client.session_transaction() as cookie:
        assert set(cookie) == {"_flashes"}


def test_signing_out_twice_does_no_harm(client: FlaskClient, house: House, post: Any) -> None:
    sign_in(client, make_person(house))
    post(client, "/en/sign-out")
    assert post(client, "/en/sign-out").status_code == 303


def test_signing_out_here_leaves_the_telephone_signed_in(
    app: Flask, client: FlaskClient, house: House, post: Any
) -> None:
    person = make_person(house)
    telephone = app.test_client()
    sign_in(client, person)
    sign_in(telephone, person)
    post(client, "/en/sign-out")
    assert is_in(telephone)


def test_signing_out_everywhere_ends_every_session_of_this_person_alone(
    app: Flask, client: FlaskClient, house: House, post: Any
) -> None:
    person = make_person(house)
    telephone, stranger = app.test_client(), app.test_client()
    sign_in(client, person)
    sign_in(telephone, person)
    sign_in(stranger, make_person(house, "han-meimei"))
    assert post(client, "/en/account/sign-out-everywhere").status_code == 303
    assert not is_in(client)
    assert not is_in(telephone)
    assert is_in(stranger)


def test_a_session_ends_by_itself_after_two_weeks(client: FlaskClient, house: House, clock: FakeClock) -> None:
    sign_in(client, make_person(house))
    clock.advance(days=14, seconds=-1)
    assert is_in(client)
    clock.advance(seconds=1)
    assert not is_in(client)


def test_closing_an_account_ends_its_sessions_at_once(client: FlaskClient, house: House) -> None:
    person = make_person(house)
    sign_in(client, person)
    disable(house, person)
    assert not is_in(client)


def test_a_session_of_a_closed_account_is_good_for_nothing_even_if_one_is_left(
    client: FlaskClient, house: House
) -> None:
    sign_in(client, make_person(house))
    with house.writing() as work:
        work.session.execute(update(Person).values(disabled_at=START))
        work.session.commit()
    assert not is_in(client)


def test_the_cookie_lives_as_long_as_the_session(client: FlaskClient, house: House, post: Any) -> None:
    make_person(house)
    post(client, "/en/sign-in", {"login_name": "li-lei", "password": PASSWORD})
    cookie = client.get_cookie("lms_session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.expires is not None
    assert timedelta(days=13) < cookie.expires - system_clock() <= timedelta(days=14)


def test_reading_pages_renews_no_cookie(client: FlaskClient, house: House) -> None:
    sign_in(client, make_person(house))
    client.get("/en/account")
    assert "Set-Cookie" not in client.get("/en/account").headers


def test_the_account_page_lists_where_one_is_signed_in_and_marks_this_device(
    app: Flask, client: FlaskClient, house: House, clock: FakeClock, post: Any
) -> None:
    person = make_person(house)
    sign_in(client, person)
    clock.advance(hours=1)
    agent = {"User-Agent": "Mozilla/5.0 (iPhone) Safari", "X-Forwarded-For": "203.0.113.9"}
    post(app.test_client(), "/en/sign-in", {"login_name": "li-lei", "password": PASSWORD}, headers=agent)
    page = client.get("/en/account").text
    assert page.count("This device") == 1
    assert "Safari, iPhone · 127.0.0.1 · 23 November 2026 17:00" in page
    assert "Firefox, Linux · 192.0.2.1 · 23 November 2026 16:00" in page


def test_changing_the_password_signs_out_everywhere_else(
    app: Flask, client: FlaskClient, house: House, post: Any
) -> None:
    person = make_person(house)
    telephone = app.test_client()
    sign_in(client, person)
    sign_in(telephone, person)
    form = {"old_password": PASSWORD, "password": NEW, "repeated": NEW}
    answer = post(client, "/en/account/password", form, follow_redirects=True)
    assert "Your password is changed." in answer.text
    assert is_in(client)
    assert not is_in(telephone)
    assert post(telephone, "/en/sign-in", {"login_name": "li-lei", "password": PASSWORD}).status_code == 422
    assert post(telephone, "/en/sign-in", {"login_name": "li-lei", "password": NEW}).status_code == 303


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"old_password": "not the password"}, "This is not your present password."),
        ({"old_password": ""}, "Enter your present password."),
        ({"password": "i am li-lei, hello"}, "The password must not contain the login name."),
        ({"repeated": "something else"}, "The two passwords are not the same."),
    ],
)
def test_the_password_stays_when_the_form_is_not_right(
    client: FlaskClient, house: House, post: Any, change: dict[str, str], sentence: str
) -> None:
    sign_in(client, make_person(house))
    form = {"old_password": PASSWORD, "password": NEW, "repeated": NEW} | change
    answer = post(client, "/en/account/password", form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert post(client, "/en/sign-in", {"login_name": "li-lei", "password": PASSWORD}).status_code == 303


def test_a_thief_at_an_open_screen_cannot_guess_the_password_for_long(
    client: FlaskClient, house: House, post: Any
) -> None:
    sign_in(client, make_person(house))
    for number in range(10):
        form = {"old_password": f"guess number {number}", "password": NEW, "repeated": NEW}
        assert post(client, "/en/account/password", form).status_code == 422
    form = {"old_password": PASSWORD, "password": NEW, "repeated": NEW}
    assert post(client, "/en/account/password", form).status_code == 429


def test_everyone_signed_in_is_a_trainee_and_memberships_add_roles(house: House) -> None:
    dashan, xiaohe = make_institution(house), make_institution(house, "XIAOHE", "小河学校", "Xiaohe School")
    assert actor_of(house, make_person(house, "plain")).roles == {Role.TRAINEE}
    registrar = make_person(house, "registrar", roles=[Role.REGISTRAR], institution=dashan)
    with house.writing() as work:
        memberships.give_role(work, registrar.person_id, xiaohe.institution_id, Role.INSTRUCTOR)
        work.session.commit()
    actor = actor_of(house, registrar)
    assert actor.roles == {Role.TRAINEE, Role.INSTRUCTOR, Role.REGISTRAR}
    assert actor.registrar_of == {dashan.institution_id}
    assert actor_of(house, make_person(house, "admin", roles=[Role.ADMINISTRATOR])).is_administrator


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [(0, None, True), (0, 0, True), (1, None, False), (-2, -1, False), (-2, 1, True)],
)
def test_a_role_counts_from_its_first_to_its_last_day(
    house: House,
    starts: int,
    ends: int | None,
    counts: bool,
) -> None:
    person = make_person(house, roles=[Role.REGISTRAR], institution=make_institution(house))
    today = START.date()
    with house.writing() as work:
        days = {
            "starts_on": today + timedelta(days=starts),
            "ends_on": None if ends is None else today + timedelta(days=ends),
        }
        work.session.execute(update(Membership).values(**days))
        work.session.commit()
    assert (Role.REGISTRAR in actor_of(house, person).roles) is counts


def test_the_day_is_the_one_in_the_programmes_time_zone(house: House, clock: FakeClock) -> None:
    clock.set(START.replace(hour=16, minute=30))  # half past midnight of the 24th in Shanghai
    make_person(house, roles=[Role.REGISTRAR], institution=make_institution(house))
    with house.reading() as work:
        assert work.session.scalars(select(Membership.starts_on)).one() == START.date() + timedelta(days=1)


def test_sessions_long_over_are_forgotten_at_the_next_sign_in(house: House, clock: FakeClock) -> None:
    person = make_person(house)

    def open_one() -> None:
        with house.writing() as work:
            sessions.open_session(work, person.person_id, sessions.Browser())
            work.session.commit()

    open_one()
    clock.advance(days=14 + sessions.KEPT_DAYS)
    open_one()
    clock.advance(seconds=1)
    open_one()
    with house.reading() as work:
        assert len(work.session.scalars(select(SignInSession.id)).all()) == 2


def test_a_page_loads_the_person_with_one_statement(client: FlaskClient, house: House, statements: Any) -> None:
    institution = make_institution(house)
    sign_in(client, make_person(house, roles=[Role.REGISTRAR, Role.TRAINEE], institution=institution))
    client.get("/en/privacy")
    with statements() as log:
        assert client.get("/en/privacy").status_code == 200
    assert len(log) == 1


def test_a_visitor_costs_no_statement(client: FlaskClient, statements: Any) -> None:
    with statements() as log:
        assert client.get("/en/privacy").status_code == 200
    assert not log


def test_an_emptied_cookie_is_a_visitors(client: FlaskClient, house: House) -> None:
    sign_in(client, make_person(house))
    sign_out(client)
    assert not is_in(client)
