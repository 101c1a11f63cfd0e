"""Questions as their author wrote them, with their keys: for rooms that check banks, never for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pluggy import HookRelay

from lms.core.languages import LANGUAGES
from lms.core.parts import ModuleSource
from lms.quizzes import rules
from lms.quizzes.rules import Answer, Choice, Cloze, Matching, Number, NumberGap, Ordering, Words
from lms.quizzes.rules.translation import is_untranslated
from lms.quizzes.service.banks import read_source
from lms.quizzes.service.types import list_types

GAP = "…"
"""What stands for a gap in the text of a cloze."""


@dataclass(frozen=True, slots=True)
class AuthoredOption:
    """One option of a choice; texts by language, `feedback` empty where there is none."""

    texts: Mapping[str, str]
    is_right: bool
    feedback: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuthoredNumber:
    """A number that is asked for: its bounds, and whether its author said what it is counted in."""

    low: Fraction
    high: Fraction
    has_unit: bool


@dataclass(frozen=True, slots=True)
class AuthoredQuestion:
    """A question of a bank, whatever its type; texts by language, and only languages that were written.

    `items` are what is ordered or matched; `numbers` what is typed as a number, in the order of the gaps. One
    that is untranslated has its words twice, in the same language.
    """

    question_id: str
    type: str
    is_graded: bool
    section: str
    line: int
    stem: Mapping[str, str]
    feedback: Mapping[str, str]
    options: tuple[AuthoredOption, ...] = ()
    items: tuple[Mapping[str, str], ...] = ()
    numbers: tuple[AuthoredNumber, ...] = ()
    is_untranslated: bool = False


def list_authored_questions(hooks: HookRelay, module: ModuleSource) -> tuple[AuthoredQuestion, ...]:
    """Every question of a module's bank that can be read, in the order of the file."""
    bank = read_source(module, list_types(hooks))
    return tuple(_author(question) for question in bank.questions)


def _author(question: rules.Question) -> AuthoredQuestion:
    answer = question.answer
    options = answer.options if isinstance(answer, Choice) else ()
    return AuthoredQuestion(
        question_id=question.id,
        type=question.type,
        is_graded=question.pool is rules.Pool.GRADED,
        section=question.section,
        line=question.line,
        stem=_stem(question),
        feedback=_texts(question.feedback),
        options=tuple(
            AuthoredOption(_texts(option.text), position in answer.right, _texts(option.feedback))
            for position, option in enumerate(options)
            if isinstance(answer, Choice)
        ),
        items=_items(answer),
        numbers=_numbers(answer),
        is_untranslated=is_untranslated(question),
    )


def _texts(words: Words | None) -> Mapping[str, str]:
    return dict(words.by_language) if words is not None else {}


def _stem(question: rules.Question) -> Mapping[str, str]:
    answer = question.answer
    if question.stem is not None or not isinstance(answer, Cloze):
        return _texts(question.stem)
    return {
        language: "".join(piece if isinstance(piece, str) else GAP for piece in pieces)
        for language, pieces in answer.texts
    }


def _items(answer: Answer) -> tuple[Mapping[str, str], ...]:
    match answer:
        case Ordering():
            words = answer.items
        case Matching():
            words = tuple(pair.left for pair in answer.pairs) + answer.choices
        case _:
            words = ()
    return tuple(_texts(word) for word in words)


def _numbers(answer: Answer) -> tuple[AuthoredNumber, ...]:
    match answer:
        case Number():
            return (AuthoredNumber(*answer.bounds(), has_unit=bool(answer.unit) or answer.is_bare),)
        case Cloze():
            # A gap has no unit of its own: it stands in the text around it.
            gaps = (gap for gap in answer.gaps(LANGUAGES[0]) if isinstance(gap, NumberGap))
            return tuple(AuthoredNumber(*gap.number.bounds(), has_unit=True) for gap in gaps)
        case _:
            return ()
