"""What is true about questions: their values, how they are drawn, graded and shown."""

from lms.quizzes.rules.canonical import from_json, to_json, version, write_question
from lms.quizzes.rules.choice import Choice, Option
from lms.quizzes.rules.cloze import CLOZE, Cloze
from lms.quizzes.rules.drawing import Drawn, arrange, draw, fits
from lms.quizzes.rules.fields import place, split_at_places, without_places
from lms.quizzes.rules.gaps import ChoiceGap, Gap, NumberGap, TextGap
from lms.quizzes.rules.grading import attempt_score_percent, grade, is_answered, passed, read_response
from lms.quizzes.rules.items import AnswerSource, Item, read_only_line, read_words
from lms.quizzes.rules.matching import MATCH, Matching, Pair
from lms.quizzes.rules.multiple import MULTIPLE, Multiple
from lms.quizzes.rules.number import NUMBER, Number
from lms.quizzes.rules.ordering import ORDER, Ordering
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.question import (
    Answer,
    Field,
    Json,
    Order,
    Pool,
    Question,
    QuestionType,
    Reviewed,
    ReviewedChoice,
    ReviewedField,
    Shown,
    Written,
    register_types,
)
from lms.quizzes.rules.short import SHORT, Short
from lms.quizzes.rules.showing import PublicQuestion, Review, public_question, review
from lms.quizzes.rules.single import SINGLE, Single
from lms.quizzes.rules.truefalse import TRUE_FALSE, TrueFalse
from lms.quizzes.rules.words import Words

OWN_TYPES = (SINGLE, MULTIPLE, TRUE_FALSE, NUMBER, SHORT, ORDER, MATCH, CLOZE)
"""The types that the house itself provides through the hook `question_types`."""

__all__ = [
    "CLOZE",
    "MATCH",
    "MULTIPLE",
    "NUMBER",
    "ORDER",
    "OWN_TYPES",
    "SHORT",
    "SINGLE",
    "TRUE_FALSE",
    "Answer",
    "AnswerSource",
    "Choice",
    "ChoiceGap",
    "Cloze",
    "Drawn",
    "Field",
    "Gap",
    "Item",
    "Json",
    "Matching",
    "Multiple",
    "Number",
    "NumberGap",
    "Option",
    "Order",
    "Ordering",
    "Pair",
    "Pool",
    "PublicQuestion",
    "Question",
    "QuestionType",
    "Reporter",
    "Review",
    "Reviewed",
    "ReviewedChoice",
    "ReviewedField",
    "Short",
    "Shown",
    "Single",
    "SourceLine",
    "TextGap",
    "TrueFalse",
    "Words",
    "Written",
    "arrange",
    "attempt_score_percent",
    "draw",
    "fits",
    "from_json",
    "grade",
    "is_answered",
    "passed",
    "place",
    "public_question",
    "read_only_line",
    "read_response",
    "read_words",
    "register_types",
    "review",
    "split_at_places",
    "to_json",
    "version",
    "without_places",
    "write_question",
]
