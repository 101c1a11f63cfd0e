"""Serves what is published: statements are built once, values come back frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from lms.catalog.models import CourseRevision, Media, ModuleText, Placement, Served
from lms.core.json_values import from_json
from lms.core.markup import Heading, Html, SectionKind
from lms.core.parts import CourseOutline, ModuleOutline, Part, ReadingMarks, SearchDocument
from lms.core.work import NotAllowedError, NotFoundError, Work

_OUTLINES = select(CourseRevision.outline).join(Served, Served.revision_id == CourseRevision.id)
_OUTLINE = _OUTLINES.where(Served.course_id == bindparam("course_id"))
_OUTLINE_OF_MODULE = _OUTLINES.join(Placement, Placement.course_revision_id == CourseRevision.id).where(
    Placement.module_id == bindparam("module_id")
)
_TEXTS = (
    select(
        CourseRevision.outline,
        Placement.module_id,
        ModuleText.language,
        ModuleText.sections,
        ModuleText.plain_texts,
    )
    .join(Served, Served.revision_id == CourseRevision.id)
    .join(Placement, Placement.course_revision_id == CourseRevision.id)
    .join(ModuleText, ModuleText.revision_id == Placement.module_revision_id)
    .where(Served.course_id == bindparam("course_id"))
)
_TEXT = _TEXTS.where(Placement.module_id == bindparam("module_id"), ModuleText.language == bindparam("language"))
_MEDIA = select(Media.content_type, Media.content).where(Media.digest == bindparam("digest"))


@dataclass(frozen=True, slots=True)
class ReadingSection:
    """A section as the page prints it: cleaned HTML and other rooms' pieces, in turn."""

    anchor: str
    title: str
    title_html: str
    kind: SectionKind
    minutes: int
    headings: tuple[Heading, ...]
    pieces: tuple[Html | Part, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A module's page in one language."""

    course: CourseOutline
    module: ModuleOutline
    sections: tuple[ReadingSection, ...]
    previous: ModuleOutline | None
    next: ModuleOutline | None


def list_outlines(work: Work) -> tuple[CourseOutline, ...]:
    """All published courses: those with modules first, then by occupation code."""
    outlines = [from_json(CourseOutline, stored) for stored in work.session.scalars(_OUTLINES)]
    return tuple(sorted(outlines, key=lambda c: (not c.modules, str(c.profession.code_2022.value), c.course_id)))


def get_outline(work: Work, course_id: str) -> CourseOutline:
    """The course as published; raises NotFoundError."""
    stored = work.session.scalar(_OUTLINE, {"course_id": course_id})
    if stored is None:
        raise NotFoundError(f"There is no course {course_id}.")
    return from_json(CourseOutline, stored)


def find_module(work: Work, module_id: str) -> tuple[CourseOutline, ModuleOutline] | None:
    """A module with its course if it is published now; asks nothing about who reads."""
    stored = work.session.scalar(_OUTLINE_OF_MODULE, {"module_id": module_id})
    if stored is None:
        return None
    course = from_json(CourseOutline, stored)
    return course, _module_of(course, module_id)


def get_module(work: Work, module_id: str) -> tuple[CourseOutline, ModuleOutline]:
    """A published module with its course, for one who may read it; raises NotFoundError, NotAllowedError."""
    found = find_module(work, module_id)
    if found is None:
        raise NotFoundError(f"There is no module {module_id}.")
    require_reader(work, found[0])
    return found


def get_reading(work: Work, course_id: str, module_id: str, language: str) -> Reading:
    """The module's page; raises NotFoundError, or NotAllowedError where the course is for members."""
    row = work.session.execute(
        _TEXT, {"course_id": course_id, "module_id": module_id, "language": language}
    ).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no module {module_id} in the course {course_id}.")
    course = from_json(CourseOutline, row.outline)
    require_reader(work, course)
    module = _module_of(course, module_id)
    place = course.modules.index(module)
    return Reading(
        course,
        module,
        tuple(_revive_section(stored) for stored in row.sections),
        previous=course.modules[place - 1] if place else None,
        next=course.modules[place + 1] if place + 1 < len(course.modules) else None,
    )


def require_reader(work: Work, course: CourseOutline) -> None:
    """Raises NotAllowedError where the course is for members and the actor is a visitor."""
    if course.is_for_members and not work.actor.is_signed_in:
        raise NotAllowedError("This course is for members. Sign in first.")


def find_marks(work: Work, courses: tuple[CourseOutline, ...]) -> dict[str, ReadingMarks]:
    """The actor's marks by course id; empty marks where no room keeps any."""
    marks = {course.course_id: ReadingMarks() for course in courses}
    if work.actor.is_signed_in:
        for answer in work.hooks.reading_marks(work=work, courses=courses):
            marks.update(answer)
    return marks


def get_media(work: Work, digest: str) -> tuple[str, bytes]:
    """Content type and bytes of a picture; raises NotFoundError."""
    row = work.session.execute(_MEDIA, {"digest": digest}).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no picture {digest}.")
    return row.content_type, row.content


def list_search_documents(work: Work, course_id: str) -> Iterator[SearchDocument]:
    """Every section of the published course in every language; an opening stands under its module's title."""
    course: CourseOutline | None = None
    for row in work.session.execute(_TEXTS, {"course_id": course_id}):
        course = course or from_json(CourseOutline, row.outline)
        module = _module_of(course, row.module_id)
        for section in row.sections:
            is_opening = SectionKind(section["kind"]) is SectionKind.OPENING
            yield SearchDocument(
                course_id=course_id,
                course_title=course.titles[row.language],
                module_id=module.module_id,
                module_title=module.titles[row.language],
                anchor=section["anchor"],
                title=module.titles[row.language] if is_opening else section["title"],
                text=row.plain_texts[section["anchor"]],
                language=row.language,
                access=course.access,
                headings=tuple(heading["title"] for heading in section["headings"]),
            )


def _module_of(course: CourseOutline, module_id: str) -> ModuleOutline:
    module = course.find_module(module_id)
    if module is None:
        raise NotFoundError(f"There is no module {module_id} in the course {course.course_id}.")
    return module


def _revive_section(stored: dict[str, Any]) -> ReadingSection:
    return ReadingSection(
        anchor=stored["anchor"],
        title=stored["title"],
        title_html=stored["title_html"],
        kind=SectionKind(stored["kind"]),
        minutes=stored["minutes"],
        headings=tuple(Heading(**heading) for heading in stored["headings"]),
        pieces=tuple(
            Html(piece["html"]) if "html" in piece else Part(**piece["part"]) for piece in stored["pieces"]
        ),
    )
