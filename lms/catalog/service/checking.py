"""Checks courses as their authors wrote them, with the questions every room has about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pluggy import HookRelay

from lms.catalog.reader import COURSE_FILE, CourseReading, digest_folder, find_course_folders, read_course
from lms.catalog.rules import CourseDraft, ModuleDraft
from lms.core.findings import Finding, Severity
from lms.core.languages import LANGUAGES
from lms.core.markup import PartMark
from lms.core.parts import CourseSource, ModuleSource, Part

Parts = dict[tuple[str, str], Part]


@dataclass(frozen=True, slots=True)
class CheckedModule:
    """A module with the pieces other rooms gave for its reading, by language."""

    draft: ModuleDraft
    source: ModuleSource
    parts: dict[str, Parts]


@dataclass(frozen=True, slots=True)
class CheckedCourse:
    """A course with those of its modules that could be read, if only in one language."""

    draft: CourseDraft
    source: CourseSource
    folder_digest: str
    modules: tuple[CheckedModule, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every module could be read, in every language."""
        read = sum(len(module.draft.texts) for module in self.modules)
        return read == len(self.draft.spec.modules) * len(LANGUAGES)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings of all files, and the courses that could be read."""

    findings: tuple[Finding, ...]
    courses: tuple[CheckedCourse, ...]
    folders: int

    @property
    def errors(self) -> int:
        return sum(finding.is_error for finding in self.findings)


def check(
    hooks: HookRelay,
    path: Path,
    shown: str | None = None,
    *,
    folders: Sequence[Path] | None = None,
    on_course: Callable[[int, int, str], None] | None = None,
) -> CheckReport:
    """Check one course or a folder of courses; `shown` replaces the path in findings.

    Of a folder of courses only `folders` are read, where they are named. `on_course` is told the number, how many
    there are and the path of each course before it is read.
    """
    shown = (shown if shown is not None else str(path)).rstrip("/")
    if folders is None:
        folders = find_course_folders(path)
        findings = [] if folders else [_no_course(shown)]
    else:
        findings = []
    readings: list[CourseReading] = []
    courses: list[CheckedCourse] = []
    for number, folder in enumerate(folders, 1):
        place = shown if folder == path else f"{shown}/{folder.name}"
        if on_course is not None:
            on_course(number, len(folders), place)
        # Taken before the files are read: what is changed meanwhile is read again the next time.
        digest = digest_folder(folder)
        readings.append(reading := read_course(folder, place))
        findings += reading.findings
        if reading.draft is not None:
            checked, more = _ask_rooms(hooks, reading.draft, digest)
            courses.append(checked)
            findings += more
    findings += _find_clashes(readings)
    return CheckReport(tuple(sorted(set(findings))), tuple(courses), len(folders))


def _no_course(shown: str) -> Finding:
    hint = f"name a folder with {COURSE_FILE}, or one whose folders have it"
    return Finding(shown, 1, 1, Severity.ERROR, "course-missing", "There is no course here.", hint)


def _find_clashes(readings: Iterable[CourseReading]) -> list[Finding]:
    """Ids of modules are unique in the house, not only in a course."""
    homes: dict[str, str] = {}
    findings = []
    for reading in readings:
        for module in reading.draft.spec.modules if reading.draft else ():
            home = homes.setdefault(module.module_id, reading.path)
            if home != reading.path and module.module_id:
                message = f"The module id {module.module_id} is also in {home}."
                path = f"{reading.path}/{COURSE_FILE}"
                hint = "give one of them another id"
                findings.append(Finding(path, module.line, 1, Severity.ERROR, "duplicate-id", message, hint))
    return findings


def _ask_rooms(hooks: HookRelay, draft: CourseDraft, digest: str) -> tuple[CheckedCourse, list[Finding]]:
    sources = tuple(_source(module) for module in draft.modules)
    functions = tuple(function.id for function in draft.spec.profession.functions)
    course = CourseSource(draft.spec.course_id, draft.path, sources, functions, draft.glossary)
    answers = hooks.course_problems(hooks=hooks, course=course)
    findings = [finding for answer in answers for finding in answer]
    modules = []
    for module, source in zip(draft.modules, sources, strict=True):
        parts: dict[str, Parts] = {}
        for language in module.rendered:
            parts[language] = {}
            for answer in hooks.module_parts(hooks=hooks, module=source, language=language):
                parts[language].update(answer)
            findings += _find_unanswered(module, language, parts[language])
        modules.append(CheckedModule(module, source, parts))
    return CheckedCourse(draft, course, digest, tuple(modules)), findings


def _source(module: ModuleDraft) -> ModuleSource:
    return ModuleSource(
        module_id=module.spec.module_id,
        path=module.path,
        line=module.spec.line,
        texts=module.texts,
        rendered=module.rendered,
        quiz=module.quiz,
        quiz_path=module.quiz_path,
        functions=module.spec.functions,
        draws=module.spec.draws if module.spec.requires.quiz else 0,
        reading_minutes=module.spec.reading_minutes,
        quiz_minutes=module.spec.quiz_minutes,
        draw_rules=module.spec.quiz.draw if module.spec.requires.quiz else (),
    )


def _find_unanswered(module: ModuleDraft, language: str, parts: Parts) -> list[Finding]:
    return [
        Finding(
            module.text_path(language),
            piece.line,
            1,
            Severity.ERROR,
            "check-unknown",
            f"Nothing is known of the check {piece.key}.",
            "name a question with `pool: practice` of this module's quiz.md",
        )
        for section in module.rendered[language].sections
        for piece in section.pieces
        if isinstance(piece, PartMark) and (piece.kind, piece.key) not in parts
    ]
