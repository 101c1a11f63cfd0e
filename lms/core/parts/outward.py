"""What leaves the house, and what is done before it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lms.core.parts.published import Words

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table to take out; `rows(work, institution_id, calendar_year)` yields tuples as wide as `columns`."""

    name: str
    columns: tuple[str, ...]
    labels: Mapping[str, Words]
    rows: Callable[[Work, int, int], Iterator[tuple[str | int, ...]]]


@dataclass(frozen=True, slots=True)
class Preparation:
    """A step before the first page is served; `run(house, report)` calls `report` with sentences."""

    label: str
    run: Callable[[Any, Callable[[str], None]], None]
    order: int = 50
    follows_courses: bool = False
    """Whether `lms serve --watch` runs it again when the folder of courses changes."""
