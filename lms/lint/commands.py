"""The command for authors: what is wrong with a folder of courses."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from lms.core.house import House
from lms.lint import service
from lms.lint.writer import WRITERS, SkeletonError, write_course, write_module

QUIET_SECONDS = 2.0
"""How long checking may take before it says where it is."""


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--run", is_flag=True, help="Run every `python run` block, and compare what it prints.")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="text", show_default=True, help="How.")
@click.pass_obj
def check(house: House, path: Path | None, run: bool, form: str) -> None:
    """List every mistake of every course; exit 1 on errors.

    PATH is a folder of courses, or one course; without it, the folder that `lms prepare` publishes. Warnings say
    what the guide for authors finds wanting; each rule has its page in docs/rules/.

    With --run, programs of the courses are executed on this computer, each in a fresh interpreter with limits on
    time and memory: run it on courses of people you trust.
    """
    progress = _Progress()
    report = service.lint(
        house.rooms.hook,
        path or house.settings.courses,
        runs_programs=run,
        on_course=partial(progress.tell, "checking"),
        on_program=partial(progress.tell, "running"),
    )
    click.echo(WRITERS[form](report.findings, report.counts), nl=False)
    click.echo(f"{report.counts}.", err=True)
    found = f"{_count(report.errors, 'error')}, {_count(report.warnings, 'warning')}"
    click.echo(
        f"{_count(report.courses, 'course')}, {_count(report.counts.modules, 'module')}: {found}.", err=True
    )
    if report.errors:
        raise click.exceptions.Exit(1)


@click.group()
def new() -> None:
    """Begin a course or a module."""


@new.command("course")
@click.argument("name")
@click.pass_obj
def new_course(house: House, name: str) -> None:
    """Begin a course of one module.

    Its files have no mistake, and say at each place what to write.

    NAME is its permanent id, such as edge-computing, and the name of its folder.
    """
    _tell_begun(house, name, lambda courses: write_course(courses, name))


@new.command("module")
@click.argument("course")
@click.argument("name")
@click.pass_obj
def new_module(house: House, course: str, name: str) -> None:
    """Begin a module at the end of a course, and list it there.

    COURSE is the id of the course; NAME says what the module is about, such as sensing, and may change later.
    """
    _tell_begun(house, course, lambda courses: write_module(courses / course, name))


def _tell_begun(house: House, course: str, begin: Callable[[Path], Path]) -> None:
    try:
        folder = begin(house.settings.courses)
    except SkeletonError as error:
        raise click.ClickException(str(error)) from error
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        click.echo(str(file))
    click.echo(
        f"Write what stands there; `lms check {house.settings.courses / course}` says what is still wanting.",
        err=True,
    )


class _Progress:
    """Tells what is being done, once that has taken a while."""

    def __init__(self) -> None:
        self.started = time.perf_counter()

    def tell(self, doing: str, number: int, total: int, name: str) -> None:
        if time.perf_counter() - self.started > QUIET_SECONDS:
            click.echo(f"[{number}/{total}] {doing} {name}", err=True)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
