"""A course on its way to being published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.core.markup import Rendered
from lms.core.parts.published import DrawRule


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """A module as its author wrote it. Paths are as printed in findings."""

    module_id: str
    rendered: Mapping[str, Rendered]
    quiz: str
    quiz_path: str
    draws: int
    draw_rules: tuple[DrawRule, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseSource:
    course_id: str
    modules: tuple[ModuleSource, ...]


@dataclass(frozen=True, slots=True)
class ModuleRevision:
    """A module that has just been given an immutable revision, inside the transaction that publishes it."""

    revision_id: int
    source: ModuleSource
