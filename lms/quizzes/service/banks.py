"""Banks of questions on their way into the house: checked, rendered once, stored with their revision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from pluggy import HookRelay

from lms.core.findings import Finding, Severity
from lms.core.json_values import to_json
from lms.core.languages import LANGUAGES
from lms.core.markup import PartMark, check_inline_block, render_inline_block
from lms.core.parts import CourseSource, ModuleRevision, ModuleSource, Part
from lms.core.work import Work
from lms.quizzes import rules
from lms.quizzes.models import BankQuestion
from lms.quizzes.reader import Bank, read_bank
from lms.quizzes.rules import Pool, Question, QuestionType
from lms.quizzes.service.pages import view_question
from lms.quizzes.service.types import list_types

CHECK = "check"

# Texts without these signs, and most are, hold nothing that could be wrong.
_MARKUP = re.compile(r"[<\[$\\]|```|~~~|!!!|##")
_PICTURE = re.compile(r"!\[|<img\b", re.IGNORECASE)
_NO_LINK = "write an address that begins with https://; to its section a question leads by itself"
_NO_PICTURE = "say in words what it shows, or ask in the text, where the figure stands, by a check"


def read_source(module: ModuleSource, types: Mapping[str, QuestionType]) -> Bank:
    """The bank of a module on its way into the house."""
    return _read_once(module.quiz, module.quiz_path, tuple(types.values()))


# Publishing asks about the same bank several times: for problems, for pieces in each language, and to store it.
@lru_cache(maxsize=8)
def _read_once(source: str, path: str, types: tuple[QuestionType, ...]) -> Bank:
    return read_bank(source, path=path, types={kind.name: kind for kind in types})


def find_problems(hooks: HookRelay, course: CourseSource) -> list[Finding]:
    """What is wrong with the banks of a course, and between them and the reading."""
    types = list_types(hooks)
    return [finding for module in course.modules for finding in _find_module_problems(module, types)]


def _find_module_problems(module: ModuleSource, types: Mapping[str, QuestionType]) -> list[Finding]:
    bank = read_source(module, types)
    anchors = {section.anchor for section in next(iter(module.rendered.values())).sections}
    findings = list(bank.findings)
    for question in bank.questions:
        if question.section not in anchors:
            message = f"{question.id} names the section {question.section or '(none)'}, which the module lacks."
            hint = f"name one of {', '.join(sorted(anchors))}"
            findings.append(_error(module, question.line, "question-section", message, hint))
        findings += _find_text_problems(module, question)
    return findings + _find_draw_problems(module, bank)


def _find_text_problems(module: ModuleSource, question: Question) -> list[Finding]:
    """What a page could not show of a question's texts, told where the question begins."""
    findings = []
    for language in LANGUAGES:
        for source in filter(_MARKUP.search, _list_sources(question, language)):
            for found in check_inline_block(source, path=module.quiz_path, language=language):
                if found.rule.startswith("image-"):
                    continue  # What is wrong with a picture does not matter: there can be none.
                hint = _NO_LINK if found.rule == "link-broken" else found.hint
                message = f"{question.id}: {found.message}"
                findings.append(replace(found, line=question.line, column=1, message=message, hint=hint))
            if _PICTURE.search(source) and "<img" in render_inline_block(source, language=language):
                message = f"{question.id} has a picture, which a question cannot show."
                findings.append(_error(module, question.line, "question-picture", message, _NO_PICTURE))
    return findings


def _find_draw_problems(module: ModuleSource, bank: Bank) -> list[Finding]:
    if not module.quiz:
        return []
    graded = [question for question in bank.questions if question.pool is Pool.GRADED]
    hint = "write more questions, or draw fewer in course.toml"
    findings = []
    if len(graded) < module.draws:
        message = f"{module.draws} questions are to be drawn, but the graded pool has {len(graded)}."
        findings.append(_error(module, 1, "bank-too-small", message, hint))
    for rule in module.draw_rules:
        fitting = sum(rules.fits(question, rule) for question in graded)
        if fitting < rule.count:
            kind, name = ("tag", rule.tag) if rule.tag else ("section", rule.section)
            message = f"{rule.count} questions of the {kind} {name} are to be drawn, but there are {fitting}."
            findings.append(_error(module, 1, "bank-too-small", message, hint))
    if (ruled := sum(rule.count for rule in module.draw_rules)) > module.draws:
        message = f"The rules of draw ask for {ruled} questions, but {module.draws} are drawn."
        findings.append(
            _error(module, 1, "quiz-draw", message, "raise draws, or lower the counts, in course.toml")
        )
    return findings


def _error(module: ModuleSource, line: int, rule: str, message: str, hint: str) -> Finding:
    return Finding(module.quiz_path, line, 1, Severity.ERROR, rule, message, hint)


def make_parts(hooks: HookRelay, module: ModuleSource, language: str) -> Mapping[tuple[str, str], Part]:
    """The practice questions that the reading asks in place, without their keys."""
    marks = [
        piece.key
        for section in module.rendered[language].sections
        for piece in section.pieces
        if isinstance(piece, PartMark) and piece.kind == CHECK
    ]
    if not marks:
        return {}
    questions = {question.id: question for question in _practice(module, list_types(hooks))}
    return {(CHECK, key): _part(module.module_id, questions[key], language) for key in marks if key in questions}


def _practice(module: ModuleSource, types: Mapping[str, QuestionType]) -> list[Question]:
    bank = read_source(module, types)
    return [question for question in bank.questions if question.pool is Pool.PRACTICE]


def _part(module_id: str, question: Question, language: str) -> Part:
    drawn = rules.arrange(question, question.id)
    view = view_question(question, drawn, None, _render_texts(question, language), language)
    return Part("quizzes/_check.html", {"module_id": module_id, "question": to_json(view)})


def store_bank(work: Work, revision: ModuleRevision) -> None:
    """Keep the questions of a new revision; called inside the transaction that publishes it."""
    bank = read_source(revision.source, list_types(work.hooks))
    work.session.add_all(
        BankQuestion(
            module_revision_id=revision.revision_id,
            question_id=question.id,
            version=rules.version(question),
            pool=str(question.pool),
            body=rules.to_json(question),
            rendered=render_texts(question),
        )
        for question in bank.questions
    )


def render_texts(question: Question) -> dict[str, dict[str, str]]:
    """HTML of every text a page may show of the question, by language and source."""
    return {language: _render_texts(question, language) for language in LANGUAGES}


def _render_texts(question: Question, language: str) -> dict[str, str]:
    return {source: render_inline_block(source, language=language) for source in _list_sources(question, language)}


def _list_sources(question: Question, language: str) -> set[str]:
    """Every text in Markdown that a page may show of the question."""
    seen = rules.review(question, rules.arrange(question, question.id), None, language)
    sources = {seen.question.stem, seen.question.text, seen.question.hint, seen.feedback}
    sources |= {text for choice in seen.choices for text in (choice.text, choice.feedback)}
    for field in seen.question.fields:
        sources |= {field.label, *(field.choices if field.input == "choice" else ())}
    return {source for source in sources if source}
