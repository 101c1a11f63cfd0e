"""Commands for authors of banks: check, fmt, import, export."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from lms.core.findings import Finding
from lms.core.house import House
from lms.core.languages import LANGUAGES
from lms.quizzes.rules import Pool
from lms.quizzes.service import bank_files, exchange

BANK = "quiz.md"


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.pass_obj
def check(house: House, path: Path) -> None:
    """Check the banks in PATH, a folder or one file; exit 1 on errors."""
    banks = [
        bank_files.check_bank(house.rooms.hook, source, str(file)) for file, source in _read_banks(path).items()
    ]
    findings = [finding for bank in banks for finding in bank.findings]
    _print(findings)
    errors = sum(finding.is_error for finding in findings)
    questions = sum(bank.count for bank in banks)
    found = f"{_count(errors, 'error')}, {_count(len(findings) - errors, 'warning')}"
    click.echo(f"{_count(len(banks), 'bank')}, {_count(questions, 'question')}: {found}.", err=True)
    if errors:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--check", "only_checks", is_flag=True, help="Change nothing; exit 1 where something would be.")
@click.pass_obj
def fmt(house: House, path: Path, *, only_checks: bool) -> None:
    """Rewrite the questions in PATH in canonical form.

    PATH is a folder or one file; the text around the questions stays as it is.
    """
    banks = _read_banks(path)
    changed, refused = 0, 0
    for file, source in banks.items():
        try:
            formatted = bank_files.format_bank(house.rooms.hook, source, str(file))
        except bank_files.BankError as error:
            _print(error.findings)
            click.echo(str(error), err=True)
            refused += 1
            continue
        if formatted.encode() != file.read_bytes():
            changed += 1
            click.echo(f"{'would change' if only_checks else 'changed'} {file}")
            if not only_checks:
                exchange.replace_file(file, formatted.encode())
    click.echo(f"{_count(len(banks), 'bank')}, {changed} not in canonical form.", err=True)
    if refused or (only_checks and changed):
        raise click.exceptions.Exit(1)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--into", "bank", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A quiz.md.")
@click.option(
    "--format", "format_name", type=click.Choice(exchange.IMPORT_FORMATS), help="Found out if not given."
)
@click.option("--language", type=click.Choice(LANGUAGES), required=True, help="What the file's texts are in.")
@click.option("--section", default="", help="The anchor of the section that the questions are about.")
@click.option(
    "--pool",
    type=click.Choice([str(pool) for pool in Pool]),
    default=str(Pool.GRADED),
    show_default=True,
    help="What the questions are for.",
)
@click.option("--ids", "prefix", default="", help="How new ids begin (default: as those of the bank).")
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and change nothing.")
@click.pass_obj
def take(
    house: House,
    file: Path,
    bank: Path,
    *,
    format_name: str | None,
    language: str,
    section: str,
    pool: str,
    prefix: str,
    dry_run: bool,
) -> None:
    """Add the questions of FILE to a bank.

    FILE is GIFT, Aiken, Moodle XML, or Canvas QTI 1.2.
    """
    try:
        report = exchange.import_questions(
            house.rooms.hook,
            file.read_bytes(),
            bank=_read(bank) if bank.exists() else "",
            path=str(bank),
            format_name=format_name or "",
            language=language,
            placement=exchange.Placement(section, Pool(pool), prefix),
        )
    except exchange.ForeignFileError as error:
        raise click.ClickException(f"{file}: nothing was taken. {error}") from error
    except exchange.BankError as error:
        _print(error.findings)
        raise click.ClickException(f"Nothing was taken. {error}") from error
    _print_report(report)
    if report.taken and not dry_run:
        exchange.replace_file(bank, report.bank.encode())
    click.echo(
        f"{'Would take' if dry_run else 'Took'} {_count(len(report.taken), 'question')}, "
        f"{sum(bool(taken.changes) for taken in report.taken)} of them changed; {len(report.refused)} not taken.",
        err=True,
    )
    if not report.taken:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(exchange.EXPORT_FORMATS),
    required=True,
    help="What the other system reads.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Default: both in Moodle XML, English elsewhere.")
@click.pass_obj
def export(house: House, path: Path, output: Path, format_name: str, language: str | None) -> None:
    """Write the banks in PATH for another system.

    PATH is a folder or one file.
    """
    banks = {str(file): source for file, source in _read_banks(path).items()}
    title = (path if path.is_dir() else path.parent).resolve().name
    try:
        result = exchange.export_questions(
            house.rooms.hook, banks, format_name, language=language or "", title=title
        )
    except exchange.BankError as error:
        _print(error.findings)
        raise click.ClickException(f"Nothing was written. {error}") from error
    _print_lost("changed", result.lost)
    _print_lost("not written", result.refused)
    if not result.count:
        raise click.ClickException("Nothing was written: there is no question that the format can hold.")
    exchange.replace_file(output, result.data)
    click.echo(f"Wrote {_count(result.count, 'question')}; {len(result.refused)} not written.", err=True)


def _read_banks(path: Path) -> dict[Path, str]:
    """The text of each bank by its path; raises ClickException where there is none."""
    files = [path] if path.is_file() else sorted(path.rglob(BANK))
    if not files:
        raise click.ClickException(f"There is no {BANK} in {path}.")
    return {file: _read(file) for file in files}


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8: look at byte {error.start}.") from error


def _print(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(str(finding))


def _print_report(report: exchange.ImportReport) -> None:
    for remark in report.remarks:
        click.echo(remark)
    for taken in report.taken:
        name = f" ({taken.name})" if taken.name else ""
        click.echo(f"{taken.place}{name}: taken as {taken.question_id}")
        for change in taken.changes:
            click.echo(f"    changed: {change}")
    for refused in report.refused:
        name = f" ({refused.name})" if refused.name else ""
        click.echo(f"{refused.place}{name}: not taken: {refused.reason}")


def _print_lost(what: str, losses: Iterable[exchange.Lost]) -> None:
    """Each thing that is lost once, with the questions that lose it."""
    ids: dict[str, list[str]] = {}
    for lost in losses:
        ids.setdefault(f"{lost.what}: {lost.becomes}", []).append(lost.question_id)
    for sentence, question_ids in ids.items():
        click.echo(f"{what}: {sentence} ({', '.join(question_ids)})")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
