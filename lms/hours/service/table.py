"""The table of an institution's year, read row by row."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import bindparam

from lms.core.work import Work
from lms.hours.models import HoursEntry
from lms.hours.rules import Kind, table_row
from lms.hours.service.payloads import STORED_RECORDS, load_cipher, open_record

ROWS_AT_ONCE = 500

_STORED = (
    STORED_RECORDS.where(
        HoursEntry.kind == Kind.AWARD.value,
        HoursEntry.institution_id == bindparam("institution_id"),
        HoursEntry.calendar_year == bindparam("calendar_year"),
    )
    .order_by(HoursEntry.id)
    .execution_options(yield_per=ROWS_AT_ONCE)
)


def list_rows(work: Work, institution_id: int, calendar_year: int) -> Iterator[tuple[str | int, ...]]:
    """Rows in the order of their entries, a few hundred in memory at a time; who may see them is asked before."""
    cipher = load_cipher(work.settings)
    wanted = {"institution_id": institution_id, "calendar_year": calendar_year}
    with work.session.execute(_STORED, wanted) as stored:
        for row in stored:
            yield table_row(open_record(cipher, row))
