"""A person's own year: the sum against the yearly duty, and the records it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select

from lms.core.parts import Words
from lms.core.work import NotFoundError, Work
from lms.hours.models import HoursEntry
from lms.hours.rules import Kind, Record, YearSummary, hours_from_minutes, summarise_year
from lms.hours.service.payloads import STORED_RECORDS, load_cipher, open_record

_MY_AWARDS = (HoursEntry.kind == Kind.AWARD.value, HoursEntry.person_id == bindparam("person_id"))
_YEARS = select(HoursEntry.calendar_year).where(*_MY_AWARDS).distinct()
_RECORDS = STORED_RECORDS.where(*_MY_AWARDS, HoursEntry.calendar_year == bindparam("calendar_year")).order_by(
    HoursEntry.id.desc()
)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record in the words of its day; `hours` of a single line are informational."""

    record_number: str
    completed_on: date
    course_title: Words
    module_title: Words
    minutes: int
    hours: Decimal
    institution: Words | None


@dataclass(frozen=True, slots=True)
class MyYear:
    """`years` are those one can look at, the present one among them, latest first."""

    calendar_year: int
    years: tuple[int, ...]
    summary: YearSummary
    minutes_per_hour: int
    records: tuple[RecordLine, ...]


def get_my_year(work: Work, calendar_year: int | None = None) -> MyYear:
    """The actor's year, by default the present one; raises NotFoundError for another year without records."""
    person_id = work.actor.get_person_id()
    present = work.calendar_year(work.clock())
    wanted = present if calendar_year is None else calendar_year
    years = {present, *work.session.scalars(_YEARS, {"person_id": person_id})}
    if wanted not in years:
        raise NotFoundError(f"No hours in {wanted}.")
    cipher = load_cipher(work.settings)
    stored = work.session.execute(_RECORDS, {"person_id": person_id, "calendar_year": wanted}).all()
    return MyYear(
        calendar_year=wanted,
        years=tuple(sorted(years, reverse=True)),
        summary=summarise_year(
            ((row.subject_type, row.minutes) for row in stored),
            minutes_per_hour=work.settings.minutes_per_hour,
            target_hours=work.settings.target_hours,
            target_professional_hours=work.settings.target_professional_hours,
        ),
        minutes_per_hour=work.settings.minutes_per_hour,
        records=tuple(_line(open_record(cipher, row)) for row in stored),
    )


def _line(record: Record) -> RecordLine:
    return RecordLine(
        record_number=record.record_id,
        completed_on=date.fromisoformat(record.end_date),
        course_title=record.content.course_title,
        module_title=record.content.module_title,
        minutes=record.minutes,
        hours=hours_from_minutes(record.minutes, record.minutes_per_hour),
        institution=record.institution.names if record.institution.code else None,
    )
