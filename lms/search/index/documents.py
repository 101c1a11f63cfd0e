"""What goes into the search index, what comes out, and what can go wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


class IndexUnavailable(Exception):  # noqa: N818 - it names a state that callers fall back from
    """The index is missing, damaged, of another version or open to others; the message says which."""


class IndexLocked(Exception):  # noqa: N818 - it names a state that passes
    """Another process is writing the index."""


@dataclass(frozen=True, slots=True)
class Document:
    """One section in one language; `key` is unique, `access` is "everyone" or "members"."""

    key: str
    course_id: str
    course_title: str
    module_id: str
    module_title: str
    anchor: str
    title: str
    text: str
    language: str
    access: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A section found; scores compare the hits of one search only."""

    document: Document
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """The hits asked for, best first, out of `total`."""

    total: int
    hits: tuple[Hit, ...]


def distinct(documents: Iterable[Document]) -> Iterator[Document]:
    """The same documents, up to the second one with the same key. Raises ValueError there."""
    keys: set[str] = set()
    for document in documents:
        if document.key in keys:
            raise ValueError(f"Two documents have the key {document.key}.")
        keys.add(document.key)
        yield document
