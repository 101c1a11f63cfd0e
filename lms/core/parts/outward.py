"""What leaves the house, and what is done before it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lms.core.parts.published import Words

if TYPE_CHECKING:
    from lms.core.house import House
    from lms.core.work import Work


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One section in one language; `access` is the course's."""

    course_id: str
    course_title: str
    module_id: str
    module_title: str
    anchor: str
    title: str
    text: str
    language: str
    access: str
    headings: tuple[str, ...] = ()
    """Titles of the parts of the section; what they say stands in the text too."""

    @property
    def key(self) -> str:
        """Unlike that of any other section."""
        return f"{self.course_id}/{self.module_id}/{self.language}/{self.anchor}"


Cell = str | int


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table to take out; `rows(work, institution_id, calendar_year)` yields tuples as wide as `columns`."""

    name: str
    titles: Words
    columns: tuple[str, ...]
    labels: Mapping[str, Words]
    rows: Callable[[Work, int, int], Iterator[tuple[Cell, ...]]]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A kind of file that any table can be written as.

    `write(columns, labels, rows)` yields the file in pieces: `columns` are the names that programs know, `labels`
    the headings that people read, and each row is as wide as both.
    """

    name: str
    """Also the ending of the file, such as "csv"."""
    titles: Words
    mimetype: str
    write: Callable[[tuple[str, ...], tuple[str, ...], Iterable[tuple[Cell, ...]]], Iterator[bytes]]
    notes: Words = field(default_factory=dict)
    """What the page says of such files, in sentences that name the format; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """A step before the first page is served; `run(house, report)` calls `report` with sentences."""

    label: str
    run: Callable[[House, Callable[[str], None]], None]
    order: int = 50
    follows_courses: bool = False
    """Whether `lms serve --watch` runs it again when the folder of courses changes."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Work the keeper does again and again beside the workers, in transactions of its own.

    Every machine has a keeper, so two may do a chore at once, and any may be killed in the middle of it.
    """

    label: str
    run: Callable[[House], object]
    every_seconds: float = 1.0
