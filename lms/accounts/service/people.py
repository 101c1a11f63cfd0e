"""People and their accounts: making, finding, changing the password, closing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, select

from lms.accounts.models import Person
from lms.accounts.rules import PRIVACY_VERSION, fold_login_name, tidy_full_name
from lms.accounts.service.sessions import end_all_sessions
from lms.core.database import insert_new
from lms.core.work import NotFoundError, Work


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What other rooms may know of a person."""

    person_id: int
    full_name: str
    login_name: str


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What a person is shown of their own account."""

    person: PersonFacts
    created_at: datetime
    privacy_version: str
    privacy_accepted_at: datetime | None


_FACTS = select(Person.id, Person.full_name, Person.login_name)
_BY_ID = _FACTS.where(Person.id == bindparam("person_id"))
_BY_IDS = _FACTS.where(Person.id.in_(bindparam("ids", expanding=True)))
_BY_LOGIN_NAME = _FACTS.where(Person.login_name == bindparam("login_name"))
_ACCOUNT = select(
    Person.id,
    Person.full_name,
    Person.login_name,
    Person.created_at,
    Person.privacy_version,
    Person.privacy_accepted_at,
).where(Person.id == bindparam("person_id"))
_HASH = select(Person.password_hash).where(Person.id == bindparam("person_id"), Person.disabled_at.is_(None))
_ANYBODY = select(exists().where(Person.id.is_not(None)))


def get_person(work: Work, person_id: int) -> PersonFacts:
    """The person; raises NotFoundError when there is none."""
    row = work.session.execute(_BY_ID, {"person_id": person_id}).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no person {person_id}.")
    return PersonFacts(row.id, row.full_name, row.login_name)


def list_people(work: Work, person_ids: Iterable[int]) -> dict[int, PersonFacts]:
    """People by id, in one statement; ids of nobody are left out."""
    ids = sorted(set(person_ids))
    if not ids:
        return {}
    rows = work.session.execute(_BY_IDS, {"ids": ids})
    return {row.id: PersonFacts(row.id, row.full_name, row.login_name) for row in rows}


def find_person_by_login_name(work: Work, login_name: str) -> PersonFacts | None:
    row = work.session.execute(_BY_LOGIN_NAME, {"login_name": fold_login_name(login_name)}).one_or_none()
    return None if row is None else PersonFacts(row.id, row.full_name, row.login_name)


def has_anybody(work: Work) -> bool:
    """Whether there is any account yet."""
    return bool(work.session.scalar(_ANYBODY))


def get_account(work: Work) -> AccountFacts:
    """The actor's own account."""
    row = work.session.execute(_ACCOUNT, {"person_id": work.actor.get_person_id()}).one()
    person = PersonFacts(row.id, row.full_name, row.login_name)
    return AccountFacts(person, row.created_at, row.privacy_version, row.privacy_accepted_at)


def add_person(
    work: Work,
    *,
    login_name: str,
    full_name: str,
    password_hash: str,
    language: str,
    is_administrator: bool = False,
    accepts_privacy: bool = False,
) -> PersonFacts | None:
    """Make an account; None when the login name is taken."""
    folded, now = fold_login_name(login_name), work.clock()
    inserted = insert_new(
        work.session,
        Person,
        login_name=folded,
        full_name=tidy_full_name(full_name),
        password_hash=password_hash,
        is_administrator=is_administrator,
        language=language,
        created_at=now,
        privacy_version=PRIVACY_VERSION if accepts_privacy else "",
        privacy_accepted_at=now if accepts_privacy else None,
    )
    return find_person_by_login_name(work, folded) if inserted else None


def find_password_hash(work: Work, person_id: int) -> str | None:
    """The hash to compare an old password with; None for a disabled account."""
    return work.session.scalar(_HASH, {"person_id": person_id})


def replace_password(work: Work, person_id: int, *, old_hash: str, new_hash: str, token: str) -> bool:
    """Set a password and sign out everywhere but here; False when it was changed elsewhere meanwhile."""
    person = work.session.get(Person, person_id, with_for_update=True)
    if person is None or person.disabled_at is not None or person.password_hash != old_hash:
        return False
    person.password_hash = new_hash
    end_all_sessions(work, person_id, except_token=token)
    return True


def disable_person(work: Work, person_id: int) -> bool:
    """Close an account and sign it out everywhere; False when it was closed already."""
    person = work.session.get_one(Person, person_id, with_for_update=True)
    if person.disabled_at is not None:
        return False
    person.disabled_at = work.clock()
    end_all_sessions(work, person_id)
    return True


def is_open_account(work: Work, login_name: str) -> bool:
    """Whether there is an account of this login name that is not disabled."""
    facts = {"login_name": fold_login_name(login_name)}
    return work.session.execute(_BY_LOGIN_NAME.where(Person.disabled_at.is_(None)), facts).first() is not None
