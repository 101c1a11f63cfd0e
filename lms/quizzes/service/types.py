"""The question types of the house."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from pluggy import HookRelay

from lms.quizzes import rules
from lms.quizzes.rules import QuestionType


def list_types(hooks: HookRelay) -> Mapping[str, QuestionType]:
    """All question types of the house by name."""
    answers: list[list[QuestionType]] = hooks.question_types()
    return rules.register_types(chain.from_iterable(answers))
