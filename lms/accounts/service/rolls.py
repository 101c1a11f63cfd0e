"""The lists a registrar works with: who has asked to join, who belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVarTuple

from sqlalchemy import Select, func, or_, select

from lms.accounts.models import Institution, Membership, Person
from lms.accounts.rules import MembershipState, fold_login_name
from lms.accounts.service.institutions import InstitutionFacts
from lms.accounts.service.people import PersonFacts
from lms.core.work import Role, Work

PAGE_SIZE = 50

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class RequestLine:
    membership_id: int
    person: PersonFacts
    institution: InstitutionFacts
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member; of an account outside every institution `membership_id` and what follows is None."""

    person: PersonFacts
    is_disabled: bool
    membership_id: int | None = None
    role: Role | None = None
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """One page of members or accounts; `total` counts all pages."""

    lines: tuple[MemberLine, ...]
    number: int
    total: int

    @property
    def page_count(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def list_requests(work: Work, institution_ids: list[int]) -> list[RequestLine]:
    """Who waits for an answer from these institutions, the longest waiting first."""
    if not institution_ids:
        return []
    waiting = (
        select(
            Membership.id.label("membership_id"),
            Membership.requested_at,
            Person.id.label("person_id"),
            Person.full_name,
            Person.login_name,
            Institution.id.label("institution_id"),
            Institution.code,
            Institution.name_zh,
            Institution.name_en,
        )
        .join(Person, Person.id == Membership.person_id)
        .join(Institution, Institution.id == Membership.institution_id)
        .where(Membership.state == MembershipState.REQUESTED, Membership.institution_id.in_(institution_ids))
        .order_by(Membership.requested_at, Membership.id)
    )
    return [
        RequestLine(
            row.membership_id,
            PersonFacts(row.person_id, row.full_name, row.login_name),
            InstitutionFacts(row.institution_id, row.code, {"zh": row.name_zh, "en": row.name_en}),
            row.requested_at,
        )
        for row in work.session.execute(waiting)
    ]


def list_members(work: Work, institution_id: int, *, query: str = "", number: int = 1) -> Roll:
    """Active members of one institution by name; the caller has made sure that the actor may see it."""
    members = (
        select(
            Person.id,
            Person.full_name,
            Person.login_name,
            Person.disabled_at,
            Membership.id.label("membership_id"),
            Membership.role,
            Membership.starts_on,
            func.count().over().label("total"),
        )
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.institution_id == institution_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Person.full_name, Person.id, Membership.id)
    )
    rows = work.session.execute(_page(members, query, number)).all()
    lines = (
        MemberLine(
            PersonFacts(row.id, row.full_name, row.login_name),
            row.disabled_at is not None,
            row.membership_id,
            Role(row.role),
            row.starts_on,
        )
        for row in rows
    )
    return Roll(tuple(lines), number, rows[0].total if rows else 0)


def list_accounts(work: Work, *, query: str = "", number: int = 1) -> Roll:
    """All accounts by name; the caller has made sure that the actor is an administrator."""
    accounts = select(
        Person.id,
        Person.full_name,
        Person.login_name,
        Person.disabled_at,
        func.count().over().label("total"),
    ).order_by(Person.full_name, Person.id)
    rows = work.session.execute(_page(accounts, query, number)).all()
    lines = (
        MemberLine(PersonFacts(row.id, row.full_name, row.login_name), row.disabled_at is not None) for row in rows
    )
    return Roll(tuple(lines), number, rows[0].total if rows else 0)


def _page(statement: Select[*Columns], query: str, number: int) -> Select[*Columns]:
    if query:
        in_name = func.lower(Person.full_name).contains(query.lower(), autoescape=True)
        in_login_name = Person.login_name.contains(fold_login_name(query), autoescape=True)
        statement = statement.where(or_(in_name, in_login_name))
    return statement.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
