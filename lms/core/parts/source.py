"""A course on its way to being published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.core.markup import Rendered
from lms.core.parts.published import DrawRule, Words


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a course's glossary by language; `line` is where `glossary.toml` says so."""

    names: Words
    definitions: Words
    line: int


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """A module as its author wrote it. Paths are as printed in findings; `line` is its place in `course.toml`."""

    module_id: str
    path: str
    line: int
    texts: Mapping[str, str]
    rendered: Mapping[str, Rendered]
    quiz: str
    quiz_path: str
    functions: tuple[str, ...]
    draws: int
    reading_minutes: int
    quiz_minutes: int
    draw_rules: tuple[DrawRule, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseSource:
    """A course as its author wrote it; `path` is its folder as findings print it."""

    course_id: str
    path: str
    modules: tuple[ModuleSource, ...]
    functions: tuple[str, ...] = ()
    glossary: tuple[Term, ...] = ()

    @property
    def course_file(self) -> str:
        return f"{self.path}/course.toml"

    @property
    def glossary_file(self) -> str:
        return f"{self.path}/glossary.toml"


@dataclass(frozen=True, slots=True)
class ModuleRevision:
    """A module that has just been given an immutable revision, inside the transaction that publishes it."""

    revision_id: int
    source: ModuleSource
