"""What is remembered of courses: revisions that never change, and which of them is served."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.database import Base


class Course(Base):
    """A course that was ever published; other rooms refer to it."""

    __tablename__ = "catalog_course"

    id: Mapped[str] = mapped_column(primary_key=True)


class CourseRevision(Base):
    """A course as it was published once; `outline` is a CourseOutline as JSON."""

    __tablename__ = "catalog_course_revision"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("catalog_course.id"))
    number: Mapped[int]
    content_hash: Mapped[str]
    source: Mapped[str]
    outline: Mapped[dict[str, Any]]
    origin: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]


class Served(Base):
    """Which revision of a course is served: the one row of this room that changes."""

    __tablename__ = "catalog_served"

    course_id: Mapped[str] = mapped_column(ForeignKey("catalog_course.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("catalog_course_revision.id"))


class PublishedFolder(Base):
    """What a course's folder held when it was last published from, so that an unchanged one is not read again."""

    __tablename__ = "catalog_published_folder"

    course_id: Mapped[str] = mapped_column(ForeignKey("catalog_course.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("catalog_course_revision.id"))
    digest: Mapped[str]


class ModuleRevision(Base):
    """A module's sources as they were published once."""

    __tablename__ = "catalog_module_revision"
    __table_args__ = (UniqueConstraint("module_id", "content_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[str]
    course_id: Mapped[str] = mapped_column(ForeignKey("catalog_course.id"))
    number: Mapped[int]
    content_hash: Mapped[str]
    sources: Mapped[dict[str, Any]]
    """File name → source text."""
    published_at: Mapped[datetime]


class ModuleText(Base):
    """A module revision rendered in one language: sections for the page, plain text for the search."""

    __tablename__ = "catalog_module_text"

    revision_id: Mapped[int] = mapped_column(ForeignKey("catalog_module_revision.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    sections: Mapped[list[Any]]
    plain_texts: Mapped[dict[str, Any]]
    """Anchor → visible text of the section."""


class Placement(Base):
    """Which module revision stands at which place of a course revision."""

    __tablename__ = "catalog_placement"
    __table_args__ = (Index("ix_catalog_placement_module_id", "module_id"),)

    course_revision_id: Mapped[int] = mapped_column(ForeignKey("catalog_course_revision.id"), primary_key=True)
    module_id: Mapped[str] = mapped_column(primary_key=True)
    module_revision_id: Mapped[int] = mapped_column(ForeignKey("catalog_module_revision.id"))
    position: Mapped[int]


class Media(Base):
    """A picture, by the hash of its bytes."""

    __tablename__ = "catalog_media"

    digest: Mapped[str] = mapped_column(primary_key=True)
    content_type: Mapped[str]
    content: Mapped[bytes]
