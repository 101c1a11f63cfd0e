"""One object for all threads of a process: searches the index and follows the changes of others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.search import rules
from lms.search.index.finding import find
from lms.search.index.folder import IndexFolder
from lms.search.index.results import IndexUnavailable, Results
from lms.search.index.segments import Segment, damage_reported, open_segments
from lms.search.index.writing import IndexWriter, read_digests

log = logging.getLogger(__name__)


class SearchIndex:
    """The index in one folder, which is made when it is first built.

    Whoosh is asked only which sections hold a term. Its own search is not used: the skipping of Whoosh 2.7.4 loses
    better hits from the top of a list, its `Require` excludes what it should require, and scoring every match
    by its matchers takes several times longer than counting in the text.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = IndexFolder(folder)
        # Whoosh's readers seek in files they share, so one search at a time.
        self._lock = threading.Lock()
        self._segments: list[Segment] = []
        self._stamp: tuple[Path, int] | None = None
        self._in_step: tuple[int, tuple[Path, int]] | None = None

    def search(self, query: rules.Query, scope: rules.Scope, *, limit: int, offset: int = 0) -> Results:
        """The sections that have everything the query asks for, best first; an empty query finds nothing.

        Raises IndexUnavailable.
        """
        with self._lock:
            self._refresh()
            try:
                with damage_reported():
                    return find(self._segments, query, scope, offset, offset + limit)
            except IndexUnavailable as error:
                self._complain(self._stamp, error)
                raise

    @contextmanager
    def writing(self, *, wait: bool = False) -> Iterator[IndexWriter]:
        """Write while no other process does. Raises IndexLocked unless it is to wait; IndexUnavailable."""
        with self._folder.write_lock(wait=wait):
            yield IndexWriter(self._folder)

    def read_digests(self) -> dict[str, str]:
        """Key → digest of every section in the index, read from its files anew. Raises IndexUnavailable."""
        return read_digests(self._folder)

    def note_in_step(self, number: int) -> None:
        """Remember that the index, as it is now, holds what stood in the table at a change of that number."""
        self._in_step = number, self._folder.read_stamp()

    def is_in_step(self, number: int) -> bool:
        """Whether nothing has happened to table or index since, and no reader has found it damaged."""
        try:
            stamp = self._folder.read_stamp()
        except IndexUnavailable:
            return False
        return self._in_step == (number, stamp) and not self._folder.has_complaint(stamp)

    def count_bytes(self) -> int:
        """The size of the index on disk."""
        return self._folder.count_bytes()

    def close(self) -> None:
        """Close what is open; the next search opens it again."""
        with self._lock:
            self._show([], None)

    def _show(self, segments: list[Segment], stamp: tuple[Path, int] | None) -> None:
        for segment in self._segments:
            segment.close()
        self._segments, self._stamp = segments, stamp

    def _complain(self, stamp: tuple[Path, int] | None, error: IndexUnavailable) -> None:
        """Tell the one who writes, and the log, once."""
        if stamp is not None and not self._folder.has_complaint(stamp):
            log.warning("search: %s", error)
            self._folder.complain(stamp)

    def _refresh(self) -> None:
        """Open the index again if it has changed."""
        while (stamp := self._folder.read_stamp()) != self._stamp:
            build, _ = stamp
            try:
                self._folder.refuse_if_open_to_others(build)
                segments = open_segments(build)
            except IndexUnavailable as error:
                if self._folder.read_stamp() == stamp:
                    self._complain(stamp, error)
                    raise
                # Another process swapped or committed meanwhile: try what it left.
            else:
                self._show(segments, stamp)
