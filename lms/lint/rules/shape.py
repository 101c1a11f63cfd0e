"""What a module consists of, in which order, and how long it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.core.findings import Finding
from lms.core.markup import SectionKind
from lms.core.markup.labels import label
from lms.lint.rules import guide
from lms.lint.rules.findings import warn
from lms.lint.rules.module import Course, Module
from lms.lint.rules.texts import GLOSSARY, SOURCES, SUMMARY, ModuleText, SectionText

_VAGUE = {
    "en": re.compile(r"(?:know|understand|learn|appreciate|be (?:familiar|aware|able))\b", re.IGNORECASE),
    "zh": re.compile(r"(?:能够?)?(?:了解|理解|掌握|熟悉|认识|知道|学习|学会)"),
}
_EXAMPLE = {"en": re.compile(r"\bexample", re.IGNORECASE), "zh": re.compile(r"例")}
_PARTS = ("practice", SUMMARY, GLOSSARY, SOURCES)
_WHAT_IT_HOLDS = {SUMMARY: "sentence", GLOSSARY: "entry", SOURCES: "source"}
_HOW_IT_IS_WRITTEN = {
    SUMMARY: "say in a line what to remember of each section",
    GLOSSARY: "write each term on a line of its own, and what it means below it, behind a colon and three spaces",
    SOURCES: "name in a list what the claims rest on, or say that there is nothing to name",
}


def check_course(course: Course) -> Iterator[Finding]:
    """A course that has modules has enough of them, and one for each function."""
    if not course.modules or not course.is_whole:
        return
    if len(course.modules) < guide.MODULES_MINIMUM:
        message = f"The course has {len(course.modules)} modules; a course has {guide.MODULES_MINIMUM} or more."
        yield warn(course.course_file, 1, "course-short", message, "write the missing ones")
    served = {function for module in course.modules for function in module.functions}
    for function in course.functions:
        if function not in served:
            message = f"No module serves the function {function}."
            hint = "name it in the `functions` of the module that teaches it"
            yield warn(course.course_file, 1, "function-uncovered", message, hint)


def check_module(module: Module) -> Iterator[Finding]:
    """The parts of both texts."""
    for text in module.texts.values():
        yield from _check_parts(text)
        yield from _check_opening(text)
        yield from _check_sections(text)
        yield from _check_practices(text)
        yield from _check_length(text)


def _check_parts(text: ModuleText) -> Iterator[Finding]:
    hint = "a module has an opening, sections, practices, a summary, a glossary and sources, in this order"
    for part in _PARTS:
        if not any(_part(section) == part for section in text.sections):
            yield warn(text.path, 1, "part-missing", f"The module has no {part}.", hint)
    for section in text.sections:
        if section.anchor in _WHAT_IT_HOLDS and not _holds(section):
            message = f"The {section.anchor} holds no {_WHAT_IT_HOLDS[section.anchor]}."
            yield warn(text.path, section.line, "part-empty", message, _HOW_IT_IS_WRITTEN[section.anchor])
    ordered = [section for section in text.sections[1:] if section.has_own_anchor]
    ranks = [_PARTS.index(part) + 1 if (part := _part(section)) in _PARTS else 0 for section in ordered]
    for section, rank, before in zip(ordered[1:], ranks[1:], ranks, strict=False):
        if rank < before:
            message = f"The section #{section.anchor} stands behind the {_PARTS[before - 1]}."
            yield warn(text.path, section.line, "part-order", message, hint)
            break
    if len(text.taught) < guide.READING_SECTIONS_MINIMUM:
        message = f"{len(text.taught)} sections teach; {guide.READING_SECTIONS_MINIMUM} or more are wanted."
        yield warn(text.path, 1, "sections-few", message, "give each idea a section of its own")


def _holds(section: SectionText) -> bool:
    return bool(section.entries if section.anchor == GLOSSARY else section.lists or section.paragraphs)


def _part(section: SectionText) -> str:
    return "practice" if section.kind is SectionKind.PRACTICE else section.anchor


def _check_opening(text: ModuleText) -> Iterator[Finding]:
    opening = text.opening
    if not opening.paragraphs:
        hint = "begin with a situation at work, before the objectives"
        yield warn(text.path, 1, "opening-bare", "The opening does not say why the module matters.", hint)
    low, high = guide.OBJECTIVES
    objectives = opening.lists[0] if opening.lists else ()
    if not low <= len(objectives) <= high:
        message = f"The opening lists {len(objectives)} objectives; {low} to {high} are wanted."
        yield warn(text.path, 1, "objectives-count", message, "say in one list what the reader will be able to do")
    for objective in objectives:
        if vague := _VAGUE[text.language].match(objective):
            message = f"The objective “{objective[:40]}” begins with {vague[0]}, which nobody can check."
            hint = (
                "begin with what one can see somebody do: calculate, choose, find, write (计算、选择、找出、写出)"
            )
            yield warn(text.path, _line_of(text, objective), "objective-vague", message, hint)


def _line_of(text: ModuleText, words: str) -> int:
    """Where a text from a page stands in the source, as far as its first words tell."""
    start = re.sub(r"\W+", r"\\W+", re.escape(words[:12]).replace("\\", ""))
    found = re.search(start, text.source)
    return text.source.count("\n", 0, found.start()) + 1 if found else 1


def _check_sections(text: ModuleText) -> Iterator[Finding]:
    for section in text.taught:
        place = (text.path, section.line)
        if not section.checks:
            hint = "name a question of the practice pool in a `check` fence"
            yield warn(*place, "section-check", f"The section #{section.anchor} has no check.", hint)
        if "mistake" not in section.boxes:
            hint = 'add a box `!!! mistake "…"`'
            message = f"The section #{section.anchor} does not tell the usual mistake."
            yield warn(*place, "section-mistake", message, hint)
        if not _has_example(section, text.language):
            hint = "work one through with numbers: in a ### heading that says so, in a program, or in a table"
            message = f"The section #{section.anchor} has no worked example."
            yield warn(*place, "section-example", message, hint)
    if not any(section.figures for section in text.sections):
        hint = "draw one with Mermaid, or put an SVG into media/"
        yield warn(text.path, 1, "figure-missing", "The module has no figure.", hint)
    if not any(section.tables for section in text.sections):
        yield warn(text.path, 1, "table-missing", "The module has no table.", "let one earn its place")
    minimum = guide.ALTERNATIVE_MINIMUM[text.language]
    for section in text.sections:
        for figure in section.figures:
            # A diagram without words is told by the rendering, which then puts a name in their place.
            if 0 < len(figure.alternative) < minimum and figure.alternative != label("diagram", text.language):
                message = f"The alternative “{figure.alternative}” does not say what the figure shows."
                hint = "tell somebody who cannot see it what they would learn from it"
                yield warn(text.path, section.line, "alternative-short", message, hint)


def _has_example(section: SectionText, language: str) -> bool:
    if section.programs or any(table.has_numbers for table in section.tables):
        return True
    return section.headings > 0 and _EXAMPLE[language].search(section.prose) is not None


def _check_practices(text: ModuleText) -> Iterator[Finding]:
    low, high = guide.PRACTICE_MINUTES
    for practice in text.practices:
        if practice.minutes and not low <= practice.minutes <= high:
            message = (
                f"The practice #{practice.anchor} takes {practice.minutes} minutes; {low} to {high} are wanted."
            )
            yield warn(text.path, practice.line, "practice-length", message, "cut it, or make two of it")
        if not practice.tasks:
            message = f"The practice #{practice.anchor} has no list by which one can check the result."
            yield warn(text.path, practice.line, "practice-self-check", message, "add one of lines like `- [ ] …`")


def _check_length(text: ModuleText) -> Iterator[Finding]:
    low, high = guide.LENGTH[text.language]
    if not low <= text.length <= high:
        unit = guide.UNITS[text.language]
        message = f"The text has {text.length:,} {unit}; {low:,} to {high:,} are wanted."
        hint = "code, formulas, glossary and sources are not counted; cut or divide what is too long"
        yield warn(text.path, 1, "text-length", message, hint)


def estimate_reading_minutes(module: Module) -> int:
    """How long the slower of the two texts is read, without its practices."""
    return int(max(text.reading_length / guide.PACE[language] for language, text in module.texts.items()))


def check_minutes(course: Course) -> Iterator[Finding]:
    """What a module claims is never above what it is estimated to take: hours are not given away."""
    for module in course.modules:
        if not module.texts:
            continue
        place = (course.course_file, module.line)
        if module.reading_minutes > (estimate := estimate_reading_minutes(module)):
            message = (
                f"{module.module_id} claims {module.reading_minutes} minutes of reading; it takes {estimate}."
            )
            yield warn(*place, "reading-minutes", message, f"write reading = {estimate}")
        if module.quiz_minutes > (quiz := int(module.draws * guide.MINUTES_A_DRAWN_QUESTION)):
            message = f"{module.module_id} claims {module.quiz_minutes} minutes of quiz; it takes {quiz}."
            yield warn(*place, "quiz-minutes", message, f"write quiz = {quiz}, or draw more questions")
        total = module.reading_minutes + module.practice_minutes + module.quiz_minutes
        low, high = guide.MODULE_MINUTES
        if not low <= total <= high:
            message = f"{module.module_id} takes {total} minutes; {low} to {high} are wanted."
            yield warn(*place, "module-minutes", message, "divide it, or give it more to do")
