"""What each format cannot hold: the table that an export prints from and the documents show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from lms.quizzes.rules import (
    OWN_TYPES,
    ChoiceGap,
    Cloze,
    Matching,
    Multiple,
    Number,
    NumberGap,
    Ordering,
    Pool,
    Question,
    Short,
    Single,
    TextGap,
    to_json,
)
from lms.quizzes.writer.html import plain_of


class Trait(StrEnum):
    """Something that a question may have and a format may not hold."""

    PLUGIN = "a type of a plugin"
    ORDER = "type: order"
    CLOZE = "type: cloze"
    NUMBER_GAP = "a gap for a number"
    MIXED_GAPS = "gaps to type beside gaps to choose"
    ARROW = "an arrow in a short answer or in a pair"
    LANGUAGES = "texts in both languages"
    HINT = "a hint"
    TAGS = "tags"
    SECTION = "a section"
    PRACTICE = "pool: practice"
    WEIGHTS = "weights such as [50] and [-25]"
    PENALTY = "wrong options of a multiple choice that cost a share"
    CASE = "case: yes"
    UNIT = "a unit"
    PERCENT = "a tolerance in percent"
    RANGE = "a range"
    PARTNER_MARKUP = "markup on the right side of a pair"
    LONE_FORMULA = "a formula alone in its paragraph"
    LAYOUT = "a note or a list of tasks"


class Format(StrEnum):
    """The formats that questions are written in, by the names that people give them."""

    GIFT = "gift"
    MOODLE = "moodle"
    QTI22 = "qti22"
    CANVAS = "canvas"


_LEFT_OUT = "left out"
_ONE_LANGUAGE = "one is written, English unless another is asked for"
_PLUGIN = "only the types of the house are written"
_PLAIN_PARTNER = "the words alone are written"
_MIDDLE = "written as the number in its middle and the distance to its ends"
_ABSOLUTE = "written as a number"
_PLAIN_LAYOUT = "written as plain paragraphs and lists"
_EVERYWHERE = {Trait.SECTION: _LEFT_OUT, Trait.PRACTICE: "left out: all questions go to one place"}

LOSSES: Mapping[Format, Mapping[Trait, str]] = MappingProxyType(
    {
        Format.GIFT: {
            Trait.LANGUAGES: _ONE_LANGUAGE,
            Trait.HINT: _LEFT_OUT,
            **_EVERYWHERE,
            Trait.CASE: "left out: case never matters there",
            Trait.UNIT: _LEFT_OUT,
            Trait.PERCENT: _ABSOLUTE,
            Trait.PARTNER_MARKUP: _PLAIN_PARTNER,
            Trait.LONE_FORMULA: "written $$…$$, which comes back as a displayed one",
        },
        Format.MOODLE: {
            **_EVERYWHERE,
            Trait.LANGUAGES: "both are written unless one is asked for",
            Trait.PERCENT: _ABSOLUTE,
            Trait.RANGE: _MIDDLE,
            Trait.PARTNER_MARKUP: _PLAIN_PARTNER,
            Trait.LAYOUT: _PLAIN_LAYOUT,
        },
        Format.QTI22: {
            Trait.LANGUAGES: _ONE_LANGUAGE,
            Trait.HINT: _LEFT_OUT,
            Trait.TAGS: _LEFT_OUT,
            **_EVERYWHERE,
            Trait.UNIT: "shown behind the input; who types it is not understood",
            Trait.ORDER: "all or nothing, without shares",
            Trait.LAYOUT: _PLAIN_LAYOUT,
        },
        Format.CANVAS: {
            Trait.LANGUAGES: _ONE_LANGUAGE,
            Trait.HINT: _LEFT_OUT,
            Trait.TAGS: _LEFT_OUT,
            **_EVERYWHERE,
            Trait.WEIGHTS: "left out: what is not right earns nothing, right ones share equally",
            Trait.PENALTY: "they cost what Canvas takes for them",
            Trait.CASE: "left out: case never matters there",
            Trait.UNIT: _LEFT_OUT,
            Trait.PERCENT: _ABSOLUTE,
            Trait.PARTNER_MARKUP: _PLAIN_PARTNER,
            Trait.LAYOUT: _PLAIN_LAYOUT,
        },
    }
)
"""What happens to a question that is written all the same."""

REFUSALS: Mapping[Format, Mapping[Trait, str]] = MappingProxyType(
    {
        Format.GIFT: {
            Trait.PLUGIN: _PLUGIN,
            Trait.ORDER: "GIFT has no such type",
            Trait.CLOZE: "GIFT has no such type",
            Trait.ARROW: "GIFT would take it for a pair",
        },
        Format.MOODLE: {Trait.PLUGIN: _PLUGIN},
        Format.QTI22: {Trait.PLUGIN: _PLUGIN},
        Format.CANVAS: {
            Trait.PLUGIN: _PLUGIN,
            Trait.ORDER: "classic quizzes of Canvas have no such type",
            Trait.NUMBER_GAP: "Canvas has gaps for texts or for choices alone",
            Trait.MIXED_GAPS: "Canvas has gaps for texts or for choices alone, not both in one question",
        },
    }
)
"""Why a question is not written at all."""

_TYPES = {question_type.name for question_type in OWN_TYPES}
_LAYOUT = re.compile(r"^\s*(!!! ?\w|[-*+] \[[ xX]\] )", re.MULTILINE)
_LONE_FORMULA = re.compile(r"(?:^|\n\n)\s*\$(?!\$)[^$\n]+\$\s*(?=\n\n|$)")


def find_traits(question: Question) -> frozenset[Trait]:
    """What a question has that some format may not hold."""
    return frozenset(trait for trait, has in _HAVE.items() if has(question))


def _texts(question: Question) -> list[str]:
    """Every text of a question, whatever it is for."""
    texts: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, Mapping):
            for part in value.values():
                gather(part)
        elif isinstance(value, list | tuple):
            for part in value:
                gather(part)

    stored = to_json(question)
    gather([stored["stem"], stored["answer"], stored["hint"], stored["feedback"]])
    return texts


def _gaps(question: Question) -> set[type]:
    return {type(gap) for gap in question.answer.gaps()} if isinstance(question.answer, Cloze) else set()


def _has_languages(question: Question) -> bool:
    def differ(value: object) -> bool:
        if isinstance(value, Mapping):
            if {"en", "zh"} <= set(value) and value["en"] != value["zh"]:
                return True
            return any(map(differ, value.values()))
        return isinstance(value, list | tuple) and any(map(differ, value))

    return differ(to_json(question))


def _has_weights(question: Question) -> bool:
    answer = question.answer
    return isinstance(answer, Single | Multiple) and any(o.mark not in {"x", " "} for o in answer.options)


def _has_arrow(question: Question) -> bool:
    answer = question.answer
    if isinstance(answer, Short):
        return any("->" in text for text in answer.accepted)
    if isinstance(answer, Matching):
        sides = [*(pair.left for pair in answer.pairs), *answer.choices]
        return any("->" in text for side in sides for _, text in side.by_language)
    return False


def _has_partner_markup(question: Question) -> bool:
    answer = question.answer
    return isinstance(answer, Matching) and any(
        plain_of(text) != text for choice in answer.choices for _, text in choice.by_language
    )


def _numbers(question: Question) -> list[Number]:
    if isinstance(question.answer, Number):
        return [question.answer]
    gaps = question.answer.gaps() if isinstance(question.answer, Cloze) else []
    return [gap.number for gap in gaps if isinstance(gap, NumberGap)]


_HAVE: Mapping[Trait, Callable[[Question], bool]] = {
    Trait.PLUGIN: lambda question: question.type not in _TYPES,
    Trait.ORDER: lambda question: isinstance(question.answer, Ordering),
    Trait.CLOZE: lambda question: isinstance(question.answer, Cloze),
    Trait.NUMBER_GAP: lambda question: NumberGap in _gaps(question),
    Trait.MIXED_GAPS: lambda question: {TextGap, ChoiceGap} <= _gaps(question),
    Trait.ARROW: _has_arrow,
    Trait.LANGUAGES: _has_languages,
    Trait.HINT: lambda question: question.hint is not None,
    Trait.TAGS: lambda question: bool(question.tags),
    Trait.SECTION: lambda question: bool(question.section),
    Trait.PRACTICE: lambda question: question.pool is Pool.PRACTICE,
    Trait.WEIGHTS: _has_weights,
    Trait.PENALTY: lambda question: isinstance(question.answer, Multiple),
    Trait.CASE: lambda question: isinstance(question.answer, Short) and question.answer.case,
    Trait.UNIT: lambda question: any(number.unit for number in _numbers(question)),
    Trait.PERCENT: lambda question: any(number.tolerance.endswith("%") for number in _numbers(question)),
    Trait.RANGE: lambda question: any(number.low for number in _numbers(question)),
    Trait.PARTNER_MARKUP: _has_partner_markup,
    Trait.LONE_FORMULA: lambda question: any(map(_LONE_FORMULA.search, _texts(question))),
    Trait.LAYOUT: lambda question: any(map(_LAYOUT.search, _texts(question))),
}
