"""What people do with quizzes: write banks, take attempts, try a check in the reading."""

from __future__ import annotations

from lms.quizzes.service.attempts import (
    NoAttemptLeftError,
    NoQuizError,
    QuizOverview,
    save,
    start,
    submit,
    view_overview,
)
from lms.quizzes.service.banks import find_problems, make_parts, store_bank
from lms.quizzes.service.checks import CheckPage, try_check
from lms.quizzes.service.pages import AttemptPage, ChoiceView, QuestionView, view_attempt

__all__ = [
    "AttemptPage",
    "CheckPage",
    "ChoiceView",
    "NoAttemptLeftError",
    "NoQuizError",
    "QuestionView",
    "QuizOverview",
    "find_problems",
    "make_parts",
    "save",
    "start",
    "store_bank",
    "submit",
    "try_check",
    "view_attempt",
    "view_overview",
]
