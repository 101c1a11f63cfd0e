"""Accounts to try the house with."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.accounts.commands import demo_accounts
from lms.core.house import House
from lms.core.work import Role
from tests.accounts.makers import make_person


def prepare(house: House, **changes: Any) -> list[str]:
    """The sentences of one start."""
    sentences: list[str] = []
    demo_accounts.prepare(replace(house, settings=replace(house.settings, **changes)), sentences.append)
    return sentences


def test_an_empty_house_gets_one_account_for_each_role(client: FlaskClient, house: House, post: Any) -> None:
    sentences = prepare(house)
    path = house.settings.instance / "demo-accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    passwords = json.loads(path.read_text())
    assert set(passwords) == {"demo-trainee", "demo-instructor", "demo-registrar", "demo-administrator"}
    assert len(set(passwords.values())) == 4
    for name, password in passwords.items():
        assert [name, password] in [sentence.split() for sentence in sentences]
        assert post(client, "/en/sign-in", {"login_name": name, "password": password}).status_code == 303
        page = client.get("/en/account").text
        assert "Demo " in page
        assert ("Demo institution (not real)" in page) is (name != "demo-administrator")
        post(client, "/en/sign-out")


def test_each_demo_account_has_its_role(client: FlaskClient, house: House, post: Any) -> None:
    prepare(house)
    passwords = json.loads((house.settings.instance / "demo-accounts.json").read_text())
    may_open = {Role.TRAINEE: [], Role.INSTRUCTOR: [], Role.REGISTRAR: ["people"]}
    for role, pages in (may_open | {Role.ADMINISTRATOR: ["people", "institutions"]}).items():
        name = f"demo-{role}"
        post(client, "/en/sign-in", {"login_name": name, "password": passwords[name]})
        for page in ("people", "institutions"):
            assert (client.get(f"/en/{page}").status_code == 200) is (page in pages)
        post(client, "/en/sign-out")


def test_later_starts_make_nothing_new_and_show_the_same(house: House) -> None:
    first = prepare(house)
    assert prepare(house) == first
    assert len(first) == 5


def test_a_house_with_people_gets_no_demo_accounts(house: House) -> None:
    make_person(house)
    assert prepare(house) == []
    assert not (house.settings.instance / "demo-accounts.json").exists()


@pytest.mark.parametrize("changes", [{"host": "0.0.0.0"}, {"proxies": 1}, {"https": True}])
def test_a_server_others_can_reach_gets_none_and_is_told_what_to_do(house: House, changes: dict[str, Any]) -> None:
    (sentence,) = prepare(house, **changes)
    assert "No demo accounts are made" in sentence
    assert "lms users add LOGIN --name NAME --role administrator" in sentence
    assert not (house.settings.instance / "demo-accounts.json").exists()
    assert len(prepare(house)) == 5


@pytest.mark.parametrize("changes", [{"host": "192.0.2.1"}, {"proxies": 1}, {"https": True}])
def test_a_server_that_others_can_reach_now_shows_no_demo_password(house: House, changes: dict[str, Any]) -> None:
    shown = prepare(house)
    (sentence,) = prepare(house, **changes)
    assert "lms users disable LOGIN" in sentence
    assert "demo-administrator" in sentence
    for line in shown[1:]:
        assert line.split()[1] not in sentence


def test_a_file_of_an_earlier_database_is_not_shown(house: House) -> None:
    (house.settings.instance / "demo-accounts.json").write_text('{"demo-trainee": "from another time"}')
    make_person(house)
    assert prepare(house) == []


def test_a_damaged_file_stops_no_start(house: House) -> None:
    make_person(house)
    (house.settings.instance / "demo-accounts.json").write_text("{")
    assert prepare(house) == []
