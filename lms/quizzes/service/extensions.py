"""More time or more attempts for one person, given by those who look after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from lms import accounts, catalog
from lms.core.database import insert_new
from lms.core.parts import CourseOutline, ModuleOutline
from lms.core.work import NotAllowedError, NotFoundError, Role, Work
from lms.quizzes.models import Attempt, QuizExtension
from lms.quizzes.rules.timing import Extension

_OF_MODULE = (
    select(QuizExtension)
    .where(QuizExtension.module_id == bindparam("module_id"))
    .order_by(QuizExtension.given_at.desc())
)
_OPEN = select(Attempt).where(
    Attempt.person_id == bindparam("person_id"),
    Attempt.module_id == bindparam("module_id"),
    Attempt.submitted_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """One person's extension as those who may give it see it."""

    full_name: str
    login_name: str
    extension: Extension
    reason: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionsPage:
    course: CourseOutline
    module: ModuleOutline
    lines: tuple[ExtensionLine, ...]


def view_extensions(work: Work, module_id: str) -> ExtensionsPage:
    """The extensions of a quiz that the actor may see, the latest first; raises NotFoundError."""
    course, module = catalog.get_module(work, module_id)
    rows = [
        row
        for row in work.session.scalars(_OF_MODULE, {"module_id": module_id})
        if _looks_after(work, row.person_id)
    ]
    people = accounts.list_people(work, [*(row.person_id for row in rows), *(row.given_by or 0 for row in rows)])
    return ExtensionsPage(
        course,
        module,
        tuple(
            ExtensionLine(
                full_name=people[row.person_id].full_name,
                login_name=people[row.person_id].login_name,
                extension=Extension(row.extra_minutes, row.extra_attempts),
                reason=row.reason,
                given_by=people[row.given_by].full_name if row.given_by in people else "",
                given_at=row.given_at,
            )
            for row in rows
        ),
    )


def extend(work: Work, module_id: str, login_name: str, extension: Extension, reason: str) -> None:
    """Give a person what stands here, in place of what they had; an open attempt's deadline moves with it.

    Raises NotFoundError for somebody who is not there or not the actor's to look after.
    """
    catalog.get_module(work, module_id)
    person = accounts.find_person_by_login_name(work, login_name)
    if person is None or not _looks_after(work, person.person_id):
        raise NotFoundError(f"There is no {login_name} among the people you look after.")
    if person.person_id == work.actor.person_id:
        raise NotAllowedError("Nobody extends a quiz for themselves: ask a colleague.")
    key = {"person_id": person.person_id, "module_id": module_id}
    values = {
        "extra_minutes": extension.minutes,
        "extra_attempts": extension.attempts,
        "reason": reason,
        "given_by": work.actor.person_id,
        "given_at": work.clock(),
    }
    if not insert_new(work.session, QuizExtension, **key, **values):
        row = work.session.get_one(QuizExtension, (person.person_id, module_id))
        for name, value in values.items():
            setattr(row, name, value)
    attempt = work.session.scalar(_OPEN.with_for_update(), key)
    if attempt is not None and attempt.time_limit_minutes:
        minutes = attempt.time_limit_minutes + extension.minutes
        attempt.deadline_at = attempt.started_at + timedelta(minutes=minutes)
    work.session.flush()


def _looks_after(work: Work, person_id: int) -> bool:
    if work.actor.is_administrator or Role.INSTRUCTOR in work.actor.roles:
        return True
    institution = accounts.find_institution_of(work, person_id)
    return institution is not None and institution.institution_id in work.actor.registrar_of
