"""What is remembered of a trainee's way through a course."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base


class Enrolment(Base):
    """A person who takes a course, in the direction they chose."""

    __tablename__ = "progress_enrolment"

    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("catalog_course.id"), primary_key=True)
    direction_id: Mapped[str] = mapped_column(default="")
    enrolled_at: Mapped[datetime]


class ModuleProgress(Base):
    """A person's facts in a module, one row, so that every step of it waits for the one before."""

    __tablename__ = "progress_module"

    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), primary_key=True)
    module_id: Mapped[str] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("catalog_course.id"))
    started_at: Mapped[datetime]
    sections_read: Mapped[dict[str, Any]]
    """Anchor → when it was marked as read, ISO 8601."""
    practice_at: Mapped[datetime | None]
    quiz: Mapped[dict[str, Any] | None]
    """The first passing QuizResult, as JSON."""
    completed_at: Mapped[datetime | None]
    completed_revision_id: Mapped[int | None] = mapped_column(ForeignKey("catalog_module_revision.id"))
    viewed_anchor: Mapped[str] = mapped_column(default="")
    viewed_at: Mapped[datetime | None]
