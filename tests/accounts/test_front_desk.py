"""What other rooms may ask this one."""

from __future__ import annotations

from typing import Any

import pytest

from lms import accounts
from lms.accounts.service import memberships
from lms.core.house import House
from lms.core.work import VISITOR, NotFoundError, Role
from tests.accounts.makers import actor_of, make_institution, make_person, request_membership
from tests.clock import FakeClock


def test_a_person_is_found_by_id(house: House) -> None:
    person = make_person(house, "li-lei", full_name="李雷")
    with house.reading() as work:
        assert accounts.get_person(work, person.person_id) == person
        assert (person.full_name, person.login_name) == ("李雷", "li-lei")
        with pytest.raises(NotFoundError):
            accounts.get_person(work, 999)


def test_many_people_are_found_with_one_statement(house: House, statements: Any) -> None:
    people = [make_person(house, f"person-{number}") for number in range(5)]
    with house.reading() as work, statements() as log:
        found = accounts.list_people(work, [person.person_id for person in people] + [999])
        assert found == {person.person_id: person for person in people}
        assert accounts.list_people(work, []) == {}
    assert len(log) == 1


def test_the_institution_of_a_person_is_the_one_they_first_learned_with(house: House, clock: FakeClock) -> None:
    dashan = make_institution(house)
    xiaohe = make_institution(house, "XIAOHE", "小河学校", "Xiaohe School")
    person = make_person(house)
    request_membership(house, person, dashan)
    with house.writing() as work:
        assert accounts.find_institution_of(work, person.person_id) is None
        memberships.give_role(work, person.person_id, dashan.institution_id, Role.INSTRUCTOR)
        assert accounts.find_institution_of(work, person.person_id) == dashan
        clock.advance(days=1)
        memberships.give_role(work, person.person_id, xiaohe.institution_id, Role.TRAINEE)
        assert accounts.find_institution_of(work, person.person_id) == xiaohe
        clock.advance(days=1)
        memberships.give_role(work, person.person_id, dashan.institution_id, Role.TRAINEE)
        assert accounts.find_institution_of(work, person.person_id) == xiaohe


def test_the_actor_sees_the_institutions_they_run(house: House) -> None:
    xiaohe = make_institution(house, "XIAOHE", "小河学校", "Xiaohe School")
    dashan = make_institution(house)
    registrar = make_person(house, "registrar", roles=[Role.REGISTRAR], institution=dashan)
    trainee = make_person(house, "trainee", institution=dashan)
    boss = make_person(house, "boss", roles=[Role.ADMINISTRATOR])
    expected = {VISITOR: [], actor_of(house, trainee): [], actor_of(house, registrar): [dashan]}
    for actor, institutions in (expected | {actor_of(house, boss): [dashan, xiaohe]}).items():
        with house.reading(actor) as work:
            assert accounts.list_institutions(work) == institutions


def test_an_institution_is_found_by_its_code(house: House) -> None:
    dashan = make_institution(house)
    with house.reading() as work:
        assert accounts.find_institution_by_code(work, " dashan ") == dashan
        assert accounts.find_institution_by_code(work, "NONE") is None
    assert dashan.names == {"zh": "大山培训中心", "en": "Dashan Training Centre"}
