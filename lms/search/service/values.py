"""What is asked of the search, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from lms.search import rules


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; an empty language means both, an empty course all. Pages count from 1."""

    text: str
    language: str = ""
    course_id: str = ""
    number: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.language or self.course_id)


@dataclass(frozen=True, slots=True)
class Passage:
    """A section found: where it is, what of it to show, and which words to mark on arrival."""

    title: str
    anchor: str
    pieces: tuple[rules.Piece, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundModule:
    """The passages of one module in one language, best first."""

    course_id: str
    course_title: str
    module_id: str
    module_title: str
    language: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results, the best module first."""

    wanted: Wanted
    total: int
    modules: tuple[FoundModule, ...]
    pages: int
    total_elsewhere: int
    """How many there would be in both languages and all courses; asked only where nothing was found in fewer."""
    suggestion: str
    """The same question with words that are there; empty where that would not help."""
    is_slow: bool
    """Whether the database answered because the index is being built."""
