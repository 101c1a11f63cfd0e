"""The ledger: entries that are only ever added, and beside each its payload, sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base
from lms.hours.rules import FIRST_GENERATION, Kind

_IS_AWARD = text(f"kind = '{Kind.AWARD}'")
_KINDS = ", ".join(f"'{kind}'" for kind in Kind)


class HoursEntry(Base):
    """One line of the ledger. A correction is a new line that refers to this one."""

    __tablename__ = "hours_entry"
    __table_args__ = (
        # A module is awarded once; a withdrawal opens the next generation.
        Index(
            "uq_hours_entry_award",
            "person_id",
            "module_id",
            "generation",
            unique=True,
            sqlite_where=_IS_AWARD,
            postgresql_where=_IS_AWARD,
        ),
        Index("ix_hours_entry_person_year", "person_id", "calendar_year"),
        Index("ix_hours_entry_institution_year", "institution_id", "calendar_year", "id"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    refers_to: Mapped[int | None] = mapped_column(ForeignKey("hours_entry.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    module_id: Mapped[str]
    generation: Mapped[int] = mapped_column(default=FIRST_GENERATION)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_institution.id"))
    """The person's institution at that moment; None for a person without one."""
    course_id: Mapped[str]
    calendar_year: Mapped[int]
    minutes: Mapped[int]
    subject_type: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"))
    leaf_hash: Mapped[str] = mapped_column(String(64), unique=True)


class HoursPayload(Base):
    """The exact bytes that `leaf_hash` is of, encrypted; an erasure will remove this row and nothing else."""

    __tablename__ = "hours_payload"

    entry_id: Mapped[int] = mapped_column(ForeignKey("hours_entry.id"), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(16))
    nonce: Mapped[bytes]
    ciphertext: Mapped[bytes]
