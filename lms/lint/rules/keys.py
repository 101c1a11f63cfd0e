"""Where the right answers of a course stand, and whether their length gives them away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lms.core.findings import Finding
from lms.core.languages import LANGUAGES
from lms.lint.rules import guide
from lms.lint.rules.findings import warn
from lms.lint.rules.module import Course, QuestionSheet


@dataclass(frozen=True, slots=True)
class KeyShares:
    """Over a course: questions of four options with one right, by its position; and how often it is the longest.

    `longest` counts by language among `single` questions with one right option of three or more.
    """

    positions: tuple[int, int, int, int]
    single: int
    longest: dict[str, int]


def count_keys(course: Course) -> KeyShares:
    """Where the right answers stand, and in how many questions the right one is longer than every other."""
    questions = [
        question
        for module in course.modules
        for question in module.questions
        if len(question.options) >= 3 and sum(option.is_right for option in question.options) == 1
    ]
    places = Counter(
        next(place for place, option in enumerate(question.options) if option.is_right)
        for question in questions
        if len(question.options) == 4
    )
    longest = {language: sum(_is_longest(question, language) for question in questions) for language in LANGUAGES}
    return KeyShares((places[0], places[1], places[2], places[3]), len(questions), longest)


def _is_longest(question: QuestionSheet, language: str) -> bool:
    right = max(len(option.texts.get(language, "")) for option in question.options if option.is_right)
    return all(len(option.texts.get(language, "")) < right for option in question.options if not option.is_right)


def check_keys(course: Course) -> Iterator[Finding]:
    """No position has more than its share of right answers, and length does not tell them."""
    shares = count_keys(course)
    total = sum(shares.positions)
    for place, number in enumerate(shares.positions, 1):
        if total >= guide.SHARES_FROM and number / total > guide.POSITION_SHARE_MAXIMUM:
            message = f"{number} of {total} right answers among four stand in place {place}."
            hint = f"move some: no place has more than {guide.POSITION_SHARE_MAXIMUM:.0%} of them"
            yield warn(course.course_file, 1, "key-position", message, hint)
    for language, number in shares.longest.items():
        if shares.single >= guide.SHARES_FROM and number / shares.single > guide.LONGEST_SHARE_MAXIMUM:
            message = f"In {number} of {shares.single} questions the right option is the longest ({language})."
            hint = f"shorten it, or write fuller wrong ones: at most {guide.LONGEST_SHARE_MAXIMUM:.0%} may be"
            yield warn(course.course_file, 1, "key-longest", message, hint)
