"""What is remembered of quizzes: the questions of each revision, attempts, and what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base


class BankQuestion(Base):
    """A question of a module revision; `version` is the hash of its canonical form."""

    __tablename__ = "quizzes_question"

    module_revision_id: Mapped[int] = mapped_column(ForeignKey("catalog_module_revision.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
    pool: Mapped[str]
    body: Mapped[dict[str, Any]]
    """The question with its key, as JSON. It stays on the server."""
    rendered: Mapped[dict[str, Any]]
    """Markdown source → HTML of every text in it, by language."""


class Attempt(Base):
    """One try of a person at a module's quiz, on the revision it was begun on."""

    __tablename__ = "quizzes_attempt"
    __table_args__ = (
        UniqueConstraint("person_id", "module_id", "number"),
        # Whoever begins twice, in two windows, is in the same attempt.
        Index(
            "uq_quizzes_attempt_open",
            "person_id",
            "module_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    course_id: Mapped[str] = mapped_column(ForeignKey("catalog_course.id"))
    module_id: Mapped[str]
    module_revision_id: Mapped[int] = mapped_column(ForeignKey("catalog_module_revision.id"))
    number: Mapped[int]
    pass_mark_percent: Mapped[int]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    score_percent: Mapped[str | None]
    """A decimal with one place, as text: exact on both databases."""
    passed: Mapped[bool | None]


class Answer(Base):
    """A drawn question of an attempt, and the response saved for it."""

    __tablename__ = "quizzes_answer"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("quizzes_attempt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[str]
    version: Mapped[str]
    shown_order: Mapped[list[Any]]
    response: Mapped[dict[str, Any] | None]
    """`{"value": …}` once something was saved."""
    saved_at: Mapped[datetime | None]
    credit: Mapped[str | None]
    """An exact fraction, such as 1/3, once graded."""
