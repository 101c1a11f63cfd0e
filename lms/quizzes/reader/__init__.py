"""Reads a question bank, `quiz.md`: every question that stands, and every problem of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.core.findings import Finding, Severity
from lms.quizzes.reader.blocks import Block, find_blocks
from lms.quizzes.reader.body import split_body
from lms.quizzes.reader.header import read_header, split_header
from lms.quizzes.rules import AnswerSource, Question, QuestionType, Reporter, SourceLine, read_words

__all__ = ["Bank", "read_bank"]


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of one file in their order, and what is wrong with it by line and column."""

    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]


def read_bank(source: str, *, path: str, types: Mapping[str, QuestionType]) -> Bank:
    """The bank in a text: a question with an error is withheld and reported; no text raises."""
    report = Reporter(path)
    questions: list[Question] = []
    lines_of_ids: dict[str, int] = {}
    for block in find_blocks(source, report):
        of_block = Reporter(path)
        question = _read_question(block, types, lines_of_ids, of_block)
        report.findings += of_block.findings
        if question is not None:
            questions.append(question)
    return Bank(tuple(questions), tuple(sorted(report.findings)))


def _read_question(
    block: Block, types: Mapping[str, QuestionType], lines_of_ids: dict[str, int], report: Reporter
) -> Question | None:
    values, lines = split_header(block.opening, block.lines, report)
    header = read_header(values, types, block.opening, report)
    if header.id:
        _report_duplicate(header.id, values["id"], lines_of_ids, report)
    # Without its type nobody can say where the answer of a question begins.
    if header.type is None:
        return None
    body = split_body(lines, header.type.marker, report)
    stem = read_words(body.stem, "stem", report)
    if header.type.needs_stem and not any(tagged.line.text.strip() for tagged in body.stem):
        at = lines[0] if lines else block.opening
        report.error(at, "question-no-stem", "This question asks nothing.", "Write the stem below the header.")
    hint = read_words(body.hint, "hint", report, missing=Severity.WARNING)
    feedback = read_words(body.feedback, "feedback", report, missing=Severity.WARNING)
    answer = header.type.parse(AnswerSource(block.opening, tuple(body.items), header.keys), report)
    if answer is None or report.has_error:
        return None
    return Question(
        id=header.id,
        type=header.type.name,
        stem=stem,
        answer=answer,
        tags=header.tags,
        section=header.section,
        pool=header.pool,
        hint=hint,
        feedback=feedback,
        line=block.opening.number,
    )


def _report_duplicate(question_id: str, at: SourceLine, lines_of_ids: dict[str, int], report: Reporter) -> None:
    first = lines_of_ids.setdefault(question_id, at.number)
    if first != at.number:
        message = f"The id {question_id} is taken by the question at line {first}."
        report.error(at, "question-duplicate-id", message, "Ids are permanent: give this question a new one.")
