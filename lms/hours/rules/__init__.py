"""What is true of hours: how they are counted, what a record says, what a table of them shows."""

from __future__ import annotations

from lms.hours.rules.hours import YearSummary, hours_from_minutes, summarise_year
from lms.hours.rules.record import (
    FIRST_GENERATION,
    SCHEMA,
    Kind,
    Learner,
    Record,
    Status,
    SubjectType,
    TrainingInstitution,
    leaf_hash,
    make_record,
    record_number,
)
from lms.hours.rules.table import COLUMNS, LABELS, TITLES, table_row

__all__ = [
    "COLUMNS",
    "FIRST_GENERATION",
    "LABELS",
    "SCHEMA",
    "TITLES",
    "Kind",
    "Learner",
    "Record",
    "Status",
    "SubjectType",
    "TrainingInstitution",
    "YearSummary",
    "hours_from_minutes",
    "leaf_hash",
    "make_record",
    "record_number",
    "summarise_year",
    "table_row",
]
