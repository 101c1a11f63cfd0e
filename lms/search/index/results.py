"""What comes out of a search, and what can go wrong with an index."""

from __future__ import annotations

from dataclasses import dataclass

from lms.core.parts import SearchDocument


class IndexUnavailable(Exception):  # noqa: N818 - it names a state that callers fall back from
    """The index is missing, damaged, of another version or open to others; the message says which."""


class IndexLocked(Exception):  # noqa: N818 - it names a state that passes
    """Another process is writing the index."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A section found; scores compare the hits of one search only."""

    document: SearchDocument
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """The hits asked for, best first, out of `total`."""

    total: int
    hits: tuple[Hit, ...]
    all_held: bool = False
    """Whether each thing that was asked for is known to stand in some section, if not in the same."""
