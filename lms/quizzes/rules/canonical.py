"""The one form in which a question is written, hashed and stored."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from lms.quizzes.rules.question import Json, Pool, Question, QuestionType
from lms.quizzes.rules.words import Words, write_words


def write_question(question: Question) -> str:
    """The question as a fenced block in canonical form; the reader reads it back to an equal question."""
    written = question.answer.write()
    header = [("id", question.id), ("type", question.type)]
    header += [("tags", ", ".join(question.tags))] if question.tags else []
    header += [("section", question.section)] if question.section else []
    header += [("pool", question.pool)] if question.pool is not Pool.GRADED else []
    lines = [f"{key}: {value}" for key, value in (*header, *written.keys)]
    if question.stem:
        lines += ["", *write_words(question.stem)]
    lines += ["", *written.lines]
    if question.hint or question.feedback:
        lines.append("")
    if question.hint:
        lines += write_words(question.hint, source="? ", mark="?")
    if question.feedback:
        lines += write_words(question.feedback, source="! ", mark="!")
    body = "\n".join(lines)
    # The fence around must be longer than any fence within.
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", body))])
    return f"{fence}quiz\n{body}\n{fence}\n"


def version(question: Question) -> str:
    """The SHA-256 of the canonical form, in hex: attempts and statistics name a question by it."""
    return hashlib.sha256(write_question(question).encode()).hexdigest()


def to_json(question: Question) -> dict[str, Json]:
    """The question for storage, its place in the file left out."""
    return {
        "id": question.id,
        "type": question.type,
        "tags": list(question.tags),
        "section": question.section,
        "pool": str(question.pool),
        "stem": question.stem.to_json() if question.stem else None,
        "answer": question.answer.to_json(),
        "hint": question.hint.to_json() if question.hint else None,
        "feedback": question.feedback.to_json() if question.feedback else None,
    }


def from_json(value: Mapping[str, Any], types: Mapping[str, QuestionType]) -> Question:
    """The question that `to_json` stored; LookupError where its type is not among `types`."""
    if value["type"] not in types:
        raise LookupError(f"Question {value['id']} is of the type {value['type']!r}, which no plugin provides.")
    return Question(
        id=value["id"],
        type=value["type"],
        stem=Words.of(**value["stem"]) if value["stem"] else None,
        answer=types[value["type"]].from_json(value["answer"]),
        tags=tuple(value["tags"]),
        section=value["section"],
        pool=Pool(value["pool"]),
        hint=Words.of(**value["hint"]) if value["hint"] else None,
        feedback=Words.of(**value["feedback"]) if value["feedback"] else None,
    )
