"""The published sections as the search keeps them; all of it is made from the courses and can be made again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base

# Compared by its bytes on either database, so that an index finds what begins with some letters.
_Word = String().with_variant(String(collation="C"), "postgresql")


class SearchSection(Base):
    """One section in one language; `key`, `form`, `bonus` and `digest` are those of the room's rules."""

    __tablename__ = "search_section"
    __table_args__ = (
        # SQLite has no lists to look into, so there the index stays empty. Sections change seldom and are sought
        # often, so PostgreSQL puts its index in order at once.
        Index(
            "ix_search_section_tokens", "tokens", postgresql_using="gin", sqlite_where=text("tokens IS NOT NULL")
        ),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(index=True)
    course_title: Mapped[str]
    module_id: Mapped[str]
    module_title: Mapped[str]
    anchor: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    headings: Mapped[list[Any]]
    language: Mapped[str]
    access: Mapped[str]
    form: Mapped[str]
    bonus: Mapped[str]
    length: Mapped[int]
    """Characters of the form."""
    digest: Mapped[str]
    tokens: Mapped[list[str] | None] = mapped_column(ARRAY(Text()).with_variant(Text(), "sqlite"))
    """What PostgreSQL finds sections by; elsewhere Whoosh does."""


class SearchWord(Base):
    """How many sections of a course hold a Latin word, as it is written and in lower case."""

    __tablename__ = "search_word"

    course_id: Mapped[str] = mapped_column(primary_key=True)
    access: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(_Word, primary_key=True, index=True)
    stem: Mapped[str]
    holders: Mapped[int]


class SearchChange(Base):
    """The one row that tells whether any section has changed, and that whoever changes one holds."""

    __tablename__ = "search_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    changed_at: Mapped[datetime]
