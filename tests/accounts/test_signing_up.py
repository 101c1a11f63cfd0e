"""Making an account."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.accounts.models import Membership, Person, SignInFailure
from lms.accounts.rules import PRIVACY_VERSION
from lms.core.house import House
from tests.accounts.conftest import CountingHasher
from tests.accounts.makers import join_code_of, make_institution, make_person, record_failures
from tests.clock import START

FORM = {
    "full_name": "韩梅梅",
    "login_name": "han-meimei",
    "password": "a sentence of my own",
    "repeated": "a sentence of my own",
    "join_code": "",
    "privacy": "y",
}


def test_a_newcomer_signs_up_and_is_signed_in(client: FlaskClient, house: House, post: Any) -> None:
    answer = post(client, "/en/sign-up", FORM | {"login_name": " Han-MeiMei "})
    assert (answer.status_code, answer.location) == (303, "/en/")
    page = client.get("/en/account").text
    assert "韩梅梅" in page
    assert "Welcome. Your account is ready." in page
    with house.reading() as work:
        person = work.session.scalars(select(Person)).one()
    assert person.login_name == "han-meimei"
    assert person.language == "en"
    assert not person.is_administrator
    assert (person.privacy_version, person.privacy_accepted_at) == (PRIVACY_VERSION, START)
    assert "a sentence" not in person.password_hash
    assert person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_newcomer_comes_back_to_where_they_were(client: FlaskClient, post: Any) -> None:
    assert 'href="/en/sign-up?next=/en/account"' in client.get("/en/sign-in?next=/en/account").text
    assert post(client, "/en/sign-up?next=/en/account", FORM).location == "/en/account"


def test_a_newcomer_with_a_join_code_asks_for_membership(client: FlaskClient, house: House, post: Any) -> None:
    institution = make_institution(house)
    code = join_code_of(house, institution).lower()
    answer = post(client, "/en/sign-up?next=/en/account", FORM | {"join_code": code}, follow_redirects=True)
    assert "The registrar of Dashan Training Centre will approve your membership." in answer.text
    assert "Waiting for approval" in answer.text
    with house.reading() as work:
        membership = work.session.scalars(select(Membership)).one()
    assert (membership.role, membership.state, membership.starts_on) == ("trainee", "requested", None)


def test_every_mistake_is_named_at_once(client: FlaskClient, house: House, post: Any) -> None:
    make_person(house, "han-meimei")
    mistaken = FORM | {"full_name": " ", "password": "xyz-9", "repeated": "other", "join_code": "NONE"}
    del mistaken["privacy"]
    answer = post(client, "/en/sign-up", mistaken)
    assert answer.status_code == 422
    for sentence in (
        "Enter your full name.",
        "This login name is taken.",
        "Use at least 10 characters.",
        "The two passwords are not the same.",
        "No institution has this code.",
        "Read the privacy notice and tick the box to go on.",
    ):
        assert sentence in answer.text
    assert "xyz-9" not in answer.text


@pytest.mark.parametrize("field", ["full_name", "login_name", "password", "repeated", "privacy"])
def test_nothing_that_is_required_can_be_left_out(
    client: FlaskClient, house: House, post: Any, field: str
) -> None:
    answer = post(client, "/en/sign-up", {name: value for name, value in FORM.items() if name != field})
    assert answer.status_code == 422
    assert count_people(house) == 0


@pytest.mark.parametrize("password", ["my name: HAN-meimei", "1234567890"])
def test_a_password_others_would_try_first_is_refused(
    client: FlaskClient, house: House, post: Any, password: str
) -> None:
    answer = post(client, "/zh/sign-up", FORM | {"password": password, "repeated": password})
    assert answer.status_code == 422
    assert count_people(house) == 0


def test_names_that_are_taken_cannot_be_collected_without_end(
    client: FlaskClient, house: House, post: Any, hasher: CountingHasher
) -> None:
    make_person(house, "han-meimei")
    record_failures(house, 49, "127.0.0.1")
    assert post(client, "/en/sign-up", FORM).status_code == 422
    answer = post(client, "/en/sign-up", FORM | {"login_name": "nobody-has-this"})
    assert answer.status_code == 429
    assert "Try again in 15 minutes." in answer.text
    assert count_people(house) == 1
    assert hasher.hashed == 0


def test_asking_for_a_taken_name_does_not_lock_its_owner_out(client: FlaskClient, house: House, post: Any) -> None:
    make_person(house, "han-meimei")
    post(client, "/en/sign-up", FORM)
    with house.reading() as work:
        assert work.session.scalars(select(SignInFailure.account_key)).all() == [""]


def test_someone_signed_in_is_not_asked_to_sign_up(client: FlaskClient, post: Any) -> None:
    post(client, "/en/sign-up", FORM)
    assert client.get("/en/sign-up?next=/en/account").location == "/en/account"


def count_people(house: House) -> int:
    with house.reading() as work:
        return work.session.scalars(select(func.count(Person.id))).one()
