"""Signing in, in two steps, so that no password is hashed while a transaction waits."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select, update

from lms.accounts.models import Person
from lms.accounts.rules import fold_login_name
from lms.accounts.service.failures import (
    check_account_limit,
    check_address_limit,
    clear_failures,
    record_failure,
)
from lms.accounts.service.passwords import Verdict
from lms.accounts.service.sessions import Browser, open_session
from lms.core.work import Work

log = logging.getLogger(__name__)

_CREDENTIALS = select(Person.id, Person.password_hash, Person.disabled_at).where(
    Person.login_name == bindparam("login_name")
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Someone at the door: what they typed, and the hash to compare with; None for an unknown name."""

    login_name: str
    address: str
    person_id: int | None
    is_disabled: bool
    password_hash: str | None = field(repr=False)


def look_up(work: Work, login_name: str, address: str) -> Attempt:
    """The first step, which reads: raises TooManyTriesError, before any hash, when a limit is reached."""
    folded = fold_login_name(login_name)
    check_account_limit(work, folded)
    check_address_limit(work, address)
    row = work.session.execute(_CREDENTIALS, {"login_name": folded}).one_or_none()
    if row is None:
        return Attempt(folded, address, person_id=None, is_disabled=False, password_hash=None)
    return Attempt(
        folded, address, row.id, is_disabled=row.disabled_at is not None, password_hash=row.password_hash
    )


def finish(work: Work, attempt: Attempt, verdict: Verdict, user_agent: str) -> str | None:
    """The second step, which writes: the session's token, or None after counting the failure."""
    # Tries that ran at the same time may have used up the limit; a right password must not slip through then.
    check_account_limit(work, attempt.login_name)
    if not verdict.is_right or not _is_still_so(work, attempt):
        record_failure(work, attempt.login_name, attempt.address)
        log.info("A sign-in from %s failed.", attempt.address)
        return None
    assert attempt.person_id is not None
    clear_failures(work, attempt.login_name)
    if verdict.new_hash is not None:
        outdated = update(Person).where(Person.id == attempt.person_id)
        work.session.execute(outdated.values(password_hash=verdict.new_hash))
    return open_session(work, attempt.person_id, Browser(user_agent, attempt.address))


def _is_still_so(work: Work, attempt: Attempt) -> bool:
    """Whether the account was neither disabled nor given another password between the two steps."""
    row = work.session.execute(_CREDENTIALS, {"login_name": attempt.login_name}).one_or_none()
    return row is not None and row.disabled_at is None and row.password_hash == attempt.password_hash
