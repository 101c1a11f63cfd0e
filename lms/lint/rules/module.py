"""A module, its bank and its course with everything that rules compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lms.core.parts import Term
from lms.lint.rules.texts import ModuleText


@dataclass(frozen=True, slots=True)
class OptionSheet:
    """An option of a choice; texts by language."""

    texts: Mapping[str, str]
    is_right: bool
    feedback: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """A question of a bank; `bounds` are the least and the greatest right value of each number asked for."""

    question_id: str
    type: str
    is_graded: bool
    section: str
    line: int
    stem: Mapping[str, str]
    feedback: Mapping[str, str]
    options: tuple[OptionSheet, ...] = ()
    items: tuple[Mapping[str, str], ...] = ()
    bounds: tuple[tuple[float, float], ...] = ()
    has_unit: bool = True
    is_untranslated: bool = False

    def list_texts(self, language: str) -> Iterable[str]:
        """Everything of it that is read in a language."""
        yield self.stem.get(language, "")
        for option in self.options:
            yield option.texts.get(language, "")
            yield option.feedback.get(language, "")
        for item in self.items:
            yield item.get(language, "")
        yield self.feedback.get(language, "")


@dataclass(frozen=True, slots=True)
class Module:
    """A module as its author wrote it; `line` is its place in `course.toml`."""

    module_id: str
    path: str
    line: int
    texts: Mapping[str, ModuleText]
    functions: tuple[str, ...]
    draws: int
    reading_minutes: int
    quiz_minutes: int
    quiz: str = ""
    questions: tuple[QuestionSheet, ...] = ()

    @property
    def quiz_path(self) -> str:
        return f"{self.path}/quiz.md"

    @property
    def practice_minutes(self) -> int:
        return max((sum(part.minutes for part in text.practices) for text in self.texts.values()), default=0)


@dataclass(frozen=True, slots=True)
class Course:
    """A course as its author wrote it; `path` is its folder.

    It is whole where every file of every module could be read: otherwise nobody can say what it lacks.
    """

    course_id: str
    path: str
    functions: tuple[str, ...]
    modules: tuple[Module, ...]
    glossary: tuple[Term, ...] = field(default=())
    is_whole: bool = True

    @property
    def course_file(self) -> str:
        return f"{self.path}/course.toml"

    @property
    def glossary_file(self) -> str:
        return f"{self.path}/glossary.toml"
