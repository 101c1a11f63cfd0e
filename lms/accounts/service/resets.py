"""One-time links to set a new password, made for someone who cannot sign in and handed over in person."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import bindparam, select, update

from lms.accounts.models import Membership, PasswordReset, Person
from lms.accounts.rules import MembershipState
from lms.accounts.service.failures import clear_failures
from lms.accounts.service.people import PersonFacts
from lms.accounts.service.secrets import hash_token, make_token
from lms.accounts.service.sessions import end_all_sessions
from lms.core.work import NotAllowedError, NotFoundError, Role, Work

log = logging.getLogger(__name__)

_USABLE = (
    select(Person.id, Person.full_name, Person.login_name)
    .join(PasswordReset, PasswordReset.person_id == Person.id)
    .where(
        PasswordReset.token_hash == bindparam("token_hash"),
        PasswordReset.used_at.is_(None),
        PasswordReset.expires_at > bindparam("now"),
        Person.disabled_at.is_(None),
    )
)


def make_reset(work: Work, person_id: int) -> tuple[PersonFacts, str]:
    """A token for a person's reset link, which ends their older ones; it can never be shown again."""
    # The lock keeps two links made at the same moment from both staying good.
    person = work.session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFoundError(f"There is no person {person_id}.")
    _require_power_over(work, person)
    if person.disabled_at is not None:
        raise NotAllowedError("This account is closed.")
    token, now = make_token(), work.clock()
    work.session.execute(
        update(PasswordReset)
        .where(
            PasswordReset.person_id == person_id, PasswordReset.used_at.is_(None), PasswordReset.expires_at > now
        )
        .values(expires_at=now)
    )
    work.session.add(
        PasswordReset(
            token_hash=hash_token(token),
            person_id=person_id,
            created_by=work.actor.person_id,
            created_at=now,
            expires_at=now + timedelta(hours=work.settings.reset_link_hours),
        )
    )
    work.session.flush()
    log.info("A reset link for person %s was made by person %s.", person_id, work.actor.person_id)
    return PersonFacts(person.id, person.full_name, person.login_name), token


def find_person_to_reset(work: Work, token: str) -> PersonFacts | None:
    """Whose password a link may set; None when it was used, is too old or was replaced."""
    facts = {"token_hash": hash_token(token), "now": work.clock()}
    row = work.session.execute(_USABLE, facts).one_or_none()
    return None if row is None else PersonFacts(row.id, row.full_name, row.login_name)


def use_reset(work: Work, token: str, new_hash: str) -> bool:
    """Set the password, use the link up and sign the person out everywhere; False when it is no good."""
    person = find_person_to_reset(work, token)
    if person is None:
        return False
    unused = update(PasswordReset).where(
        PasswordReset.token_hash == hash_token(token), PasswordReset.used_at.is_(None)
    )
    taken = work.session.execute(unused.values(used_at=work.clock()).returning(PasswordReset.id)).all()
    if not taken:
        return False
    work.session.execute(update(Person).where(Person.id == person.person_id).values(password_hash=new_hash))
    end_all_sessions(work, person.person_id)
    clear_failures(work, person.login_name)
    return True


def _require_power_over(work: Work, person: Person) -> None:
    """A registrar helps their own trainees; whoever holds more than that anywhere asks an administrator."""
    if work.actor.is_administrator:
        return
    active = select(Membership.role, Membership.institution_id).where(
        Membership.person_id == person.id, Membership.state == MembershipState.ACTIVE
    )
    memberships = work.session.execute(active).all()
    if not any(row.institution_id in work.actor.registrar_of for row in memberships):
        raise NotFoundError(f"There is no person {person.id} for this registrar.")
    if person.is_administrator or any(row.role != Role.TRAINEE for row in memberships):
        raise NotAllowedError("Ask an administrator for this person's link.")
