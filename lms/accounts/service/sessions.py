"""Signed-in browsers: a random token in the cookie, its hash in the database, which alone decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, or_, select, update

from lms.accounts.models import Membership, Person, SignInSession
from lms.accounts.rules import MembershipState, describe_browser
from lms.accounts.service.dates import today
from lms.accounts.service.secrets import hash_token, make_token
from lms.core.work import Actor, Role, Work

KEPT_DAYS = 30
"""How long an ended session is remembered, as the privacy notice says."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a request came from: what the browser calls itself, and its network address."""

    user_agent: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class SessionLine:
    started_at: datetime
    browser: str
    address: str
    is_current: bool


_is_live = and_(SignInSession.ended_at.is_(None), SignInSession.expires_at > bindparam("now"))
_ACTOR = (
    select(
        Person.id,
        Person.full_name,
        Person.is_administrator,
        Membership.role,
        Membership.institution_id,
    )
    .join_from(SignInSession, Person, Person.id == SignInSession.person_id)
    .outerjoin(
        Membership,
        and_(
            Membership.person_id == Person.id,
            Membership.state == MembershipState.ACTIVE,
            Membership.starts_on <= bindparam("today"),
            or_(Membership.ends_on.is_(None), Membership.ends_on >= bindparam("today")),
        ),
    )
    .where(SignInSession.token_hash == bindparam("token_hash"), _is_live, Person.disabled_at.is_(None))
)
_LIVE_OF_PERSON = (
    select(
        SignInSession.created_at,
        SignInSession.user_agent,
        SignInSession.address,
        SignInSession.token_hash,
    )
    .where(SignInSession.person_id == bindparam("person_id"), _is_live)
    .order_by(SignInSession.created_at.desc(), SignInSession.id.desc())
)


def find_actor(work: Work, token: str) -> Actor | None:
    """Who is signed in with this token, in one statement; None once it ended, expired or was disabled."""
    facts = {"token_hash": hash_token(token), "now": work.clock(), "today": today(work)}
    rows = work.session.execute(_ACTOR, facts).all()
    if not rows:
        return None
    roles = {Role.TRAINEE} | {Role(row.role) for row in rows if row.role is not None}
    if rows[0].is_administrator:
        roles.add(Role.ADMINISTRATOR)
    return Actor(
        person_id=rows[0].id,
        name=rows[0].full_name,
        roles=frozenset(roles),
        registrar_of=frozenset(row.institution_id for row in rows if row.role == Role.REGISTRAR),
    )


def open_session(work: Work, person_id: int, browser: Browser) -> str:
    """Sign a person in and return the token for the cookie; nothing else ever knows it."""
    token, now = make_token(), work.clock()
    _forget_old_sessions(work, person_id, now)
    work.session.add(
        SignInSession(
            token_hash=hash_token(token),
            person_id=person_id,
            created_at=now,
            expires_at=now + timedelta(days=work.settings.session_days),
            user_agent=describe_browser(browser.user_agent),
            address=browser.address,
        )
    )
    work.session.flush()
    return token


def end_session(work: Work, token: str) -> None:
    """Sign one browser out; a token that is over already is let be."""
    live = update(SignInSession).where(
        SignInSession.token_hash == hash_token(token), SignInSession.ended_at.is_(None)
    )
    work.session.execute(live.values(ended_at=work.clock()))


def end_all_sessions(work: Work, person_id: int, *, except_token: str = "") -> None:
    """Sign a person out everywhere, or everywhere but here."""
    live = update(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    if except_token:
        live = live.where(SignInSession.token_hash != hash_token(except_token))
    work.session.execute(live.values(ended_at=work.clock()))


def list_sessions(work: Work, person_id: int, current_token: str) -> list[SessionLine]:
    """Where a person is signed in now, the newest first."""
    current = hash_token(current_token)
    rows = work.session.execute(_LIVE_OF_PERSON, {"person_id": person_id, "now": work.clock()})
    return [
        SessionLine(row.created_at, row.user_agent, row.address, is_current=row.token_hash == current)
        for row in rows
    ]


def _forget_old_sessions(work: Work, person_id: int, now: datetime) -> None:
    long_ago = now - timedelta(days=KEPT_DAYS)
    is_over = or_(SignInSession.ended_at < long_ago, SignInSession.expires_at < long_ago)
    work.session.execute(delete(SignInSession).where(SignInSession.person_id == person_id, is_over))
