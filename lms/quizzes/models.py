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
        # Asked every second.
        Index(
            "ix_quizzes_attempt_deadline",
            "deadline_at",
            sqlite_where=text("submitted_at IS NULL AND deadline_at IS NOT NULL"),
            postgresql_where=text("submitted_at IS NULL AND deadline_at IS NOT NULL"),
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
    time_limit_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of the policy, without what the person was given beyond it; 0 is no limit."""
    deadline_at: Mapped[datetime | None]
    """Nothing more is taken from this moment on."""
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


class QuizExtension(Base):
    """What a person was given beyond the policy of a module's quiz; the latest word counts."""

    __tablename__ = "quizzes_extension"

    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), primary_key=True)
    module_id: Mapped[str] = mapped_column(primary_key=True)
    extra_minutes: Mapped[int]
    extra_attempts: Mapped[int]
    reason: Mapped[str]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"))
    given_at: Mapped[datetime]


class QuestionRepair(Base):
    """What an instructor corrected in one version of a question that was asked already."""

    __tablename__ = "quizzes_repair"
    __table_args__ = (
        # One is in force at a time, however many confirm at once.
        Index(
            "uq_quizzes_repair_in_force",
            "module_id",
            "question_id",
            "version",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        # Looked for with every question of every attempt.
        Index("ix_quizzes_repair_question", "question_id", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[str]
    question_id: Mapped[str]
    version: Mapped[str]
    kind: Mapped[str]
    body: Mapped[dict[str, Any] | None]
    """The question with its corrected key, as JSON; None where it was voided. It stays on the server."""
    rendered: Mapped[dict[str, Any] | None]
    reason: Mapped[str]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"))
    made_at: Mapped[datetime]
    asked_count: Mapped[int]
    """Submitted attempts that asked it when the repair was made."""
    regraded_count: Mapped[int] = mapped_column(default=0)
    """How many of them have been looked at."""
    regraded_to: Mapped[int] = mapped_column(default=0)
    """The last of them; a repair that was interrupted goes on behind it."""
    finished_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_person.id"))
    ended_at: Mapped[datetime | None]
    """From here on nothing is graded by it; the scores it raised stay."""


class Regrade(Base):
    """An attempt whose score a repair raised, and what it was before."""

    __tablename__ = "quizzes_regrade"

    repair_id: Mapped[int] = mapped_column(ForeignKey("quizzes_repair.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quizzes_attempt.id"), primary_key=True)
    score_before: Mapped[str]
    score_after: Mapped[str]
    passed_before: Mapped[bool]
    passed_after: Mapped[bool]
    regraded_at: Mapped[datetime]
