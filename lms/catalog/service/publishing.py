"""Turns checked courses into immutable revisions, all in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.catalog.models import (
    Course,
    CourseRevision,
    Media,
    ModuleRevision,
    ModuleText,
    Placement,
    PublishedFolder,
    Served,
)
from lms.catalog.reader import digest_folder
from lms.catalog.rules import (
    RENDERING,
    CourseChange,
    CourseDraft,
    MediaFile,
    content_hash,
    outline_course,
    outline_module,
)
from lms.catalog.service.checking import CheckedCourse, CheckedModule, CheckReport, Parts
from lms.core.database import insert_new
from lms.core.findings import Finding
from lms.core.json_values import to_json
from lms.core.markup import Html, Section
from lms.core.outbox import announce
from lms.core.parts import ModuleOutline
from lms.core.parts import ModuleRevision as RevisedModule
from lms.core.work import Work

FOLDER = "folder"


class PublishError(Exception):
    """A course that cannot be published; nothing was changed."""

    def __init__(self, sentence: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(sentence)
        self.findings = findings


def publish(work: Work, report: CheckReport, *, by: str) -> list[CourseChange]:
    """Publish every course of a report without errors; tells what changed. Raises PublishError."""
    if report.errors:
        counted = "1 error" if report.errors == 1 else f"{report.errors} errors"
        raise PublishError(f"{counted}; nothing was published.", report.findings)
    return [_publish_course(work, course, by) for course in report.courses]


def _publish_course(work: Work, checked: CheckedCourse, by: str) -> CourseChange:
    draft, session = checked.draft, work.session
    course_id = draft.spec.course_id
    # Machines that start together publish together: the second waits here, and then sees what the first did.
    insert_new(session, Course, id=course_id)
    session.execute(select(Course.id).where(Course.id == course_id).with_for_update())
    current = _find_current(session, course_id)
    if current is not None and current.content_hash == draft.content_hash:
        _remember_folder(work, checked, current.id)
        return CourseChange(course_id, current.number, "unchanged")
    if current is not None and current.origin != FOLDER:
        return CourseChange(course_id, current.number, "kept")
    before = _placed_hashes(session, current)
    outlines = tuple(_revise_module(work, course_id, module) for module in checked.modules)
    revision = _add_revision(work, draft, current, outlines, by)
    session.merge(Served(course_id=course_id, revision_id=revision.id))
    _remember_folder(work, checked, revision.id)
    session.flush()
    announce(work, "course_published", course_id=course_id)
    after = {module.draft.spec.module_id: module.draft.content_hash for module in checked.modules}
    return CourseChange(
        course_id,
        revision.number,
        "new" if current is None else "changed",
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(m for m in after.keys() & before.keys() if after[m] != before[m])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def list_changed(work: Work, folders: Sequence[Path]) -> list[Path]:
    """The folders that hold something else than when their served revision was published from them.

    Rooms have a say in what is published, so with other rooms every folder counts as changed.
    """
    query = select(PublishedFolder.course_id, PublishedFolder.digest).join(
        Served, Served.revision_id == PublishedFolder.revision_id
    )
    known = {row.course_id: row.digest for row in work.session.execute(query)}
    return [folder for folder in folders if known.get(folder.name) != _digest(work, digest_folder(folder))]


def _remember_folder(work: Work, checked: CheckedCourse, revision_id: int) -> None:
    course_id, digest = checked.draft.spec.course_id, _digest(work, checked.folder_digest)
    known = work.session.get(PublishedFolder, course_id)
    if known is None or (known.revision_id, known.digest) != (revision_id, digest):
        work.session.merge(PublishedFolder(course_id=course_id, revision_id=revision_id, digest=digest))


def _digest(work: Work, folder_digest: str) -> str:
    # A folder that could not be read is never the same as before.
    return content_hash([RENDERING, list(work.settings.plugins), folder_digest]) if folder_digest else ""


def _find_current(session: Session, course_id: str) -> CourseRevision | None:
    query = select(CourseRevision).join(Served, Served.revision_id == CourseRevision.id)
    return session.scalar(query.where(Served.course_id == course_id))


def _placed_hashes(session: Session, current: CourseRevision | None) -> dict[str, str]:
    if current is None:
        return {}
    query = (
        select(Placement.module_id, ModuleRevision.content_hash)
        .join(ModuleRevision, ModuleRevision.id == Placement.module_revision_id)
        .where(Placement.course_revision_id == current.id)
    )
    return {row.module_id: row.content_hash for row in session.execute(query)}


def _add_revision(
    work: Work, draft: CourseDraft, current: CourseRevision | None, modules: tuple[ModuleOutline, ...], by: str
) -> CourseRevision:
    number = current.number + 1 if current else 1
    revision = CourseRevision(
        course_id=draft.spec.course_id,
        number=number,
        content_hash=draft.content_hash,
        source=draft.source,
        outline=to_json(outline_course(draft, number, modules)),
        origin=FOLDER,
        published_at=work.clock(),
        published_by=by,
    )
    work.session.add(revision)
    if draft.picture is not None:
        _keep(work.session, draft.picture)
    work.session.flush()
    work.session.add_all(
        Placement(
            course_revision_id=revision.id,
            module_id=module.module_id,
            module_revision_id=module.revision_id,
            position=position,
        )
        for position, module in enumerate(modules)
    )
    return revision


def _revise_module(work: Work, course_id: str, module: CheckedModule) -> ModuleOutline:
    """The module's outline under the revision that has this very content, made now unless it exists."""
    session, draft = work.session, module.draft
    module_id = draft.spec.module_id
    elsewhere = select(ModuleRevision.course_id).where(
        ModuleRevision.module_id == module_id, ModuleRevision.course_id != course_id
    )
    other_course = session.scalar(elsewhere.limit(1))
    if other_course is not None:
        raise PublishError(
            f"The module id {module_id} belongs to the course {other_course}; give the new one its own."
        )
    same = select(ModuleRevision.id).where(
        ModuleRevision.module_id == module_id, ModuleRevision.content_hash == draft.content_hash
    )
    revision_id = session.scalar(same)
    if revision_id is None:
        revision_id = _add_module_revision(work, course_id, module)
    return outline_module(draft, revision_id)


def _add_module_revision(work: Work, course_id: str, module: CheckedModule) -> int:
    session, draft = work.session, module.draft
    module_id = draft.spec.module_id
    last = select(func.coalesce(func.max(ModuleRevision.number), 0)).where(ModuleRevision.module_id == module_id)
    revision = ModuleRevision(
        module_id=module_id,
        course_id=course_id,
        number=(session.scalar(last) or 0) + 1,
        content_hash=draft.content_hash,
        sources={**{f"{language}.md": text for language, text in draft.texts.items()}, "quiz.md": draft.quiz},
        published_at=work.clock(),
    )
    session.add(revision)
    session.flush()
    for file in draft.media:
        _keep(session, file)
    for language, rendered in draft.rendered.items():
        session.add(
            ModuleText(
                revision_id=revision.id,
                language=language,
                sections=[_stored_section(section, module.parts[language]) for section in rendered.sections],
                plain_texts={section.anchor: section.plain_text for section in rendered.sections},
            )
        )
    session.flush()
    work.hooks.module_revised(work=work, revision=RevisedModule(revision.id, module.source))
    return revision.id


def _keep(session: Session, file: MediaFile) -> None:
    insert_new(session, Media, digest=file.digest, content_type=file.content_type, content=file.content)


def _stored_section(section: Section, parts: Parts) -> dict[str, object]:
    pieces = [
        {"html": piece.html} if isinstance(piece, Html) else {"part": to_json(parts[piece.kind, piece.key])}
        for piece in section.pieces
    ]
    return {
        "anchor": section.anchor,
        "title": section.title,
        "title_html": section.title_html,
        "kind": section.kind.value,
        "minutes": section.minutes,
        "headings": [{"anchor": heading.anchor, "title": heading.title} for heading in section.headings],
        "pieces": pieces,
    }
