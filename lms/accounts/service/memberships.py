"""Belonging to an institution: asking, approving, giving a role, ending."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from lms.accounts.models import Institution, Membership
from lms.accounts.rules import MembershipState
from lms.accounts.service.dates import today
from lms.accounts.service.institutions import InstitutionFacts
from lms.core.database import insert_new
from lms.core.work import NotAllowedError, NotFoundError, Role, Work

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """A membership as its own person sees it; days are in the programme's time zone."""

    institution: InstitutionFacts
    role: Role
    state: MembershipState
    requested_at: datetime
    starts_on: date | None
    ends_on: date | None


_OF_PERSON = (
    select(
        Institution.id,
        Institution.code,
        Institution.name_zh,
        Institution.name_en,
        Membership.role,
        Membership.state,
        Membership.requested_at,
        Membership.starts_on,
        Membership.ends_on,
    )
    .join(Membership, Membership.institution_id == Institution.id)
    .where(Membership.person_id == bindparam("person_id"))
    .order_by(Membership.requested_at.desc(), Membership.id.desc())
)


def list_memberships(work: Work) -> list[MembershipLine]:
    """The actor's own memberships, the latest first."""
    return [
        MembershipLine(
            InstitutionFacts(row.id, row.code, {"zh": row.name_zh, "en": row.name_en}),
            Role(row.role),
            MembershipState(row.state),
            row.requested_at,
            row.starts_on,
            row.ends_on,
        )
        for row in work.session.execute(_OF_PERSON, {"person_id": work.actor.get_person_id()})
    ]


def request_membership(work: Work, person_id: int, institution_id: int) -> bool:
    """Ask to be a trainee of an institution; False when the person is or has asked already."""
    return insert_new(
        work.session,
        Membership,
        person_id=person_id,
        institution_id=institution_id,
        role=Role.TRAINEE.value,
        state=MembershipState.REQUESTED.value,
        requested_at=work.clock(),
    )


def give_role(work: Work, person_id: int, institution_id: int, role: Role) -> bool:
    """Make a person an active member in this role, from today; False when they are. Administrators only."""
    if not work.actor.is_administrator:
        raise NotAllowedError("Ask an administrator to do this.")
    inserted = insert_new(
        work.session,
        Membership,
        person_id=person_id,
        institution_id=institution_id,
        role=role.value,
        state=MembershipState.ACTIVE.value,
        requested_at=work.clock(),
        starts_on=today(work),
        decided_by=work.actor.person_id,
        decided_at=work.clock(),
    )
    if inserted:
        log.info("Person %s was made %s of institution %s.", person_id, role, institution_id)
        return True
    # Whoever has asked to be a trainee is given it now.
    return _approve_open_request(work, person_id, institution_id, role)


def approve_membership(work: Work, membership_id: int) -> bool:
    """Make a requested membership active from today; False when it was decided already."""
    return _decide(work, membership_id, MembershipState.ACTIVE)


def decline_membership(work: Work, membership_id: int) -> bool:
    """Turn a request down; False when it was decided already."""
    return _decide(work, membership_id, MembershipState.DECLINED)


def end_membership(work: Work, membership_id: int) -> bool:
    """End an active membership today; False when it was over. Registrars do not end one another's."""
    membership = _get_for_registrar(work, membership_id)
    if membership.role == Role.REGISTRAR and not work.actor.is_administrator:
        raise NotAllowedError("Ask an administrator to end a registrar's membership.")
    if membership.state != MembershipState.ACTIVE:
        return False
    membership.state = MembershipState.ENDED.value
    membership.ends_on = today(work)
    log.info("Membership %s was ended by person %s.", membership_id, work.actor.person_id)
    return True


def _decide(work: Work, membership_id: int, state: MembershipState) -> bool:
    membership = _get_for_registrar(work, membership_id)
    if membership.state != MembershipState.REQUESTED:
        return False
    _settle(work, membership, state)
    return True


def _settle(work: Work, membership: Membership, state: MembershipState) -> None:
    membership.state = state.value
    membership.decided_by, membership.decided_at = work.actor.person_id, work.clock()
    if state is MembershipState.ACTIVE:
        membership.starts_on = today(work)


def _approve_open_request(work: Work, person_id: int, institution_id: int, role: Role) -> bool:
    requested = (
        select(Membership)
        .where(
            Membership.person_id == person_id,
            Membership.institution_id == institution_id,
            Membership.role == role,
            Membership.state == MembershipState.REQUESTED,
        )
        .with_for_update()
    )
    membership = work.session.scalars(requested).one_or_none()
    if membership is None:
        return False
    _settle(work, membership, MembershipState.ACTIVE)
    return True


def _get_for_registrar(work: Work, membership_id: int) -> Membership:
    membership = work.session.get(Membership, membership_id, with_for_update=True)
    may_see = membership is not None and (
        work.actor.is_administrator or membership.institution_id in work.actor.registrar_of
    )
    if membership is None or not may_see:
        raise NotFoundError(f"There is no membership {membership_id} for this person.")
    return membership
