"""The one who writes the index: compares, changes in whole commits, or builds anew beside the old."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from lms.search import rules
from lms.search.index.results import IndexUnavailable
from lms.search.index.segments import change_build, damage_reported, open_segments, write_build

if TYPE_CHECKING:
    from lms.search.index.folder import IndexFolder


def read_digests(folder: IndexFolder) -> dict[str, str]:
    """Key → digest of every section in the index, read from its files anew. Raises IndexUnavailable."""
    stamp = folder.read_stamp()
    folder.refuse_if_open_to_others(stamp[0])
    if folder.has_complaint(stamp):
        raise IndexUnavailable("A reader found the search index damaged: rebuild it.")
    try:
        segments = open_segments(stamp[0])
    except IndexUnavailable:
        if folder.read_stamp() == stamp:
            raise
        return read_digests(folder)  # another process swapped or committed meanwhile
    try:
        with damage_reported():
            return dict(state for segment in segments for state in segment.list_states())
    finally:
        for segment in segments:
            segment.close()


class IndexWriter:
    """Whoever holds the lock of the folder; see SearchIndex.writing."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder

    def read_digests(self) -> dict[str, str]:
        """Key → digest of every section in the index. Raises IndexUnavailable where it must be built anew."""
        self._folder.remove_left_overs()
        return read_digests(self._folder)

    def change(self, gone: Collection[str], sections: Iterable[rules.Section]) -> None:
        """Take out the keys and put in the sections, in one commit. Raises IndexUnavailable."""
        build, _ = self._folder.read_stamp()
        change_build(build, gone, sections)

    def rebuild(self, sections: Iterable[rules.Section], on_progress: Callable[[int], None] | None = None) -> int:
        """Replace the whole index and return the number of sections; readers see the old one until the end.

        `on_progress` is told how many are in.
        """
        with self._folder.new_build() as build:
            return write_build(build, sections, on_progress)
