"""Commands for operators: how the search stands, and making all of it anew."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.search import service
from lms.search.commands.following import Progress, follow, rebuild_index
from lms.search.index import IndexLocked

TOLD_EVERY = 500


@click.group()
def search() -> None:
    """How the search stands, and making it anew."""


@search.command()
@click.pass_obj
def status(house: House) -> None:
    """Say what the search holds, and whether that is what is published."""
    with house.reading() as work:
        standing = service.get_standing(work)
    lines = [("engine", standing.engine)]
    for course in standing.courses:
        counted = ", ".join(f"{count} {language}" for language, count in sorted(course.sections.items()))
        differing = f"; {course.differences} differ from what is published" if course.differences else ""
        lines.append((course.course_id, f"{counted or 'no sections'}{differing}"))
    lines += [
        ("in step", _describe_step(standing)),
        ("on disk", f"{standing.size_bytes / 1_000_000:.1f} MB"),
        ("last change", f"{standing.changed_at:%Y-%m-%d %H:%M:%S} UTC" if standing.changed_at else "none yet"),
        ("waiting letters", str(standing.waiting_letters)),
    ]
    width = max(len(name) for name, _value in lines)
    for name, value in lines:
        click.echo(f"{name:<{width}}  {value}")


@search.command()
@click.pass_obj
def rebuild(house: House) -> None:
    """Write every section anew; people can search meanwhile."""
    with house.reading() as work:
        course_ids = service.list_course_ids(work)
    for course_id in course_ids:
        click.echo(f"{course_id}: {_refresh(house, course_id, anew=True)} sections")
    if house.database.is_sqlite:
        click.echo(f"{_rebuild_index(house)} sections in the index")


def prepare(house: House, report: Callable[[str], None]) -> None:
    """Bring table and index in step with what is published."""
    with house.lock("keeper", wait=False) as had:
        if had:  # else the keeper that holds it is at it
            deliver_due(house)
    with house.reading() as work:
        course_ids = service.list_course_ids(work)
        outdated = [course_id for course_id in course_ids if service.count_differences(work, course_id)]
    for course_id in outdated:
        report(f"{course_id}: {_refresh(house, course_id)} sections")

    def tell(done: int, total: int) -> None:
        if done % TOLD_EVERY == 0:
            report(f"{done} of {total} sections in the index …")

    follow(house, tell)
    report("in step with what is published")


def _refresh(house: House, course_id: str, *, anew: bool = False) -> int:
    with house.writing() as work:
        count = service.refresh_course(work, course_id, anew=anew)
        work.session.commit()
    return count


def _rebuild_index(house: House) -> int:
    try:
        with _progress() as progress:
            return rebuild_index(house, progress, wait=False)
    except IndexLocked:
        click.echo("Another process is writing the index; waiting for it …")
    with _progress() as progress:
        return rebuild_index(house, progress, wait=True)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, a line now and then elsewhere."""
    if not sys.stdout.isatty():
        yield lambda done, total: click.echo(f"{done} of {total} …") if done % TOLD_EVERY == 0 else None
        return
    with click.progressbar(length=1, label="Index") as bar:

        def move(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield move


def _describe_step(standing: service.Standing) -> str:
    differences = sum(course.differences for course in standing.courses)
    if differences:
        return f"no: {differences} sections differ from what is published"
    return f"no: {standing.index_trouble}" if standing.index_trouble else "yes"
