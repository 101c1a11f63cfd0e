"""Quizzes: banks of questions, attempts, checks in the reading; these names are for rooms with question types."""

from __future__ import annotations

from lms.quizzes.rules.items import AnswerSource, Item, read_only_line, read_words
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.question import Answer, Json, Order, QuestionType, Reviewed, ReviewedChoice, Shown, Written
from lms.quizzes.rules.words import Words

__all__ = [
    "Answer",
    "AnswerSource",
    "Item",
    "Json",
    "Order",
    "QuestionType",
    "Reporter",
    "Reviewed",
    "ReviewedChoice",
    "Shown",
    "SourceLine",
    "Words",
    "Written",
    "read_only_line",
    "read_words",
]
