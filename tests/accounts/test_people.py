"""The registrar's page: requests, members, and institutions that never see each other."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts import InstitutionFacts, PersonFacts
from lms.accounts.models import Membership
from lms.accounts.service import memberships, rolls
from lms.core.house import House
from lms.core.work import NotAllowedError, Role
from tests.accounts.makers import (
    actor_of,
    join_code_of,
    make_institution,
    make_person,
    request_membership,
    sign_in,
)
from tests.clock import START, FakeClock


@pytest.fixture
def dashan(house: House) -> InstitutionFacts:
    return make_institution(house)


@pytest.fixture
def xiaohe(house: House) -> InstitutionFacts:
    return make_institution(house, "XIAOHE", "小河学校", "Xiaohe School")


@pytest.fixture
def registrar(house: House, dashan: InstitutionFacts) -> PersonFacts:
    return make_person(house, "registrar", full_name="王老师", roles=[Role.REGISTRAR], institution=dashan)


def find_membership(house: House, person: PersonFacts) -> Membership:
    with house.reading() as work:
        return work.session.scalars(select(Membership).where(Membership.person_id == person.person_id)).one()


def test_a_registrar_approves_a_trainee_who_then_belongs_from_today(
    client: FlaskClient,
    house: House,
    dashan: InstitutionFacts,
    registrar: PersonFacts,
    clock: FakeClock,
    post: Any,
) -> None:
    trainee = make_person(house, "han-meimei", full_name="韩梅梅")
    request_membership(house, trainee, dashan)
    clock.set(START.replace(hour=17))  # already the 24th in Shanghai
    sign_in(client, registrar)
    assert "韩梅梅" in client.get("/en/people").text
    waiting = find_membership(house, trainee)
    answer = post(client, f"/en/people/memberships/{waiting.id}/approve", follow_redirects=True)
    assert "The membership is approved." in answer.text
    assert "Nobody is waiting." in answer.text
    approved = find_membership(house, trainee)
    assert (approved.state, str(approved.starts_on)) == ("active", "2026-11-24")
    assert (approved.decided_by, approved.decided_at) == (registrar.person_id, clock())
    sign_in(client, trainee)
    page = client.get("/en/account").text
    assert "Dashan Training Centre" in page
    assert "24 November 2026" in page


def test_a_registrar_declines_and_the_trainee_may_ask_again(
    client: FlaskClient, house: House, dashan: InstitutionFacts, registrar: PersonFacts, post: Any
) -> None:
    trainee = make_person(house, "han-meimei", full_name="韩梅梅")
    request_membership(house, trainee, dashan)
    sign_in(client, registrar)
    waiting = find_membership(house, trainee)
    post(client, f"/en/people/memberships/{waiting.id}/decline")
    assert find_membership(house, trainee).state == "declined"
    assert "韩梅梅" not in client.get("/en/people").text
    request_membership(house, trainee, dashan)
    assert "韩梅梅" in client.get("/en/people").text


def test_a_request_is_decided_once(
    client: FlaskClient, house: House, dashan: InstitutionFacts, registrar: PersonFacts, post: Any
) -> None:
    trainee = make_person(house, "han-meimei")
    request_membership(house, trainee, dashan)
    sign_in(client, registrar)
    address = f"/en/people/memberships/{find_membership(house, trainee).id}"
    post(client, f"{address}/approve")
    answer = post(client, f"{address}/decline", follow_redirects=True)
    assert "This was decided already." in answer.text
    assert find_membership(house, trainee).state == "active"


def test_a_membership_that_ends_takes_the_role_along_at_once(
    client: FlaskClient, house: House, dashan: InstitutionFacts, registrar: PersonFacts, post: Any
) -> None:
    instructor = make_person(house, "teacher", roles=[Role.INSTRUCTOR], institution=dashan)
    assert Role.INSTRUCTOR in actor_of(house, instructor).roles
    sign_in(client, registrar)
    post(client, f"/en/people/memberships/{find_membership(house, instructor).id}/end")
    ended = find_membership(house, instructor)
    assert (ended.state, ended.ends_on) == ("ended", START.date())
    assert actor_of(house, instructor).roles == {Role.TRAINEE}


def test_a_registrar_cannot_end_another_registrars_membership_but_an_administrator_can(
    client: FlaskClient, house: House, dashan: InstitutionFacts, registrar: PersonFacts, post: Any
) -> None:
    colleague = make_person(house, "colleague", roles=[Role.REGISTRAR], institution=dashan)
    address = f"/en/people/memberships/{find_membership(house, colleague).id}/end"
    sign_in(client, registrar)
    answer = post(client, address, follow_redirects=True)
    assert "Only an administrator can end" in answer.text
    assert find_membership(house, colleague).state == "active"
    sign_in(client, make_person(house, "boss", roles=[Role.ADMINISTRATOR]))
    post(client, address)
    assert find_membership(house, colleague).state == "ended"


def test_no_page_of_a_registrar_shows_people_of_another_institution(
    client: FlaskClient,
    house: House,
    dashan: InstitutionFacts,
    xiaohe: InstitutionFacts,
    registrar: PersonFacts,
    post: Any,
) -> None:
    member = make_person(house, "their-member", full_name="别处学员", institution=xiaohe)
    asking = make_person(house, "their-applicant", full_name="别处申请人")
    request_membership(house, asking, xiaohe)
    both = make_person(house, "in-both", full_name="两处学员", institution=dashan)
    with house.writing() as work:
        memberships.give_role(work, both.person_id, xiaohe.institution_id, Role.TRAINEE)
        work.session.commit()
    sign_in(client, registrar)
    for address in ("/en/people", f"/en/people?institution={dashan.institution_id}", "/en/people?q=学员"):
        page = client.get(address).text
        assert "别处" not in page
        assert "Xiaohe" not in page
        assert join_code_of(house, xiaohe) not in page
        assert page.count("两处学员</th>") <= 1
        assert "两处学员" in page
    assert client.get(f"/en/people?institution={xiaohe.institution_id}").status_code == 404
    for person in (member, asking):
        for action in ("approve", "decline", "end"):
            address = f"/en/people/memberships/{find_membership(house, person).id}/{action}"
            assert post(client, address).status_code == 404
    assert find_membership(house, member).state == "active"
    assert find_membership(house, asking).state == "requested"


def test_a_registrar_of_two_institutions_sees_both_apart(
    client: FlaskClient, house: House, dashan: InstitutionFacts, xiaohe: InstitutionFacts, registrar: PersonFacts
) -> None:
    with house.writing() as work:
        memberships.give_role(work, registrar.person_id, xiaohe.institution_id, Role.REGISTRAR)
        work.session.commit()
    make_person(house, "one", full_name="大山学员", institution=dashan)
    make_person(house, "two", full_name="小河学员", institution=xiaohe)
    sign_in(client, registrar)
    first = client.get(f"/en/people?institution={dashan.institution_id}").text
    second = client.get(f"/en/people?institution={xiaohe.institution_id}").text
    assert "大山学员" in first
    assert "小河学员" not in first
    assert "小河学员" in second
    assert "大山学员" not in second


@pytest.mark.parametrize("roles", [[], [Role.INSTRUCTOR]])
def test_trainees_and_instructors_have_no_such_page(
    client: FlaskClient, house: House, dashan: InstitutionFacts, roles: list[Role]
) -> None:
    sign_in(client, make_person(house, roles=roles, institution=dashan))
    assert client.get("/en/people").status_code == 403
    assert "/en/people" not in client.get("/en/account").text


def test_the_join_code_stands_on_the_page(
    client: FlaskClient, house: House, dashan: InstitutionFacts, registrar: PersonFacts
) -> None:
    sign_in(client, registrar)
    assert join_code_of(house, dashan) in client.get("/en/people").text


def test_members_are_found_by_a_part_of_their_name(
    client: FlaskClient, house: House, dashan: InstitutionFacts, registrar: PersonFacts
) -> None:
    make_person(house, "li-lei", full_name="李雷 Li Lei", institution=dashan)
    make_person(house, "13800138000", full_name="韩梅梅", institution=dashan)
    make_person(house, "percent", full_name="100% Person", institution=dashan)
    sign_in(client, registrar)
    for query, found in (("梅", "韩梅梅"), ("LI LEI", "李雷"), ("13800", "韩梅梅"), ("%", "100% Person")):
        page = client.get("/en/people", query_string={"q": query}).text
        assert found in page
        assert "People found: 1" in page
    assert "Nobody found" in client.get("/en/people?q=nobody").text


def test_long_lists_come_in_pages(
    client: FlaskClient, house: House, dashan: InstitutionFacts, registrar: PersonFacts
) -> None:
    with house.writing() as work:
        for number in range(rolls.PAGE_SIZE):
            make_person(work, f"trainee-{number}", full_name=f"A trainee {number:02}", institution=dashan)
        work.session.commit()
    sign_in(client, registrar)
    first = client.get("/en/people").text
    assert "People found: 51" in first
    assert "Page 1 of 2" in first
    assert "王老师</th>" not in first.replace("\n", "").replace(" ", "")
    second = client.get(f"/en/people?institution={dashan.institution_id}&page=2").text
    assert "王老师" in second
    assert "A trainee" not in second
    assert client.get("/en/people?page=99").status_code == 200
    assert client.get("/en/people?page=-1").status_code == 200
    assert client.get("/en/people?page=x&institution=y").status_code == 200


def test_an_administrator_sees_all_accounts_and_every_institution(
    client: FlaskClient, house: House, dashan: InstitutionFacts, xiaohe: InstitutionFacts
) -> None:
    make_person(house, "alone", full_name="没有机构")
    request_membership(house, make_person(house, "asking", full_name="申请人"), xiaohe)
    sign_in(client, make_person(house, "boss", roles=[Role.ADMINISTRATOR]))
    everybody = client.get("/en/people").text
    assert "没有机构" in everybody
    assert everybody.count("申请人") >= 2
    assert "申请人" not in client.get(f"/en/people?institution={dashan.institution_id}").text
    assert "申请人" in client.get(f"/en/people?institution={xiaohe.institution_id}").text
    assert client.get("/en/people?institution=999").status_code == 404


def test_the_page_needs_four_statements_however_long_it_is(
    client: FlaskClient, house: House, dashan: InstitutionFacts, registrar: PersonFacts, statements: Any
) -> None:
    with house.writing() as work:
        for number in range(20):
            make_person(work, f"trainee-{number}", institution=dashan)
            request_membership(work, make_person(work, f"asking-{number}"), dashan)
        work.session.commit()
    sign_in(client, registrar)
    with statements() as log:
        assert client.get("/en/people").status_code == 200
    assert len(log) <= 4


def test_a_trainee_asks_to_join_from_the_account_page(
    client: FlaskClient, house: House, dashan: InstitutionFacts, post: Any
) -> None:
    sign_in(client, make_person(house, "han-meimei"))
    form = {"join_code": join_code_of(house, dashan).replace("-", " ").lower()}
    answer = post(client, "/en/account/join", form, follow_redirects=True)
    assert "The registrar of Dashan Training Centre will approve your membership." in answer.text
    again = post(client, "/en/account/join", form, follow_redirects=True)
    assert "You belong to this institution already, or have asked to." in again.text
    wrong = post(client, "/en/account/join", {"join_code": "AAAA"}, follow_redirects=True)
    assert "No institution has this code." in wrong.text
    with house.reading() as work:
        assert len(work.session.scalars(select(Membership.id)).all()) == 1


def test_a_member_who_left_can_join_again(house: House, dashan: InstitutionFacts) -> None:
    person = make_person(house, institution=dashan)
    with house.writing() as work:
        assert not memberships.request_membership(work, person.person_id, dashan.institution_id)
        (membership_id,) = work.session.scalars(select(Membership.id))
        assert memberships.end_membership(work, membership_id)
        work.session.flush()
        assert not memberships.end_membership(work, membership_id)
        assert memberships.request_membership(work, person.person_id, dashan.institution_id)


def test_only_administrators_give_roles(house: House, dashan: InstitutionFacts, registrar: PersonFacts) -> None:
    with house.writing(actor_of(house, registrar)) as work, pytest.raises(NotAllowedError):
        memberships.give_role(work, registrar.person_id, dashan.institution_id, Role.INSTRUCTOR)


def test_giving_the_trainee_role_answers_an_open_request(house: House, dashan: InstitutionFacts) -> None:
    person = make_person(house)
    request_membership(house, person, dashan)
    with house.writing() as work:
        assert memberships.give_role(work, person.person_id, dashan.institution_id, Role.TRAINEE)
        assert not memberships.give_role(work, person.person_id, dashan.institution_id, Role.TRAINEE)
        work.session.commit()
    assert find_membership(house, person).state == "active"
