"""Coming in with a name and a password, and what holds guessers off."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Person, SignInFailure, SignInSession
from lms.accounts.rules import fold_password
from lms.accounts.service import passwords, signing_in
from lms.accounts.service.failures import TooManyTriesError
from lms.core.house import House
from tests.accounts.conftest import CountingHasher
from tests.accounts.makers import PASSWORD, disable, make_person, record_failures, set_password_hash, sign_in
from tests.clock import FakeClock

WRONG = "Name or password is wrong."


def form(login_name: str = "li-lei", password: str = PASSWORD) -> dict[str, str]:
    return {"login_name": login_name, "password": password}


def test_a_person_signs_in_with_name_and_password(client: FlaskClient, house: House, post: Any) -> None:
    make_person(house, "li-lei", full_name="李雷")
    answer = post(client, "/en/sign-in", form())
    assert (answer.status_code, answer.location) == (303, "/en/")
    assert "李雷" in client.get("/en/account").text


def test_capital_and_full_width_letters_of_a_name_do_not_matter(
    client: FlaskClient, house: House, post: Any
) -> None:
    make_person(house, "li-lei")
    assert post(client, "/en/sign-in", form(" ＬＩ-Lei ")).status_code == 303


def test_a_person_comes_back_to_the_page_that_asked_to_sign_in(
    client: FlaskClient, house: House, post: Any
) -> None:
    make_person(house)
    asked = client.get("/zh/account?x=1")
    assert asked.location == "/zh/sign-in?next=/zh/account?x%3D1"
    assert post(client, asked.location, form()).location == "/zh/account?x=1"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "evil",
        "javascript:alert(1)",
    ],
)
def test_signing_in_never_leads_out_of_the_house(
    client: FlaskClient, house: House, post: Any, address: str
) -> None:
    make_person(house)
    answer = post(client, "/en/sign-in", form(), query_string={"next": address})
    assert (answer.status_code, answer.location) == (303, "/en/")
    assert client.get("/en/sign-in", query_string={"next": address}).location == "/en/"


def test_the_answer_is_the_same_for_a_wrong_name_a_wrong_password_and_a_closed_account(
    app: Flask, house: House, post: Any, hasher: CountingHasher
) -> None:
    make_person(house, "li-lei")
    disable(house, make_person(house, "closed"))
    answers = []
    for asked in (form("nobody"), form(password="not the password"), form("closed"), form("closed", "not it, no")):
        visitor = app.test_client()
        answer = post(visitor, "/en/sign-in", asked)
        without_token = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)
        answers.append((answer.status_code, without_token.replace(asked["login_name"], "")))
        assert WRONG in answer.text
        assert visitor.get("/en/account").status_code == 303
    assert len(set(answers)) == 1
    assert len(hasher.verified) == len(answers)
    assert {verified.rpartition("p=")[0] for verified in hasher.verified} == {"$argon2id$v=19$m=19456,t=2,"}


def test_the_hash_for_nobody_is_computed_and_never_matches() -> None:
    assert not passwords.verify_password(None, "").is_right
    with pytest.raises(Exception, match="does not match"):
        passwords.HASHER.verify(passwords._NOBODYS_HASH, "anything")


def test_after_ten_failures_the_account_rests_and_nothing_is_hashed(
    client: FlaskClient, house: House, clock: FakeClock, post: Any, hasher: CountingHasher
) -> None:
    make_person(house)
    for _try in range(10):
        assert post(client, "/en/sign-in", form(password="not the password")).status_code == 422
        clock.advance(minutes=1)
    answer = post(client, "/en/sign-in", form())
    assert answer.status_code == 429
    assert "Too many tries. Try again in 5 minutes." in answer.text
    assert answer.headers["Retry-After"] == "300"
    assert len(hasher.verified) == 10
    clock.advance(minutes=4, seconds=59)
    assert "Try again in 1 minute." in post(client, "/en/sign-in", form()).text
    clock.advance(seconds=1)
    assert post(client, "/en/sign-in", form()).status_code == 303


def test_coming_in_forgets_earlier_failures_of_that_account_alone(
    client: FlaskClient, house: House, post: Any
) -> None:
    make_person(house, "li-lei")
    for _try in range(9):
        post(client, "/en/sign-in", form(password="not the password"))
    post(client, "/en/sign-in", form("somebody-else"))
    assert post(client, "/en/sign-in", form()).status_code == 303
    with house.reading() as work:
        assert len(work.session.scalars(select(SignInFailure.id)).all()) == 1


def test_names_nobody_has_are_limited_like_others(client: FlaskClient, post: Any) -> None:
    for _try in range(10):
        post(client, "/en/sign-in", form("nobody"))
    assert post(client, "/en/sign-in", form("nobody")).status_code == 429


def test_a_training_room_behind_one_address_is_limited_only_after_fifty_failures(
    client: FlaskClient, house: House, post: Any
) -> None:
    make_person(house, "li-lei")

    def come(address: str) -> int:
        return int(post(client, "/en/sign-in", form(), environ_base={"REMOTE_ADDR": address}).status_code)

    record_failures(house, 49, "192.0.2.7")
    assert come("192.0.2.7") == 303
    record_failures(house, 1, "192.0.2.7")
    post(client, "/en/sign-out")
    assert come("192.0.2.7") == 429
    assert come("192.0.2.8") == 303


def test_old_failures_are_erased(client: FlaskClient, house: House, clock: FakeClock, post: Any) -> None:
    post(client, "/en/sign-in", form("nobody"))
    clock.advance(minutes=15)
    post(client, "/en/sign-in", form("nobody"))
    with house.reading() as work:
        assert work.session.scalars(select(SignInFailure.failed_at)).all() == [clock()]


def test_failures_name_nobody_in_the_database_and_in_the_log(
    client: FlaskClient, house: House, post: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        post(client, "/en/sign-in", form("secret-name-or-even-a-password", "the wrong one"))
    assert "A sign-in from 127.0.0.1 failed." in caplog.messages
    assert "secret-name" not in caplog.text
    assert "the wrong one" not in caplog.text
    with house.reading() as work:
        kept = work.session.scalars(select(SignInFailure)).one()
    assert "secret" not in kept.account_key
    assert len(kept.account_key) == 64


def test_a_right_password_does_not_slip_past_a_limit_reached_while_it_was_hashed(house: House) -> None:
    make_person(house)
    with house.reading() as work:
        early = signing_in.look_up(work, "li-lei", "192.0.2.1")
    for _try in range(10):
        with house.reading() as work:
            other = signing_in.look_up(work, "li-lei", "192.0.2.2")
        with house.writing() as work:
            assert signing_in.finish(work, other, passwords.Verdict(is_right=False), "") is None
            work.session.commit()
    with house.writing() as work, pytest.raises(TooManyTriesError):
        signing_in.finish(work, early, passwords.Verdict(is_right=True), "")


def test_an_account_closed_while_its_password_was_hashed_stays_closed(house: House) -> None:
    person = make_person(house)
    with house.reading() as work:
        attempt = signing_in.look_up(work, "li-lei", "192.0.2.1")
    disable(house, person)
    with house.writing() as work:
        assert signing_in.finish(work, attempt, passwords.Verdict(is_right=True), "") is None


def test_signing_in_gives_a_new_cookie_and_keeps_nothing_of_the_old(
    app: Flask, client: FlaskClient, house: House, post: Any
) -> None:
    make_person(house)
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = planted = "f" * 40
        cookie["planted"] = "by somebody else"
    assert post(client, "/en/sign-in", form()).status_code == 303
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != planted
        first = cookie["_user_id"]
    other = app.test_client()
    post(other, "/en/sign-in", form())
    with other.session_transaction() as cookie:
        assert cookie["_user_id"] != first


def test_a_token_that_was_planted_before_signing_in_is_good_for_nothing_afterwards(
    app: Flask, client: FlaskClient, house: House, post: Any
) -> None:
    make_person(house, "li-lei", full_name="李雷")
    thief = app.test_client()
    planted = sign_in(thief, make_person(house, "thief", full_name="小偷"))
    with client.session_transaction() as cookie:
        cookie["_user_id"] = planted
    post(client, "/en/sign-in", form())
    assert "李雷" in client.get("/en/account").text
    assert thief.get("/en/account").status_code == 303


def test_only_the_hash_of_the_token_is_kept(client: FlaskClient, house: House, post: Any) -> None:
    make_person(house)
    post(client, "/en/sign-in", form())
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert len(token) >= 43
    with house.reading() as work:
        kept = work.session.scalars(select(SignInSession)).one()
    assert token not in (kept.token_hash, kept.user_agent, kept.address)
    assert len(kept.token_hash) == 64


def test_a_hash_with_outdated_parameters_is_renewed_at_sign_in(
    client: FlaskClient, house: House, post: Any
) -> None:
    person = make_person(house)
    set_password_hash(house, person, PasswordHasher(1, 8192, 1).hash(fold_password(PASSWORD)))
    assert post(client, "/en/sign-in", form()).status_code == 303
    with house.reading() as work:
        renewed = work.session.scalars(select(Person.password_hash)).one()
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert post(client, "/en/sign-in", form()).status_code == 303


def test_no_more_than_two_passwords_are_hashed_at_once() -> None:
    assert passwords._at_once._initial_value == 2  # type: ignore[attr-defined]  # threading keeps it there


def test_nobody_waits_for_a_hash_to_write(
    client: FlaskClient, house: House, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the password is verified, another process can write: on SQLite there is only one writer."""
    make_person(house)
    real = passwords.HASHER

    class WritesMeanwhile:
        def verify(self, password_hash: str, password: str) -> bool:
            make_person(house, "written-meanwhile")
            return real.verify(password_hash, password)

        def check_needs_rehash(self, password_hash: str) -> bool:
            return real.check_needs_rehash(password_hash)

    monkeypatch.setattr(passwords, "HASHER", WritesMeanwhile())
    monkeypatch.setattr("lms.core.database.BUSY_TIMEOUT_MILLISECONDS", 100)
    assert post(client, "/en/sign-in", form()).status_code == 303


def test_the_form_is_refused_without_its_token(client: FlaskClient, house: House) -> None:
    make_person(house)
    assert client.post("/en/sign-in", data=form()).status_code == 400
