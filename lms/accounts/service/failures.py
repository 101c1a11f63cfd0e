"""Failed tries, counted in the database so that every worker sees the same count."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select

from lms.accounts.models import SignInFailure
from lms.accounts.rules import ADDRESS_ALLOWANCE, fold_address, minutes_to_wait
from lms.accounts.service.secrets import hash_login_name
from lms.core.work import Work

_NEWEST_FIRST = (
    select(SignInFailure.failed_at)
    .where(SignInFailure.failed_at > bindparam("since"))
    .order_by(SignInFailure.failed_at.desc())
    .offset(bindparam("offset"))
    .limit(1)
)
_OF_ACCOUNT = _NEWEST_FIRST.where(SignInFailure.account_key == bindparam("account_key"))
_OF_ADDRESS = _NEWEST_FIRST.where(SignInFailure.address == bindparam("address"))


class TooManyTriesError(Exception):
    """The limit of failures is reached; `minutes` says how long to wait."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"Try again in {minutes} minutes.")
        self.minutes = minutes


def check_account_limit(work: Work, folded_login_name: str) -> None:
    """Raise TooManyTriesError when this account has failed too often lately."""
    limit = work.settings.sign_in_failures
    facts = {"account_key": hash_login_name(work, folded_login_name), "offset": limit - 1}
    _raise_if_limited(work, work.session.scalar(_OF_ACCOUNT, {**facts, "since": _window_start(work)}))


def check_address_limit(work: Work, address: str) -> None:
    """Raise TooManyTriesError when this address has failed too often lately."""
    limit = work.settings.sign_in_failures * ADDRESS_ALLOWANCE
    facts = {"address": fold_address(address), "offset": limit - 1}
    _raise_if_limited(work, work.session.scalar(_OF_ADDRESS, {**facts, "since": _window_start(work)}))


def record_failure(work: Work, folded_login_name: str, address: str) -> None:
    """Count a failure for the address, and for the account unless the name is empty; forget old ones."""
    work.session.execute(delete(SignInFailure).where(SignInFailure.failed_at <= _window_start(work)))
    account_key = hash_login_name(work, folded_login_name) if folded_login_name else ""
    failure = SignInFailure(account_key=account_key, address=fold_address(address), failed_at=work.clock())
    work.session.add(failure)
    work.session.flush()


def clear_failures(work: Work, folded_login_name: str) -> None:
    """Forget an account's failures, since its owner has come in."""
    account_key = hash_login_name(work, folded_login_name)
    work.session.execute(delete(SignInFailure).where(SignInFailure.account_key == account_key))


def _window_start(work: Work) -> datetime:
    return work.clock() - timedelta(minutes=work.settings.sign_in_window_minutes)


def _raise_if_limited(work: Work, limiting_failure_at: datetime | None) -> None:
    minutes = minutes_to_wait(limiting_failure_at, work.settings.sign_in_window_minutes, work.clock())
    if minutes:
        raise TooManyTriesError(minutes)
