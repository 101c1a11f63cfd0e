"""How sections are written to Whoosh and which of them hold a term."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from whoosh import columns, fields
from whoosh.index import create_in, open_dir
from whoosh.lang import porter
from whoosh.reading import TermNotFound

from lms.search import rules
from lms.search.index.documents import Document, IndexUnavailable


def _column() -> Any:
    # Columns, not stored fields: those are pickles. Above 32,768 rows Whoosh would write offsets and another
    # layout; deriving them on opening takes milliseconds and is the one path that is always tried.
    return fields.COLUMN(columns.VarBytesColumn(allow_offsets=False))


_SCHEMA = fields.Schema(
    course_id=fields.ID(),
    module_id=fields.ID(),
    language=fields.ID(),
    access=fields.ID(),
    tokens=fields.ID(),
    form=_column(),
    document=_column(),
)

stem: rules.Stem = lru_cache(maxsize=1 << 16)(porter.stem)


def parse_query(text: str) -> rules.Query:
    """The query a person typed, with the stems this index is made of."""
    return rules.parse_query(text, stem)


class Segment:
    """One opened part of the index; its rows are numbered by themselves."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._forms = reader.column_reader("form", translate=False)
        self._documents = reader.column_reader("document", translate=False)
        self._visible: dict[tuple[str, str], frozenset[int]] = {}
        self.row_count: int = reader.doc_count()

    def holders(self, field: str, term: str) -> frozenset[int]:
        """The rows that hold the term, without deleted ones."""
        try:
            return frozenset(self._reader.postings(field, term).all_ids())
        except TermNotFound:
            return frozenset()

    def narrow(self, rows: frozenset[int], field: str, values: Iterable[str]) -> frozenset[int]:
        """Those of the rows whose field has one of the values."""
        kept: frozenset[int] = frozenset()
        for value in values:
            # Few values, asked for by every search: kept as long as the segment is open.
            if (field, value) not in self._visible:
                self._visible[field, value] = self.holders(field, value)
            kept |= rows & self._visible[field, value]
        return kept

    def get_form(self, row: int) -> str:
        """The searchable form of a row."""
        form: bytes = self._forms[row]
        return form.decode()

    def get_document(self, row: int) -> Document:
        """The document as it was given."""
        return Document(**json.loads(self._documents[row]))

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


def write_build(build: Path, documents: Iterable[Document], on_progress: Callable[[int], None] | None) -> int:
    """Fill an empty folder and return the number of documents."""
    count = 0
    with _writing(create_in(build, _SCHEMA)) as writer:
        for count, document in enumerate(documents, start=1):
            _add(writer, document)
            if on_progress:
                on_progress(count)
    return count


def replace_in_build(build: Path, field: str, value: str, documents: Iterable[Document]) -> None:
    """Put the documents in place of all whose field has the value. Raises IndexUnavailable."""
    with damage_reported(), _writing(open_dir(build, schema=_SCHEMA)) as writer:
        writer.delete_by_term(field, value)
        for document in documents:
            _add(writer, document)


@contextmanager
def _writing(index: Any) -> Iterator[Any]:
    writer = index.writer(limitmb=256)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _add(writer: Any, document: Document) -> None:
    form = rules.searchable(document.title, document.text, stem)
    writer.add_document(
        course_id=document.course_id,
        module_id=document.module_id,
        language=document.language,
        access=document.access,
        tokens=rules.tokens(form),
        form=form.encode(),
        document=json.dumps(asdict(document), ensure_ascii=False).encode(),
    )
