"""How sections are written to Whoosh and which of them hold a term."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh.index import create_in, open_dir
from whoosh.lang.snowball.english import EnglishStemmer
from whoosh.reading import TermNotFound
from whoosh.system import pack_uint

from lms.core.parts import SearchDocument
from lms.search import rules
from lms.search.index.results import IndexUnavailable


def _column() -> Any:
    # Columns, not stored fields: those are pickles. Above 32,768 rows Whoosh would write offsets and another
    # layout; deriving them on opening takes milliseconds and is the one path that is always tried.
    return fields.COLUMN(columns.VarBytesColumn(allow_offsets=False))


class _Counted(fields.FieldType):  # type: ignore[misc]  # Whoosh ships no types
    """Terms given with their counts, for Whoosh counts no better than once each in a list."""

    def __init__(self) -> None:
        self.format = formats.Frequency()
        self.analyzer = self.vector = self.column_type = None
        self.scorable = self.stored = self.unique = False

    def index(self, value: dict[str, int], **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for token, count in value.items():
            yield token.encode(), count, float(count), pack_uint(count)


_SCHEMA = fields.Schema(
    key=fields.ID(),
    course_id=fields.ID(),
    language=fields.ID(),
    access=fields.ID(),
    tokens=_Counted(),
    state=_column(),
    text=_column(),
    bonus=_column(),
    length=fields.COLUMN(columns.NumericColumn("I")),
    document=_column(),
)

# Not whoosh.lang.porter, which leaves double consonants standing: there "overfitting" does not find "overfit".
stem: rules.Stem = lru_cache(maxsize=1 << 16)(EnglishStemmer().stem)


class Segment:
    """One opened part of the index; its rows are numbered by themselves."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._states = reader.column_reader("state", translate=False)
        self._texts = reader.column_reader("text", translate=False)
        self._bonuses = reader.column_reader("bonus", translate=False)
        self._documents = reader.column_reader("document", translate=False)
        self._lengths: list[int] = []
        self._known: dict[tuple[str, str], frozenset[int]] = {}
        self.row_count: int = reader.doc_count()

    def holders(self, field: str, term: str) -> frozenset[int]:
        """The rows that hold the term, without deleted ones."""
        try:
            return frozenset(self._reader.postings(field, term).all_ids())
        except TermNotFound:
            return frozenset()

    def select(self, field: str, values: Iterable[str]) -> frozenset[int]:
        """The rows whose field has one of the values."""
        return frozenset().union(*(self._select(field, value) for value in values))

    def _select(self, field: str, value: str) -> frozenset[int]:
        if field == "tokens":
            return self.holders(field, value)
        # Few values, asked for by every search: kept as long as the segment is open.
        if (field, value) not in self._known:
            self._known[field, value] = self.holders(field, value)
        return self._known[field, value]

    def get_state(self, row: int) -> tuple[str, str]:
        """Key and digest of a row."""
        key, _, digest = self._states[row].decode().rpartition(" ")
        return key, digest

    def list_states(self) -> Iterator[tuple[str, str]]:
        """Key and digest of every row, without deleted ones."""
        return map(self.get_state, self._reader.all_doc_ids())

    def frequencies(self, token: str) -> dict[int, int]:
        """Row → count of every row that holds the token, without deleted ones."""
        found: dict[int, int] = {}
        try:
            posting = self._reader.postings("tokens", token)
        except TermNotFound:
            return found
        while posting.is_active():
            found[posting.id()] = int(posting.weight())
            posting.next()
        return found

    def get_bonus(self, row: int) -> str:
        """Of the searchable form that which only ranks."""
        bonus: bytes = self._bonuses[row]
        return bonus.decode()

    def get_form(self, row: int) -> rules.Form:
        """The searchable form of a row."""
        return rules.Form(self._texts[row].decode(), self.get_bonus(row))

    def get_length(self, row: int) -> int:
        """The length of the searchable form; all are read at the first question."""
        if not self._lengths:
            self._lengths = list(self._reader.column_reader("length"))
        return self._lengths[row]

    def get_document(self, row: int) -> SearchDocument:
        """The document as it was given."""
        known = json.loads(self._documents[row])
        return SearchDocument(**{**known, "headings": tuple(known["headings"])})

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()


@contextmanager
def damage_reported() -> Iterator[None]:
    """Raise IndexUnavailable for whatever Whoosh raises on damaged files, which may be anything."""
    try:
        yield
    except Exception as error:
        raise IndexUnavailable(f"The search index cannot be used ({error!r}): rebuild it.") from error


def open_segments(build: Path) -> list[Segment]:
    """The segments of a build as they are now. Raises IndexUnavailable."""
    with damage_reported():
        reader = open_dir(build, schema=_SCHEMA).reader()
        return [Segment(leaf) for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]


def write_build(
    build: Path, sections: Iterable[rules.Section], on_progress: Callable[[int], None] | None = None
) -> int:
    """Fill an empty folder and return the number of sections."""
    count = 0
    with _writing(create_in(build, _SCHEMA)) as writer:
        for count, section in enumerate(sections, start=1):
            _add(writer, section)
            if on_progress:
                on_progress(count)
    return count


def change_build(build: Path, gone: Collection[str], sections: Iterable[rules.Section]) -> None:
    """Take out the keys and put in the sections, in place of any with their keys. Raises IndexUnavailable."""
    added = list(sections)
    keys = {*gone, *(section.document.key for section in added)}
    with damage_reported(), _writing(open_dir(build, schema=_SCHEMA)) as writer:
        # The writer's own deleting by term opens a searcher for each.
        with writer.reader() as reader:
            rows = [row for key in keys for row in _rows_of(reader, key)]
        for row in rows:
            writer.delete_document(row)
        for section in added:
            _add(writer, section)


def _rows_of(reader: Any, key: str) -> list[int]:
    try:
        return list(reader.postings("key", key).all_ids())
    except TermNotFound:
        return []


@contextmanager
def _writing(index: Any) -> Iterator[Any]:
    writer = index.writer(limitmb=256)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _add(writer: Any, section: rules.Section) -> None:
    document, form = section.document, section.form
    writer.add_document(
        key=document.key,
        course_id=document.course_id,
        language=document.language,
        access=document.access,
        tokens=rules.tokens(form),
        state=f"{document.key} {section.digest}".encode(),
        text=form.text.encode(),
        bonus=form.bonus.encode(),
        length=len(form.text),
        document=json.dumps(asdict(document), ensure_ascii=False).encode(),
    )
