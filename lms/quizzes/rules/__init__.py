"""What is true about questions: their values, how they are drawn, graded and shown."""

from lms.quizzes.rules.canonical import from_json, to_json, version, write_question
from lms.quizzes.rules.choice import Option
from lms.quizzes.rules.drawing import Drawn, arrange, draw
from lms.quizzes.rules.grading import attempt_score_percent, grade, is_answered, passed, read_response
from lms.quizzes.rules.items import AnswerSource, Item, read_only_line, read_words
from lms.quizzes.rules.multiple import MULTIPLE, Multiple
from lms.quizzes.rules.number import NUMBER, Number
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.question import (
    Answer,
    Json,
    Order,
    Pool,
    Question,
    QuestionType,
    Reviewed,
    ReviewedChoice,
    Shown,
    Written,
    register_types,
)
from lms.quizzes.rules.showing import PublicQuestion, Review, public_question, review
from lms.quizzes.rules.single import SINGLE, Single
from lms.quizzes.rules.truefalse import TRUE_FALSE, TrueFalse
from lms.quizzes.rules.words import Words

OWN_TYPES = (SINGLE, MULTIPLE, TRUE_FALSE, NUMBER)
"""The types that the house itself provides through the hook `question_types`."""

__all__ = [
    "MULTIPLE",
    "NUMBER",
    "OWN_TYPES",
    "SINGLE",
    "TRUE_FALSE",
    "Answer",
    "AnswerSource",
    "Drawn",
    "Item",
    "Json",
    "Multiple",
    "Number",
    "Option",
    "Order",
    "Pool",
    "PublicQuestion",
    "Question",
    "QuestionType",
    "Reporter",
    "Review",
    "Reviewed",
    "ReviewedChoice",
    "Shown",
    "Single",
    "SourceLine",
    "TrueFalse",
    "Words",
    "Written",
    "arrange",
    "attempt_score_percent",
    "draw",
    "from_json",
    "grade",
    "is_answered",
    "passed",
    "public_question",
    "read_only_line",
    "read_response",
    "read_words",
    "register_types",
    "review",
    "to_json",
    "version",
    "write_question",
]
