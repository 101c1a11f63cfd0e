"""The map of the house: every question rooms ask each other and every event they announce."""

# Plural nouns ask; each room may answer with a list or a mapping. Past tense announces. Events told "in the
# transaction" are heard inside it by the record floor alone; those told "after the commit" are delivered through
# the outbox, at least once, so a listener must be able to hear the same event twice.

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pluggy

from lms.core.findings import Finding
from lms.core.parts import (
    Chore,
    Completion,
    CourseOutline,
    CourseSource,
    ExportFormat,
    ExportTable,
    ModuleOutline,
    ModuleRevision,
    ModuleSource,
    NavItem,
    Panel,
    Part,
    Preparation,
    QuizResult,
    ReadingMarks,
    SearchDocument,
)
from lms.core.work import Work

if TYPE_CHECKING:  # services know this file, and know nothing of the web
    import click
    from flask import Blueprint

PROJECT = "lms"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

AFTER_COMMIT = frozenset({"course_published"})
"""Events that travel through the outbox; their arguments are JSON."""


# ── Joining the house ───────────────────────────────────────────────────────────────────────────────────────


@hookspec
def blueprints() -> list[Blueprint]:  # type: ignore[empty-body]  # a specification has no body
    """Pages of the room. The blueprint bears the room's name; its addresses are served under `/<language>/`.

    Asked when the application is made.
    """


@hookspec
def commands() -> list[click.Command]:  # type: ignore[empty-body]  # a specification has no body
    """Commands of the room below `lms`; `@click.pass_obj` hands them the House. Asked by every command."""


@hookspec
def nav_items() -> list[NavItem]:  # type: ignore[empty-body]  # a specification has no body
    """Addresses that stand in the frame of every page. Asked at the start, and by every page."""


@hookspec
def frame_panels() -> list[Panel]:  # type: ignore[empty-body]  # a specification has no body
    """Pieces at the end of every page; the same for everyone, and without statements. Asked by every page."""


@hookspec
def preparations() -> list[Preparation]:  # type: ignore[empty-body]  # a specification has no body
    """Steps before the first page is served, after the migrations. Asked by `lms prepare`."""


@hookspec
def chores() -> list[Chore]:  # type: ignore[empty-body]  # a specification has no body
    """What the keeper does again and again beside the workers; one that fails is logged and tried again.

    Asked when the keeper starts.
    """


# ── Publishing ──────────────────────────────────────────────────────────────────────────────────────────────


@hookspec
def question_types() -> list[Any]:  # type: ignore[empty-body]  # a specification has no body
    """Types of questions the question bank understands; see lms.quizzes.QuestionType.

    Asked whenever a bank or an attempt is read.
    """


@hookspec
def course_problems(hooks: pluggy.HookRelay, course: CourseSource) -> list[Finding]:  # type: ignore[empty-body]  # a specification has no body
    """What is wrong with a course on its way to being published; an error stops it.

    Asked by `lms check` and before publishing.
    """


@hookspec
def module_parts(  # type: ignore[empty-body]  # a specification has no body
    hooks: pluggy.HookRelay, module: ModuleSource, language: str
) -> Mapping[tuple[str, str], Part]:
    """Pieces for the marks in a module's reading, by (kind, key). Stored with the revision, so without secrets.

    Asked at publishing, once for each language.
    """


@hookspec
def module_revised(work: Work, revision: ModuleRevision) -> None:
    """A module was given a new revision. In the transaction that publishes it."""


@hookspec
def course_published(work: Work, course_id: str) -> None:
    """A course has a new revision. After the commit, in a transaction of the listener's own."""


@hookspec
def search_documents(work: Work, course_id: str) -> Iterable[SearchDocument]:  # type: ignore[empty-body]  # a specification has no body
    """Sections of what is published in a course; empty when nothing is. Asked when the course is indexed."""


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────


@hookspec
def home_panels(work: Work) -> list[Panel]:  # type: ignore[empty-body]  # a specification has no body
    """Pieces beside the greeting of the first page; without statements. Asked by the first page."""


@hookspec
def card_lines(work: Work, courses: tuple[CourseOutline, ...]) -> list[Panel]:  # type: ignore[empty-body]  # a specification has no body
    """Words beside the number of a course's modules; without statements. Asked by the first page.

    The template is printed once for each course that has modules, with `course` at hand.
    """


@hookspec
def reading_marks(work: Work, courses: tuple[CourseOutline, ...]) -> Mapping[str, ReadingMarks]:  # type: ignore[empty-body]  # a specification has no body
    """The actor's marks by course id; one statement in all, however many courses are asked about.

    Asked by every page that shows courses, for somebody who is signed in.
    """


@hookspec
def course_panels(work: Work, course: CourseOutline, marks: ReadingMarks) -> list[Panel]:  # type: ignore[empty-body]  # a specification has no body
    """Pieces beside a course page; without statements of their own. Asked by the page of a course."""


@hookspec
def section_feet(  # type: ignore[empty-body]  # a specification has no body
    work: Work, course: CourseOutline, module: ModuleOutline, marks: ReadingMarks
) -> list[Panel]:
    """Pieces at the foot of each section; the template is printed once a section, with `section` at hand.

    Asked by the page of a module.
    """


@hookspec
def module_panels(  # type: ignore[empty-body]  # a specification has no body
    work: Work, course: CourseOutline, module: ModuleOutline, marks: ReadingMarks
) -> list[Panel]:
    """Pieces below a module's reading; one statement in all, and only for a signed-in reader.

    Asked by the page of a module.
    """


@hookspec
def question_feet(  # type: ignore[empty-body]  # a specification has no body
    work: Work, module_id: str, question_id: str, attempt_id: int | None, number: int
) -> list[Panel]:
    """Pieces at the foot of a question; without statements. Asked by an attempt, its result and a check.

    A page names a question of an attempt by `attempt_id` and `number`, from 1: browsers are not told its id. Of a
    check these are None and 0.
    """


@hookspec
def result_panels(work: Work, result: QuizResult) -> list[Panel]:  # type: ignore[empty-body]  # a specification has no body
    """Pieces below a submitted attempt: what it brought; one statement in all. Asked by the page of its result."""


# ── What a trainee did ──────────────────────────────────────────────────────────────────────────────────────


@hookspec
def quiz_submitted(work: Work, result: QuizResult) -> None:
    """An attempt was submitted and graded. In the transaction that grades it."""


@hookspec
def quiz_regraded(work: Work, result: QuizResult) -> None:
    """A submitted attempt was given a better score by a repair. In the transaction that regrades it."""


@hookspec
def module_completed(work: Work, completion: Completion) -> None:
    """A person has everything a module asks for. Once, in the transaction of the last step."""


# ── Taking out ──────────────────────────────────────────────────────────────────────────────────────────────


@hookspec
def export_tables() -> list[ExportTable]:  # type: ignore[empty-body]  # a specification has no body
    """Tables a registrar may take out. Asked by the page and the command of exports."""


@hookspec
def export_formats() -> list[ExportFormat]:  # type: ignore[empty-body]  # a specification has no body
    """Kinds of files that any table can be taken out as. Asked by the page and the command of exports."""
