"""Taking tables out: who may take which, and the rows as a file."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain

from lms import accounts
from lms.core.parts import Cell, ExportFormat, ExportTable
from lms.core.work import NotFoundError, Work
from lms.exports.rules import file_name

YEAR_MAXIMUM = 9999


@dataclass(frozen=True, slots=True)
class Export:
    """One table of one institution in one year."""

    table: ExportTable
    institution: accounts.InstitutionFacts
    calendar_year: int

    def file_name(self, ending: str) -> str:
        return file_name(self.table.name, self.institution.code, self.calendar_year, ending)


def list_tables(work: Work) -> list[ExportTable]:
    """Every table that a room offers, by name."""
    return sorted(chain.from_iterable(work.hooks.export_tables()), key=lambda table: table.name)


def list_formats(work: Work) -> list[ExportFormat]:
    """Every kind of file that a room can write, by name."""
    return sorted(chain.from_iterable(work.hooks.export_formats()), key=lambda one: one.name)


def get_format(work: Work, name: str) -> ExportFormat:
    """The kind of file with this ending; raises NotFoundError."""
    found = next((one for one in list_formats(work) if one.name == name), None)
    if found is None:
        raise NotFoundError(f"There is no format {name!r}.")
    return found


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


def stream(
    work: Work, export: Export, kind: ExportFormat, language: str, report: Callable[[int], None] | None = None
) -> Iterator[bytes]:
    """The file in pieces, its heading in the language; `report` is told the number of rows so far."""
    columns = export.table.columns
    labels = tuple(export.table.labels[column][language] for column in columns)
    with closing(_rows(work, export)) as rows:
        yield from kind.write(columns, labels, _counted(rows, report) if report else rows)


def _may_see(work: Work, institution_id: int) -> bool:
    return work.actor.is_administrator or institution_id in work.actor.registrar_of


def _rows(work: Work, export: Export) -> Generator[tuple[Cell, ...], None, None]:
    # A generator whatever the room returns, so that closing it closes what the room holds open.
    yield from export.table.rows(work, export.institution.institution_id, export.calendar_year)


def _counted(rows: Iterator[tuple[Cell, ...]], report: Callable[[int], None]) -> Iterator[tuple[Cell, ...]]:
    for number, row in enumerate(rows, start=1):
        yield row
        report(number)
