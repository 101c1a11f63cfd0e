"""What authors ask about their courses: what is wrong, what the guide finds wanting, how much there is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pluggy import HookRelay

from lms import catalog, quizzes
from lms.core.findings import Finding
from lms.core.parts import ModuleSource
from lms.lint import rules
from lms.lint.reader import read_module_text, run_program
from lms.lint.rules import Counts, Course, Module, OptionSheet, Program, QuestionSheet
from lms.quizzes import AuthoredQuestion

Progress = Callable[[int, int, str], None]
"""Takes how many are done, how many there are, and the name of the one that is next."""


@dataclass(frozen=True, slots=True)
class LintReport:
    """All findings, and what was counted."""

    findings: tuple[Finding, ...]
    counts: Counts
    courses: int

    @property
    def errors(self) -> int:
        return sum(finding.is_error for finding in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors


def lint(
    hooks: HookRelay,
    path: Path,
    shown: str | None = None,
    *,
    runs_programs: bool = False,
    on_course: Progress | None = None,
    on_program: Progress | None = None,
) -> LintReport:
    """Check one course or a folder of courses by the mistakes that stop a publish and by the whole guide.

    `shown` replaces the path in findings. Programs of courses are run only where that is asked for.
    """
    report = catalog.check(hooks, path, shown, on_course=on_course)
    courses = [_read_course(hooks, checked) for checked in report.courses]
    findings = [*report.findings, *(finding for course in courses for finding in rules.check(course))]
    programs = [program for course in courses for program in rules.list_programs(course)]
    if runs_programs:
        findings += run_programs(programs, on_program)
    counts = rules.count_courses(courses, executed=len(programs) if runs_programs else 0)
    return LintReport(tuple(sorted(set(findings))), counts, report.folders)


def run_programs(programs: Iterable[Program], on_program: Progress | None = None) -> list[Finding]:
    """Run every program in an interpreter of its own; what does not print what the course says."""
    waiting = list(programs)
    findings: list[Finding] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = pool.map(lambda program: run_program(program.source), waiting)
        for number, program in enumerate(waiting, 1):
            if on_program is not None:
                on_program(number, len(waiting), f"{program.path}:{program.line}")
            findings += rules.check_outcome(program, next(outcomes))
    return findings


def _read_course(hooks: HookRelay, checked: catalog.CheckedCourse) -> Course:
    course = checked.source
    modules = tuple(_read_module(hooks, module) for module in course.modules)
    return Course(course.course_id, course.path, course.functions, modules, course.glossary, checked.is_whole)


def _read_module(hooks: HookRelay, module: ModuleSource) -> Module:
    texts = {
        language: read_module_text(rendered, language, f"{module.path}/{language}.md", module.texts[language])
        for language, rendered in module.rendered.items()
    }
    return Module(
        module_id=module.module_id,
        path=module.path,
        line=module.line,
        texts=texts,
        functions=module.functions,
        draws=module.draws,
        reading_minutes=module.reading_minutes,
        quiz_minutes=module.quiz_minutes,
        quiz=module.quiz,
        questions=tuple(_sheet(question) for question in quizzes.list_authored_questions(hooks, module)),
    )


def _sheet(question: AuthoredQuestion) -> QuestionSheet:
    return QuestionSheet(
        question_id=question.question_id,
        type=question.type,
        is_graded=question.is_graded,
        section=question.section,
        line=question.line,
        stem=question.stem,
        feedback=question.feedback,
        options=tuple(OptionSheet(option.texts, option.is_right, option.feedback) for option in question.options),
        items=question.items,
        bounds=tuple((float(number.low), float(number.high)) for number in question.numbers),
        has_unit=all(number.has_unit for number in question.numbers),
        is_untranslated=question.is_untranslated,
    )
