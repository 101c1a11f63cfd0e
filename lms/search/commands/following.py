"""The index of this machine follows the table: what differs is written, in whole commits, outside transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lms.core.house import House
from lms.search import rules, service
from lms.search.index import IndexLocked, IndexUnavailable, IndexWriter

BATCH = 500
"""Sections in one commit of the index, and in one reading of the table."""

Progress = Callable[[int, int], None]
"""Told how many sections of how many are in."""


def follow(house: House, progress: Progress = lambda _done, _total: None) -> None:
    """Bring the index in step where the table has changed; an idle second costs one small statement.

    Nothing is remembered but what stands in table and index, so whoever is killed leaves the rest to the next.
    """
    if not house.database.is_sqlite:
        return
    index = service.open_index(house.settings)
    with house.reading() as work:
        number = service.read_number(work)
    if index.is_in_step(number):
        return
    try:
        with index.writing() as writer:
            index.note_in_step(_bring_in_step(house, writer, progress))
    except IndexLocked:
        return  # another process is at it, and the next turn will see what it left


def rebuild_index(house: House, progress: Progress, *, wait: bool) -> int:
    """Build the index anew from the table; returns the number of sections. Raises IndexLocked unless it waits."""
    index = service.open_index(house.settings)
    with index.writing(wait=wait) as writer:
        with house.reading() as work:
            number, total = service.read_number(work), len(service.read_digests(work))
        count = _rebuild(house, writer, total, progress)
        index.note_in_step(number)
    return count


def _bring_in_step(house: House, writer: IndexWriter, progress: Progress) -> int:
    """Write what differs; returns the number of the change that this is in step with."""
    with house.reading() as work:
        number, wanted = service.read_number(work), service.read_digests(work)
    try:
        held = writer.read_digests()
        changed = sorted(key for key, digest in wanted.items() if held.get(key) != digest)
        gone = held.keys() - wanted.keys()
        for start in range(0, len(changed) or len(gone), BATCH):
            batch = changed[start : start + BATCH]
            # What has gone from the table since is taken out too.
            writer.change(gone.union(batch), _read(house, batch))
            gone = set()
    except IndexUnavailable:
        _rebuild(house, writer, len(wanted), progress)
    return number


def _rebuild(house: House, writer: IndexWriter, total: int, progress: Progress) -> int:
    return writer.rebuild(_read_all(house), lambda done: progress(done, total))


def _read(house: House, keys: Sequence[str]) -> list[rules.Section]:
    with house.reading() as work:
        return service.list_sections(work, keys)


def _read_all(house: House) -> Iterator[rules.Section]:
    last = ""
    while True:
        with house.reading() as work:
            sections = service.list_sections_after(work, last, BATCH)
        yield from sections
        if len(sections) < BATCH:
            return
        last = sections[-1].document.key
