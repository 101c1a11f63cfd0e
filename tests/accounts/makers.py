"""People, institutions and signed-in browsers, made without going through pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import cast

from flask.testing import FlaskClient
from sqlalchemy import select, update

from lms.accounts import InstitutionFacts, Person, PersonFacts
from lms.accounts.models import Institution
from lms.accounts.rules import format_join_code
from lms.accounts.service import failures, institutions, memberships, people, sessions
from lms.core.house import House
from lms.core.work import OPERATOR, Actor, Role, Work

PASSWORD = "正确 horse battery staple"
# Of this password, made once with the parameters of the house: hashing takes 20 ms that most tests do not need.
PASSWORD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$bqdL4LRMITJUZu6Wx7sRgw$5PqbPfmqTxYimgmZ0Rs9NAdDa5Voa5OSwjhLA5tH8nQ"


def make_institution(
    place: House | Work,
    code: str = "DASHAN",
    name_zh: str = "大山培训中心",
    name_en: str = "Dashan Training Centre",
) -> InstitutionFacts:
    """An institution; given a House, it is committed."""
    with _writing(place) as work:
        institution = institutions.add_institution(work, code=code, name_zh=name_zh, name_en=name_en)
        assert institution is not None, f"There is an institution {code} already."
        return institution


def make_person(
    place: House | Work,
    login_name: str = "li-lei",
    *,
    full_name: str = "李雷",
    roles: Iterable[Role] = (),
    institution: InstitutionFacts | None = None,
    password_hash: str = PASSWORD_HASH,
    language: str = "zh",
) -> PersonFacts:
    """An account with the password PASSWORD; given a House, it is committed.

    ADMINISTRATOR among the roles makes an administrator. Every other role, TRAINEE where none is named, is an
    active membership of the institution from today.
    """
    asked = set(roles)
    with _writing(place) as work:
        person = people.add_person(
            work,
            login_name=login_name,
            full_name=full_name,
            password_hash=password_hash,
            language=language,
            is_administrator=Role.ADMINISTRATOR in asked,
        )
        assert person is not None, f"There is a person {login_name} already."
        in_institution = asked - {Role.ADMINISTRATOR} if asked else {Role.TRAINEE}
        if institution is not None:
            for role in sorted(in_institution):
                memberships.give_role(work, person.person_id, institution.institution_id, role)
        else:
            assert not asked & {Role.INSTRUCTOR, Role.REGISTRAR}, "Name the institution of this role."
        return person


def request_membership(place: House | Work, person: PersonFacts, institution: InstitutionFacts) -> None:
    """The person asks the institution for membership as a trainee."""
    with _writing(place) as work:
        assert memberships.request_membership(work, person.person_id, institution.institution_id)


def sign_in(client: FlaskClient, person: PersonFacts) -> str:
    """Sign the browser in as the person, without a page and without a hash; returns the session's token."""
    house = cast(House, client.application.extensions["lms"])
    with house.writing() as work:
        token = sessions.open_session(work, person.person_id, sessions.Browser("Firefox on Linux", "192.0.2.1"))
        work.session.commit()
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.permanent = True
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return token


def sign_out(client: FlaskClient) -> None:
    """Empty the browser's cookie; the session in the database goes on."""
    with client.session_transaction() as cookie:
        cookie.clear()


def actor_of(house: House, person: PersonFacts) -> Actor:
    """The person as an actor, with the roles a page would find: `house.writing(actor_of(house, person))`."""
    with house.writing() as work:
        token = sessions.open_session(work, person.person_id, sessions.Browser())
        actor = sessions.find_actor(work, token)
        assert actor is not None, f"{person.login_name} cannot sign in."
        return actor  # not committed, so no session stays


def disable(house: House, person: PersonFacts) -> None:
    with house.writing() as work:
        people.disable_person(work, person.person_id)
        work.session.commit()


def join_code_of(house: House, institution: InstitutionFacts) -> str:
    """The institution's join code as it is shown."""
    with house.reading() as work:
        row = select(Institution.join_code).where(Institution.id == institution.institution_id)
        return format_join_code(work.session.scalars(row).one())


def set_password_hash(house: House, person: PersonFacts, password_hash: str) -> None:
    with house.writing() as work:
        changed = update(Person).where(Person.id == person.person_id).values(password_hash=password_hash)
        work.session.execute(changed)
        work.session.commit()


def record_failures(house: House, count: int, address: str) -> None:
    """So many failed tries from the address, each at another name."""
    with house.writing() as work:
        for number in range(count):
            failures.record_failure(work, f"nobody-{number}", address)
        work.session.commit()


@contextmanager
def _writing(place: House | Work) -> Iterator[Work]:
    """The work itself, or one of the operator's in the house that is committed."""
    if isinstance(place, Work):
        # Makers have the operator's power, whoever the test lets act.
        yield Work(place.session, place.hooks, place.settings, place.clock, OPERATOR)
        place.session.flush()
        return
    with place.writing() as work:
        yield work
        work.session.commit()
