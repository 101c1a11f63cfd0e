"""A bank of questions: enough of them, of several types, about every section, with feedback that teaches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from lms.core.findings import Finding
from lms.core.languages import LANGUAGES
from lms.lint.rules import guide
from lms.lint.rules.findings import warn
from lms.lint.rules.module import Module, QuestionSheet

_ALL = re.compile(
    r"\b(?:all|none|any|both) of (?:the|these) (?:above|others?|options|answers)\b|(?:以上|上述)(?:都|全|皆|均)",
    re.IGNORECASE,
)
_NEGATION = {
    "en": re.compile(r"\b(?:not|never|no|none|nothing|except|cannot)\b|n['’]t\b", re.IGNORECASE),
    "zh": re.compile(r"不|没有|并非|除了|无法"),
}
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def check_bank(module: Module) -> Iterator[Finding]:
    """What a module's bank must have as a whole; a module without a quiz has none."""
    if not module.quiz:
        return
    graded = [question for question in module.questions if question.is_graded]
    if len(graded) < guide.GRADED_MINIMUM:
        message = f"The bank has {len(graded)} graded questions; {guide.GRADED_MINIMUM} or more are wanted."
        yield warn(module.quiz_path, 1, "bank-small", message, "write the missing ones")
    types = {question.type for question in module.questions}
    if len(types) < guide.TYPES_MINIMUM:
        message = f"The questions are of {len(types)} types; {guide.TYPES_MINIMUM} or more are wanted."
        yield warn(module.quiz_path, 1, "bank-types", message, "let some be typed, ordered or matched")
    yield from _check_coverage(module)
    for question in module.questions:
        yield from _check_feedback(module, question)
        yield from _check_words(module, question)
        if question.bounds and not question.has_unit:
            message = f"{question.question_id} asks for a number without a unit."
            hint = "write `unit: ms` into its header, or `unit: none` for a count or a ratio"
            yield warn(module.quiz_path, question.line, "number-unit", message, hint)
    yield from _find_similar(module)


def _check_coverage(module: Module) -> Iterator[Finding]:
    text = next(iter(module.texts.values()), None)
    for section in text.taught if text else ():
        for is_graded, pool in ((True, "graded"), (False, "practice")):
            if not any(q.section == section.anchor and q.is_graded is is_graded for q in module.questions):
                message = f"No {pool} question is about the section #{section.anchor}."
                hint = f"write one with `section: {section.anchor}`{'' if is_graded else ' and `pool: practice`'}"
                yield warn(module.quiz_path, 1, "bank-coverage", message, hint)


def _check_feedback(module: Module, question: QuestionSheet) -> Iterator[Finding]:
    name = question.question_id
    if not question.feedback:
        hint = "add a line `! …` that says why, and leads back to the section"
        yield warn(
            module.quiz_path, question.line, "feedback-missing", f"{name} has no feedback of its own.", hint
        )
    bare = sum(not option.feedback for option in question.options)
    if bare:
        message = f"{bare} options of {name} have no feedback."
        hint = "say below each option, in a line `> …`, why it is right or wrong"
        yield warn(module.quiz_path, question.line, "feedback-missing", message, hint)


def _check_words(module: Module, question: QuestionSheet) -> Iterator[Finding]:
    place = (module.quiz_path, question.line)
    name = question.question_id
    if any(_ALL.search(words) for option in question.options for words in option.texts.values()):
        hint = "name what is right; several right options make the question a `multiple`"
        yield warn(*place, "option-all", f"{name} has an option about the other options.", hint)
    for language, pattern in _NEGATION.items():
        clauses = re.split(r"[,;:，；：、]", _last_sentence(question.stem.get(language, "")))
        if twice := next((clause for clause in clauses if len(pattern.findall(clause)) > 1), None):
            message = f"{name} asks with two negations: “{twice.strip()[:60]}”"
            yield warn(*place, "stem-negations", message, "ask for what is so")
            break
    if question.is_untranslated:
        hint = "write the translation behind @zh, or the English above it"
        yield warn(*place, "question-untranslated", f"{name} reads the same in both languages.", hint)


def _last_sentence(text: str) -> str:
    sentences = [part for part in re.split(r"(?<=[.?!。？！])\s*", text.strip()) if part.strip()]
    return sentences[-1] if sentences else ""


def _find_similar(module: Module) -> Iterator[Finding]:
    for place, question in enumerate(module.questions):
        for language in LANGUAGES:
            asked = _asked(question, language)
            known = (other for other in module.questions[:place] if _are_similar(asked, _asked(other, language)))
            if like := next(known, None):
                message = f"{question.question_id} asks nearly the same as {like.question_id} ({language})."
                hint = "ask something else, or take one of them out"
                yield warn(module.quiz_path, question.line, "stem-similar", message, hint)
                break
        for language in LANGUAGES:
            texts = [option.texts.get(language, "") for option in question.options]
            if any(_are_similar(one, other) for one, other in combinations(texts, 2)):
                message = f"{question.question_id} has two options that say nearly the same ({language})."
                hint = "let each option be a mistake of its own"
                yield warn(module.quiz_path, question.line, "option-similar", message, hint)
                break


def _asked(question: QuestionSheet, language: str) -> str:
    """The stem and, as short stems are alike, what there is to choose from."""
    options = " ".join(sorted(option.texts.get(language, "") for option in question.options))
    return f"{question.stem.get(language, '')} {options}".strip()


def _are_similar(one: str, other: str) -> bool:
    """By the share of pairs of letters in common (Dice); texts that differ in a number do not say the same."""
    if not one or not other or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    mine, theirs = _pairs(one), _pairs(other)
    total = mine.total() + theirs.total()
    # Of names and short signs every letter counts.
    if min(len(one), len(other)) < 8:
        return "".join(one.split()).casefold() == "".join(other.split()).casefold()
    return 2 * (mine & theirs).total() / total > guide.SIMILARITY_MAXIMUM if total else False


def _pairs(text: str) -> Counter[str]:
    letters = "".join(text.casefold().split())
    return Counter(letters[at : at + 2] for at in range(len(letters) - 1))
