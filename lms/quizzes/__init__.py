"""Quizzes: banks of questions, attempts, checks in the reading; these names are for rooms with question types."""

from __future__ import annotations

from lms.quizzes.rules.items import AnswerSource, Item, read_only_line, read_words
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.question import (
    Answer,
    Field,
    Json,
    Order,
    QuestionType,
    Reviewed,
    ReviewedChoice,
    ReviewedField,
    Shown,
    Written,
)
from lms.quizzes.rules.words import Words
from lms.quizzes.service.authored import (
    AuthoredNumber,
    AuthoredOption,
    AuthoredQuestion,
    list_authored_questions,
)
from lms.quizzes.service.facts import QuestionFacts, get_asked_question, get_practice_question

__all__ = [
    "Answer",
    "AnswerSource",
    "AuthoredNumber",
    "AuthoredOption",
    "AuthoredQuestion",
    "Field",
    "Item",
    "Json",
    "Order",
    "QuestionFacts",
    "QuestionType",
    "Reporter",
    "Reviewed",
    "ReviewedChoice",
    "ReviewedField",
    "Shown",
    "SourceLine",
    "Words",
    "Written",
    "get_asked_question",
    "get_practice_question",
    "list_authored_questions",
    "read_only_line",
    "read_words",
]
