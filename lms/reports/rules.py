"""What is true of reports: what can be wrong, how much one may write, and what becomes of it."""

from __future__ import annotations

from enum import StrEnum

TEXT_CHARACTERS_MAXIMUM = 2_000
NOTE_CHARACTERS_MAXIMUM = 2_000
REPORTS_A_DAY = 20
PAGE_SIZE = 25


class Category(StrEnum):
    """What is wrong."""

    CONTENT = "content"
    TRANSLATION = "translation"
    KEY = "key"
    """Only of a question."""
    MEDIA = "media"
    OTHER = "other"


class State(StrEnum):
    """What became of a report."""

    OPEN = "open"
    CORRECTED = "corrected"
    KEPT = "kept"
    """Nothing was changed; the note says why."""


def list_categories(*, of_question: bool) -> list[Category]:
    """What may be wrong with a question, or with a section."""
    return [category for category in Category if of_question or category is not Category.KEY]


def next_number(so_far: int | None) -> int | None:
    """The number of a person's next report of a day; None where it would be one too many."""
    number = (so_far or 0) + 1
    return number if number <= REPORTS_A_DAY else None


def count_pages(total: int) -> int:
    """How many pages there are; at least one, and it may be empty."""
    return max(1, -(-total // PAGE_SIZE))
