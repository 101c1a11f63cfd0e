"""`lms export`: the same file without a browser."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from lms import accounts
from lms.core.house import House
from lms.core.languages import DEFAULT_LANGUAGE, LANGUAGES
from lms.core.parts import ExportFormat
from lms.core.work import NotFoundError, Work
from lms.exports import service

ROWS_BETWEEN_REPORTS = 10_000


@click.command()
@click.argument("table", required=False)
@click.option("--institution", "code", help="Code of the training institution.")
@click.option("--year", type=click.IntRange(1, service.YEAR_MAXIMUM), help="Calendar year.")
@click.option("--format", "ending", default="csv", show_default=True, help="Kind of file.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, show_default=True, help="Of the heading."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; else standard output."
)
@click.pass_obj
def export(
    house: House,
    table: str | None,
    code: str | None,
    year: int | None,
    ending: str,
    language: str,
    output: Path | None,
) -> None:
    """Write TABLE as a file; without TABLE, list what there is.

    Such as `lms export hours --institution DASHAN --year 2026 -o hours.csv`.
    """
    with house.reading() as work:
        if table is None:
            click.echo("\n".join(_choices(work)))
            return
        if code is None or year is None:
            raise click.UsageError(
                "Say whose and when: --institution CODE --year YEAR. `lms export` lists what there is."
            )
        try:
            kind = service.get_format(work, ending)
            chosen = service.get_export(work, table, code, year)
        except NotFoundError as error:
            raise click.ClickException(" ".join([str(error), *_choices(work)])) from error
        with _destination(output) as file:
            count = _write(work, chosen, kind, language, file)
    click.echo(f"{count:,} rows of {table} of {chosen.institution.code} in {year}.", err=True)


def _write(work: Work, chosen: service.Export, kind: ExportFormat, language: str, file: IO[bytes]) -> int:
    count = 0

    def report(number: int) -> None:
        nonlocal count
        count = number
        if number % ROWS_BETWEEN_REPORTS == 0:
            click.echo(f"{number:,} rows …", err=True)

    for piece in service.stream(work, chosen, kind, language, report):
        file.write(piece)
    return count


@contextmanager
def _destination(output: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that bears its name only once it is whole and is readable by its owner alone."""
    if output is None:
        yield sys.stdout.buffer
        return
    try:
        descriptor, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.", suffix=".part")
    except OSError as error:
        raise click.ClickException(f"{output.parent} cannot be written: {error.strerror}.") from error
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(descriptor)
        draft.replace(output)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _choices(work: Work) -> list[str]:
    choices = {
        "Tables": [table.name for table in service.list_tables(work)],
        "Formats": [kind.name for kind in service.list_formats(work)],
        "Institutions": [institution.code for institution in accounts.list_institutions(work)],
    }
    return [f"{title}: {', '.join(names) or 'none yet'}." for title, names in choices.items()]
