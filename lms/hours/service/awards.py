"""Giving hours: one award for a person and a module, ever."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from lms import accounts
from lms.core.database import insert_new
from lms.core.parts import Completion
from lms.core.work import Work
from lms.hours.models import HoursEntry, HoursPayload
from lms.hours.rules import (
    Kind,
    Learner,
    Record,
    TrainingInstitution,
    leaf_hash,
    make_record,
    record_number,
)
from lms.hours.service.payloads import bound_to, load_cipher, record_bytes

SALT_BYTES = 32
NO_INSTITUTION = TrainingInstitution({"zh": "", "en": ""}, "")

_FIND = (
    select(
        HoursEntry.id.label("entry_id"),
        HoursEntry.person_id,
        HoursEntry.module_id,
        HoursEntry.course_id,
        HoursEntry.institution_id,
        HoursEntry.calendar_year,
        HoursEntry.minutes,
        HoursEntry.subject_type,
        HoursEntry.created_at,
        HoursEntry.leaf_hash,
    )
    .where(
        HoursEntry.kind == Kind.AWARD.value,
        HoursEntry.person_id == bindparam("person_id"),
        HoursEntry.module_id == bindparam("module_id"),
    )
    .order_by(HoursEntry.generation.desc())
    .limit(1)
)
_HIGHEST_ID = select(func.coalesce(func.max(HoursEntry.id), 0))
_NEXT_ID = select(func.nextval(func.pg_get_serial_sequence(HoursEntry.__tablename__, "id")))


@dataclass(frozen=True, slots=True)
class Award:
    """Hours given to a person for a module; `institution_id` is the person's institution at that moment."""

    entry_id: int
    person_id: int
    module_id: str
    course_id: str
    institution_id: int | None
    calendar_year: int
    minutes: int
    subject_type: str
    created_at: datetime
    leaf_hash: str

    @property
    def record_number(self) -> str:
        return record_number(self.calendar_year, self.entry_id)


def find_award(work: Work, person_id: int, module_id: str) -> Award | None:
    """The person's award for the module; one statement."""
    row = work.session.execute(_FIND, {"person_id": person_id, "module_id": module_id}).one_or_none()
    return Award(**row._asdict()) if row else None


def award(work: Work, completion: Completion) -> Award:
    """Give the hours of a finished module, once; every later call returns that first award."""
    written = _write(work, completion) or find_award(work, completion.person_id, completion.module.module_id)
    if written is None:
        raise RuntimeError(
            f"The award of person {completion.person_id} for {completion.module.module_id} "
            "was neither written nor found."
        )
    return written


def _write(work: Work, completion: Completion) -> Award | None:
    """The award as it was written; None where there is one already."""
    now = work.clock()
    person, institution = accounts.get_learner(work, completion.person_id)
    entry_id = _next_entry_id(work)
    record = make_record(
        completion,
        entry_id=entry_id,
        salt=secrets.token_hex(SALT_BYTES),
        learner=Learner(person.person_id, person.full_name),
        institution=TrainingInstitution(institution.names, institution.code) if institution else NO_INSTITUTION,
        calendar_year=work.calendar_year(now),
        minutes_per_hour=work.settings.minutes_per_hour,
        zone=work.settings.zone,
    )
    return _insert(work, record, entry_id, institution.institution_id if institution else None, now)


def _insert(work: Work, record: Record, entry_id: int, institution_id: int | None, now: datetime) -> Award | None:
    payload = record_bytes(record)
    binding = bound_to(
        entry_id=entry_id,
        kind=record.kind,
        person_id=record.learner.person_number,
        module_id=record.content.module_id,
        generation=record.generation,
    )
    sealed = load_cipher(work.settings).seal(payload, binding)
    award = Award(
        entry_id=entry_id,
        person_id=record.learner.person_number,
        module_id=record.content.module_id,
        course_id=record.content.course_id,
        institution_id=institution_id,
        calendar_year=record.calendar_year,
        minutes=record.minutes,
        subject_type=record.subject_type,
        created_at=now,
        leaf_hash=leaf_hash(payload),
    )
    is_first = insert_new(
        work.session,
        HoursEntry,
        id=entry_id,
        kind=record.kind,
        generation=record.generation,
        actor_id=work.actor.person_id,
        **{field.name: getattr(award, field.name) for field in fields(award) if field.name != "entry_id"},
    )
    if not is_first:
        return None
    work.session.execute(
        insert(HoursPayload).values(
            entry_id=entry_id, key_id=sealed.key_id, nonce=sealed.nonce, ciphertext=sealed.ciphertext
        )
    )
    return award


def _next_entry_id(work: Work) -> int:
    # The record's number is part of what is hashed, so it must be known before the entry is written.
    if work.session.get_bind().dialect.name == "postgresql":
        return int(work.session.scalar(_NEXT_ID) or 0)
    # SQLite lets one transaction write at a time, so nobody else takes this number meanwhile.
    return int(work.session.scalar(_HIGHEST_ID) or 0) + 1
