"""What people do with quizzes: write banks, take attempts, try a check in the reading."""

from __future__ import annotations

from lms.quizzes.service.attempts import SaveState, list_overdue, save, start, submit
from lms.quizzes.service.banks import find_problems, make_parts, store_bank
from lms.quizzes.service.checks import CheckPage, try_check
from lms.quizzes.service.extensions import ExtensionsPage, extend, view_extensions
from lms.quizzes.service.figures import QuizFigures, view_figures
from lms.quizzes.service.missed import MissedPage, ResultPage, view_missed, view_result
from lms.quizzes.service.overview import (
    NoAttemptLeftError,
    NoQuizError,
    QuizOverview,
    TooEarlyError,
    view_overview,
)
from lms.quizzes.service.pages import AttemptPage, QuestionView, view_attempt

__all__ = [
    "AttemptPage",
    "CheckPage",
    "ExtensionsPage",
    "MissedPage",
    "NoAttemptLeftError",
    "NoQuizError",
    "QuestionView",
    "QuizFigures",
    "QuizOverview",
    "ResultPage",
    "SaveState",
    "TooEarlyError",
    "extend",
    "find_problems",
    "list_overdue",
    "make_parts",
    "save",
    "start",
    "store_bank",
    "submit",
    "try_check",
    "view_attempt",
    "view_extensions",
    "view_figures",
    "view_missed",
    "view_overview",
    "view_result",
]
