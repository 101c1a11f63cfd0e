"""What is remembered of people, institutions, memberships, sessions, reset links and failed sign-ins."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.accounts.rules import MembershipState
from lms.core.database import Base


class Person(Base):
    """One account. `login_name` is folded; `privacy_version` is empty until a notice was accepted."""

    __tablename__ = "accounts_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    login_name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str] = mapped_column(index=True)
    password_hash: Mapped[str]
    is_administrator: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    privacy_version: Mapped[str] = mapped_column(default="")
    privacy_accepted_at: Mapped[datetime | None]


class Institution(Base):
    """A training institution; `join_code` is stored without the hyphens it is shown with."""

    __tablename__ = "accounts_institution"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    join_code: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


_IS_OPEN = text(f"state IN ('{MembershipState.REQUESTED}', '{MembershipState.ACTIVE}')")


class Membership(Base):
    """A person's role in an institution for a time; one is open at most, those that ended stay."""

    __tablename__ = "accounts_membership"
    __table_args__ = (
        Index(
            "uq_accounts_membership_open",
            "person_id",
            "institution_id",
            "role",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index("ix_accounts_membership_institution_id_state", "institution_id", "state"),
        CheckConstraint("role IN ('trainee', 'instructor', 'registrar')", name="role"),
        CheckConstraint("state IN ('requested', 'active', 'ended', 'declined')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("accounts_institution.id"))
    role: Mapped[str]
    state: Mapped[str]
    requested_at: Mapped[datetime]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    """The last day; a day in the programme's time zone, like `starts_on`."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"))
    decided_at: Mapped[datetime | None]


class SignInSession(Base):
    """A browser that is signed in. Its token stands in the signed cookie, only the token's hash here."""

    __tablename__ = "accounts_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str]
    """Browser and system in a few words, not what the browser sent."""
    address: Mapped[str]


class PasswordReset(Base):
    """A one-time link to set a new password; a newer one moves the expiry of older ones to its own making."""

    __tablename__ = "accounts_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInFailure(Base):
    """A failed try. The account is a keyed hash, so that names typed by mistake are not kept."""

    __tablename__ = "accounts_sign_in_failure"
    __table_args__ = (
        Index("ix_accounts_sign_in_failure_account_key_failed_at", "account_key", "failed_at"),
        Index("ix_accounts_sign_in_failure_address_failed_at", "address", "failed_at"),
        Index("ix_accounts_sign_in_failure_failed_at", "failed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_key: Mapped[str]
    """Empty for a try to sign up under a name that is taken: it counts for the address alone."""
    address: Mapped[str]
    failed_at: Mapped[datetime]
