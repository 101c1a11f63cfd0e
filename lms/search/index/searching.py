"""One object for all threads of a process: searches the index, changes it and follows the changes of others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from lms.search import rules
from lms.search.index.documents import Document, Hit, IndexUnavailable, Results, distinct
from lms.search.index.folder import IndexFolder
from lms.search.index.segments import Segment, damage_reported, open_segments, replace_in_build, write_build


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

    def search(
        self,
        query: rules.Query,
        *,
        access: frozenset[str],
        languages: frozenset[str] | None = None,
        course_id: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Results:
        """The sections that have everything the query asks for, best first; an empty query finds nothing.

        Raises IndexUnavailable.
        """
        wanted = [("access", access)]
        if languages is not None:
            wanted.append(("language", languages))
        if course_id is not None:
            wanted.append(("course_id", frozenset({course_id})))
        stop = None if limit is None else offset + limit
        with self._lock:
            self._refresh()
            with damage_reported():
                ranked = self._rank(query, wanted) if query.needles else []
                shown = tuple(Hit(segment.get_document(row), score) for score, segment, row in ranked[offset:stop])
        return Results(len(ranked), shown)

    def _rank(
        self, query: rules.Query, wanted: list[tuple[str, frozenset[str]]]
    ) -> list[tuple[float, Segment, int]]:
        needles = query.needles
        tokens = [rules.required_tokens(needle) for needle in needles]
        holders = [0] * len(needles)
        places: list[tuple[Segment, int]] = []
        measures: list[rules.Measure] = []
        for segment in self._segments:
            found = [[segment.holders("tokens", token) for token in required] for required in tokens]
            for i, sets in enumerate(found):
                holders[i] += min(map(len, sets))
            rows = frozenset.intersection(*(rows for sets in found for rows in sets))
            for field, values in wanted:
                rows = segment.narrow(rows, field, values)
            for row in sorted(rows):
                # The pairs of a run may stand apart from each other: only the text tells.
                if measure := rules.measure(needles, segment.get_form(row)):
                    places.append((segment, row))
                    measures.append(measure)
        sections = sum(segment.row_count for segment in self._segments)
        ranking = zip(rules.scores(measures, holders, sections), places, strict=True)
        return [(score, *place) for score, place in sorted(ranking, key=lambda ranked: -ranked[0])]

    def rebuild(self, documents: Iterable[Document], on_progress: Callable[[int], None] | None = None) -> int:
        """Replace the whole index and return the number of documents; readers see the old one until the end.

        `on_progress` is told how many are in. Raises IndexLocked; IndexUnavailable if others may write there.
        """
        with self._folder.write_lock(), self._folder.new_build() as build:
            return write_build(build, distinct(documents), on_progress)

    def replace_course(self, course_id: str, documents: Iterable[Document]) -> None:
        """Put these documents, or none, in place of all of the course. Raises IndexLocked, IndexUnavailable."""
        replacing = list(distinct(documents))
        if strangers := [document.key for document in replacing if document.course_id != course_id]:
            raise ValueError(f"These documents do not belong to {course_id}: {', '.join(strangers)}")
        with self._folder.write_lock():
            build, _ = self._folder.read_stamp()
            self._folder.refuse_if_open_to_others(build)
            replace_in_build(build, "course_id", course_id, replacing)

    def close(self) -> None:
        """Close what is open; the next search opens it again."""
        with self._lock:
            self._show([], None)

    def _show(self, segments: list[Segment], stamp: tuple[Path, int] | None) -> None:
        for segment in self._segments:
            segment.close()
        self._segments, self._stamp = segments, stamp

    def _refresh(self) -> None:
        """Open the index again if it has changed."""
        while (stamp := self._folder.read_stamp()) != self._stamp:
            build, _ = stamp
            try:
                self._folder.refuse_if_open_to_others(build)
                segments = open_segments(build)
            except IndexUnavailable:
                if self._folder.read_stamp() == stamp:
                    raise
                # Another process swapped or committed meanwhile: try what it left.
            else:
                self._show(segments, stamp)
