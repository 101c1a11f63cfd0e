"""The administrator's page: institutions, join codes and roles."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Institution
from lms.core.house import House
from lms.core.work import Role
from tests.accounts.makers import actor_of, join_code_of, make_institution, make_person, sign_in

FORM = {"code": "dashan", "name_zh": "大山培训中心", "name_en": "Dashan Training Centre"}


@pytest.fixture
def administrator(client: FlaskClient, house: House) -> FlaskClient:
    """A browser in which an administrator is signed in."""
    sign_in(client, make_person(house, "boss", roles=[Role.ADMINISTRATOR]))
    return client


def test_an_administrator_adds_an_institution(administrator: FlaskClient, house: House, post: Any) -> None:
    assert "No institutions yet" in administrator.get("/en/institutions").text
    answer = post(administrator, "/en/institutions", FORM, follow_redirects=True)
    assert "Dashan Training Centre is added." in answer.text
    assert "DASHAN" in answer.text
    with house.reading() as work:
        kept = work.session.scalars(select(Institution)).one()
    assert len(kept.join_code) == 12
    assert "大山培训中心" in administrator.get("/zh/institutions").text


def test_every_mistake_of_an_institution_is_named_at_once(administrator: FlaskClient, post: Any) -> None:
    answer = post(administrator, "/en/institutions", {"code": "大山"})
    assert answer.status_code == 422
    for sentence in (
        "Use letters, digits and hyphens",
        "Enter the name in Chinese.",
        "Enter the name in English.",
    ):
        assert sentence in answer.text


def test_a_code_is_given_once(administrator: FlaskClient, house: House, post: Any) -> None:
    make_institution(house, "DASHAN")
    answer = post(administrator, "/en/institutions", FORM)
    assert answer.status_code == 422
    assert "This code is taken." in answer.text


def test_a_new_join_code_replaces_the_old_one(
    administrator: FlaskClient, client: FlaskClient, house: House, post: Any
) -> None:
    institution = make_institution(house)
    old = join_code_of(house, institution)
    address = f"/en/institutions/{institution.institution_id}/join-code"
    page = post(administrator, address, follow_redirects=True).text
    new = join_code_of(house, institution)
    assert new != old
    assert new in page
    assert old not in page
    sign_in(client, make_person(house))
    assert "No institution has" in post(client, "/en/account/join", {"join_code": old}, follow_redirects=True).text


def test_a_join_code_for_no_institution_is_not_found(administrator: FlaskClient, post: Any) -> None:
    assert post(administrator, "/en/institutions/999/join-code").status_code == 404


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.REGISTRAR])
def test_an_administrator_gives_a_role_to_someone_with_an_account(
    administrator: FlaskClient, house: House, post: Any, role: Role
) -> None:
    institution = make_institution(house)
    person = make_person(house, "wang", full_name="王老师")
    form = {"login_name": "WANG", "institution": str(institution.institution_id), "role": role.value}
    answer = post(administrator, "/en/institutions/roles", form, follow_redirects=True)
    assert f"王老师 now has the role: {role.capitalize()}." in answer.text
    assert role in actor_of(house, person).roles
    again = post(administrator, "/en/institutions/roles", form, follow_redirects=True)
    assert "王老师 has this role already." in again.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"login_name": "nobody"}, "Nobody has this login name."),
        ({"login_name": ""}, "Enter a login name."),
        ({"role": ""}, "Choose a role."),
        ({"role": "administrator"}, "Choose a role."),
        ({"institution": "999"}, "Choose an institution."),
        ({"institution": "x"}, "Choose an institution."),
    ],
)
def test_a_role_needs_a_person_and_an_institution(
    administrator: FlaskClient, house: House, post: Any, change: dict[str, str], sentence: str
) -> None:
    institution = make_institution(house)
    make_person(house, "wang")
    form = {"login_name": "wang", "institution": str(institution.institution_id), "role": "instructor"} | change
    answer = post(administrator, "/en/institutions/roles", form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.text.count('class="field-errors"') == 1


@pytest.mark.parametrize("address", ["/en/institutions/roles", "/en/institutions", "/en/institutions/1/join-code"])
def test_a_registrar_can_change_no_institution(client: FlaskClient, house: House, post: Any, address: str) -> None:
    institution = make_institution(house)
    sign_in(client, make_person(house, roles=[Role.REGISTRAR], institution=institution))
    assert client.get("/en/institutions").status_code == 403
    assert post(client, address, FORM).status_code == 403
