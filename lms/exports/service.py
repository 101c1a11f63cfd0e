"""Taking tables out: who may take which, and the rows as a file."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain

from lms import accounts
from lms.core.parts import ExportTable
from lms.core.work import NotFoundError, Work
from lms.exports.rules import file_name
from lms.exports.writer import csv_pieces

YEAR_MAXIMUM = 9999


@dataclass(frozen=True, slots=True)
class Export:
    """One table of one institution in one year."""

    table: ExportTable
    institution: accounts.InstitutionFacts
    calendar_year: int

    @property
    def file_name(self) -> str:
        return file_name(self.table.name, self.institution.code, self.calendar_year)


def list_tables(work: Work) -> list[ExportTable]:
    """Every table that a room offers, by name."""
    return sorted(chain.from_iterable(work.hooks.export_tables()), key=lambda table: table.name)


def get_export(work: Work, table_name: str, institution_code: str, calendar_year: int) -> Export:
    """The export; raises NotFoundError for what does not exist and for what is not the actor's to see."""
    table = next((table for table in list_tables(work) if table.name == table_name), None)
    if table is None:
        raise NotFoundError(f"There is no table {table_name!r}.")
    if not 1 <= calendar_year <= YEAR_MAXIMUM:
        raise NotFoundError(f"There is no year {calendar_year}.")
    institution = accounts.find_institution_by_code(work, institution_code)
    if institution is None or not _may_see(work, institution.institution_id):
        raise NotFoundError(f"There is no institution {institution_code!r}.")
    return Export(table, institution, calendar_year)


def has_rows(work: Work, export: Export) -> bool:
    """Whether the file would hold more than its heading; reads one row."""
    with closing(_rows(work, export)) as rows:
        return next(rows, None) is not None


def stream_csv(
    work: Work, export: Export, language: str, report: Callable[[int], None] | None = None
) -> Iterator[bytes]:
    """The file in pieces, its heading in the language; `report` is told the number of rows so far."""
    labels = [export.table.labels[column][language] for column in export.table.columns]
    with closing(_rows(work, export)) as rows:
        yield from csv_pieces(labels, _counted(rows, report) if report else rows)


def _may_see(work: Work, institution_id: int) -> bool:
    return work.actor.is_administrator or institution_id in work.actor.registrar_of


def _rows(work: Work, export: Export) -> Generator[tuple[str | int, ...], None, None]:
    # A generator whatever the room returns, so that closing it closes what the room holds open.
    yield from export.table.rows(work, export.institution.institution_id, export.calendar_year)


def _counted(
    rows: Iterator[tuple[str | int, ...]], report: Callable[[int], None]
) -> Iterator[tuple[str | int, ...]]:
    for number, row in enumerate(rows, start=1):
        yield row
        report(number)
