"""Classical item analysis: figures of a quiz, of its questions and of what was chosen."""

from lms.quizzes.rules.statistics.items import (
    FEW_ANSWERS,
    ItemStatistics,
    QuizStatistics,
    Sitting,
    item_statistics,
    quiz_statistics,
)
from lms.quizzes.rules.statistics.options import Choice, Flag, OptionCount, count_options, find_flags

__all__ = [
    "FEW_ANSWERS",
    "Choice",
    "Flag",
    "ItemStatistics",
    "OptionCount",
    "QuizStatistics",
    "Sitting",
    "count_options",
    "find_flags",
    "item_statistics",
    "quiz_statistics",
]
