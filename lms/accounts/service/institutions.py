"""Institutions: finding, adding, and the code by which people join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select, true
from sqlalchemy.engine import Row

from lms.accounts.models import Institution, Membership, Person
from lms.accounts.rules import MembershipState, fold_institution_code, fold_join_code, format_join_code
from lms.accounts.service.dates import today
from lms.accounts.service.people import PersonFacts
from lms.accounts.service.secrets import make_join_code
from lms.core.database import insert_new
from lms.core.parts import Words
from lms.core.work import NotAllowedError, NotFoundError, Role, Work


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """What other rooms may know of an institution; `names` by language."""

    institution_id: int
    code: str
    names: Words


@dataclass(frozen=True, slots=True)
class InstitutionWithCode:
    """An institution with its join code as it is shown, for those who run it."""

    facts: InstitutionFacts
    join_code: str


_COLUMNS = (Institution.id, Institution.code, Institution.name_zh, Institution.name_en)
_ALL = select(*_COLUMNS, Institution.join_code).order_by(Institution.code)
_THESE = _ALL.where(Institution.id.in_(bindparam("ids", expanding=True)))
_BY_CODE = select(*_COLUMNS).where(Institution.code == bindparam("code"))
_BY_JOIN_CODE = select(*_COLUMNS).where(Institution.join_code == bindparam("join_code"))
_OF_PERSON = (
    select(*_COLUMNS)
    .join(Membership, Membership.institution_id == Institution.id)
    .where(
        Membership.person_id == bindparam("person_id"),
        Membership.state == MembershipState.ACTIVE,
        Membership.starts_on <= bindparam("today"),
        or_(Membership.ends_on.is_(None), Membership.ends_on >= bindparam("today")),
    )
    .order_by(Membership.role != Role.TRAINEE, Membership.starts_on, Membership.id)
    .limit(1)
)

_theirs = _OF_PERSON.subquery()
_LEARNER = (
    select(Person.id.label("person_id"), Person.full_name, Person.login_name, _theirs)
    .outerjoin(_theirs, true())
    .where(Person.id == bindparam("person_id"))
)


def get_learner(work: Work, person_id: int) -> tuple[PersonFacts, InstitutionFacts | None]:
    """A person and the institution they learn with; one statement, raises NotFoundError."""
    values = {"person_id": person_id, "today": today(work)}
    row = work.session.execute(_LEARNER, values).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no person {person_id}.")
    person = PersonFacts(row.person_id, row.full_name, row.login_name)
    return person, None if row.id is None else _facts(row)


def list_institutions(work: Work) -> list[InstitutionFacts]:
    """The institutions the actor may see, by code: an administrator all, a registrar their own."""
    return [shown.facts for shown in list_institutions_with_codes(work)]


def list_institutions_with_codes(work: Work) -> list[InstitutionWithCode]:
    """The same with their join codes."""
    actor = work.actor
    if actor.is_administrator:
        rows = work.session.execute(_ALL)
    elif actor.registrar_of:
        rows = work.session.execute(_THESE, {"ids": sorted(actor.registrar_of)})
    else:
        return []
    return [InstitutionWithCode(_facts(row), format_join_code(row.join_code)) for row in rows]


def find_institution_of(work: Work, person_id: int) -> InstitutionFacts | None:
    """The institution a person learns with: their first active one as trainee, else any active one."""
    row = work.session.execute(_OF_PERSON, {"person_id": person_id, "today": today(work)}).one_or_none()
    return None if row is None else _facts(row)


def find_institution_by_code(work: Work, code: str) -> InstitutionFacts | None:
    row = work.session.execute(_BY_CODE, {"code": fold_institution_code(code)}).one_or_none()
    return None if row is None else _facts(row)


def find_institution_by_join_code(work: Work, join_code: str) -> InstitutionFacts | None:
    """The institution that gave out this code, however it was typed."""
    row = work.session.execute(_BY_JOIN_CODE, {"join_code": fold_join_code(join_code)}).one_or_none()
    return None if row is None else _facts(row)


def add_institution(work: Work, *, code: str, name_zh: str, name_en: str) -> InstitutionFacts | None:
    """Add an institution; None when its code is taken. Administrators only."""
    _require_administrator(work)
    folded = fold_institution_code(code)
    inserted = insert_new(
        work.session,
        Institution,
        code=folded,
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        join_code=make_join_code(),
        created_at=work.clock(),
    )
    return find_institution_by_code(work, folded) if inserted else None


def roll_join_code(work: Work, institution_id: int) -> InstitutionFacts:
    """Give an institution a new join code; the old one opens nothing any more. Administrators only."""
    _require_administrator(work)
    institution = work.session.get(Institution, institution_id, with_for_update=True)
    if institution is None:
        raise NotFoundError(f"There is no institution {institution_id}.")
    institution.join_code = make_join_code()
    work.session.flush()
    names = {"zh": institution.name_zh, "en": institution.name_en}
    return InstitutionFacts(institution.id, institution.code, names)


def _require_administrator(work: Work) -> None:
    if not work.actor.is_administrator:
        raise NotAllowedError("Ask an administrator to do this.")


def _facts(row: Row[*tuple[Any, ...]]) -> InstitutionFacts:
    return InstitutionFacts(row.id, row.code, {"zh": row.name_zh, "en": row.name_en})
