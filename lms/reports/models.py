"""What is remembered of reports."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base


class Report(Base):
    """What somebody found wrong at a place of a module, and what was answered."""

    __tablename__ = "reports_report"
    __table_args__ = (
        # So that nobody sends more in a day than they may, however many at once.
        UniqueConstraint("person_id", "day", "number"),
        Index("ix_reports_report_state", "state", "id"),
        Index("ix_reports_report_module_id", "module_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    day: Mapped[str]
    """In the programme's time zone, ISO 8601."""
    number: Mapped[int]
    """Of the person's reports of that day, from 1."""
    course_id: Mapped[str] = mapped_column(ForeignKey("catalog_course.id"))
    module_id: Mapped[str]
    module_revision_id: Mapped[int] = mapped_column(ForeignKey("catalog_module_revision.id"))
    anchor: Mapped[str]
    """The section; of a question, the one it asks about."""
    question_id: Mapped[str]
    """Empty where the report is about a section."""
    question_version: Mapped[str]
    is_graded: Mapped[bool]
    """Whether the question was asked in an attempt: the reporter is not told its id."""
    language: Mapped[str]
    category: Mapped[str]
    text: Mapped[str]
    reported_at: Mapped[datetime]
    state: Mapped[str]
    note: Mapped[str]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"))
    answered_at: Mapped[datetime | None]
