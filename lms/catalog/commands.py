"""Commands for authors: publish a folder of courses."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from lms.catalog import service
from lms.catalog.reader import find_course_folders
from lms.catalog.rules import CourseChange
from lms.core import chores
from lms.core.house import House

QUIET_SECONDS = 2.0
"""How long checking may take before it says where it is."""


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--by", default="operator", show_default=True, help="Who publishes, as the record will say.")
@click.pass_obj
def publish(house: House, path: Path | None, by: str) -> None:
    """Publish courses that have no errors; says what changed.

    PATH is a folder of courses, or one course; without it, the folder that `lms prepare` publishes. All of them
    are published or none.
    """
    report = _check(house, path)
    try:
        _publish(house, report, by, lambda change: click.echo(str(change)))
    except service.PublishError as error:
        raise click.ClickException(str(error)) from error
    chores.run_unless_kept(house)


def prepare(house: House, report_line: Callable[[str], None]) -> None:
    """Publish the courses folder before the first page; what has errors stays as it was, and is said."""
    folder = house.settings.courses
    if not folder.is_dir():
        report_line(f"no folder {folder}; serving what is published")
        return
    folders = find_course_folders(folder)
    with house.reading() as work:
        changed = service.list_changed(work, folders)
    if folders and not changed:
        report_line(f"{_count(len(folders), 'course')}, unchanged since they were published")
        return
    report = service.check(house.rooms.hook, folder, folders=changed or None, on_course=_progress(report_line))
    for finding in report.findings:
        report_line(str(finding))
    try:
        changes = _publish(house, report, "lms prepare", lambda change: report_line(str(change)))
    except service.PublishError as error:
        report_line(f"{error} The revisions published before are served.")
    else:
        new = sum(change.kind in {"new", "changed"} for change in changes)
        report_line(f"{_count(len(folders), 'course')}, {new} with a new revision")


def _publish(
    house: House, report: service.CheckReport, by: str, on_course: Callable[[CourseChange], None]
) -> list[CourseChange]:
    with house.writing() as work:
        changes = service.publish(work, report, by=by)
        work.session.commit()
    for change in changes:
        on_course(change)
    return changes


def _check(house: House, path: Path | None) -> service.CheckReport:
    tell = partial(click.echo, err=True)
    report = service.check(house.rooms.hook, path or house.settings.courses, on_course=_progress(tell))
    for finding in report.findings:
        click.echo(str(finding))
    return report


def _progress(tell: Callable[[str], None]) -> Callable[[int, int, str], None]:
    """Tells of each course that is checked, once checking has taken a while."""
    started = time.perf_counter()

    def on_course(number: int, total: int, path: str) -> None:
        if time.perf_counter() - started > QUIET_SECONDS:
            tell(f"[{number}/{total}] checking {path}")

    return on_course


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
