"""What one question is in QTI 2.2: declarations, body, processing and feedback, as XML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lms.quizzes.rules import (
    ChoiceGap,
    Cloze,
    Matching,
    Multiple,
    Number,
    NumberGap,
    Ordering,
    Question,
    Short,
    Single,
    TrueFalse,
    Words,
    place,
    split_at_places,
)
from lms.quizzes.rules.fields import without_places
from lms.quizzes.writer.gaps import accepted_texts
from lms.quizzes.writer.html import Voice, as_block, escape
from lms.quizzes.writer.numbers import decimal

_RESPONSE = "RESPONSE"
_OF_OPTION, _GENERAL, _SHOWN = "FEEDBACK", "GENERAL", "SHOWN"
_TRUTH = {"en": ("True", "False"), "zh": ("正确", "错误")}
_SCORED = '<setOutcomeValue identifier="SCORE">{}</setOutcomeValue>'
_MAPPED = '<mapResponse identifier="{}"/>'
_ONE = '<baseValue baseType="float">1</baseValue>'


@dataclass(slots=True)
class Item:
    """The parts of an item, each a piece of XML."""

    body: str = ""
    responses: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    processing: list[str] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)


def write_item(question: Question, voice: Voice) -> Item:
    """The item of a question of a type of the house."""
    item = Item(voice.block(question.stem) if question.stem else "")
    match question.answer:
        case Single() as single:
            _write_choice(item, single, voice)
        case Multiple() as multiple:
            _write_choice(item, multiple, voice)
        case TrueFalse(is_true):
            _write_truth(item, voice, is_true=is_true)
        case Short(accepted, case):
            item.responses.append(_declare_text(_RESPONSE, accepted, case=case))
            item.body += f"<p>{_entry(_RESPONSE)}</p>"
            item.processing.append(_SCORED.format(_MAPPED.format(_RESPONSE)))
        case Number() as number:
            item.responses.append(_declare(_RESPONSE, "float", _middle(number)))
            item.body += f"<p>{_entry(_RESPONSE)}{escape(f' {number.unit}' if number.unit else '')}</p>"
            item.processing.append(_if(_between(_RESPONSE, number), _SCORED.format(_ONE)))
        case Ordering(items):
            _write_order(item, items, voice)
        case Matching() as matching:
            _write_match(item, matching, voice)
        case Cloze() as cloze:
            _write_cloze(item, cloze, voice)
        case _:
            raise ValueError(f"QTI has no form for {question.id}.")
    if question.feedback:
        item.outcomes.append(_declare_outcome(_GENERAL, "single"))
        item.feedback.append(_show(_GENERAL, _SHOWN, voice.block(question.feedback)))
        shown = f'<baseValue baseType="identifier">{_SHOWN}</baseValue>'
        item.processing.append(f'<setOutcomeValue identifier="{_GENERAL}">{shown}</setOutcomeValue>')
    return item


def _write_choice(item: Item, answer: Single | Multiple, voice: Voice) -> None:
    is_single = isinstance(answer, Single)
    keys = [f"A{at}" for at in range(1, len(answer.options) + 1)]
    weights = [_weight(answer, at) for at in range(len(keys))]
    item.responses.append(
        _declare(
            _RESPONSE,
            "identifier",
            *(key for at, key in enumerate(keys) if at in answer.right),
            cardinality="single" if is_single else "multiple",
            mapping=list(zip(keys, weights, strict=True)),
        )
    )
    choices = "".join(
        f'<simpleChoice identifier="{key}">{voice.html(option.text)}</simpleChoice>'
        for key, option in zip(keys, answer.options, strict=True)
    )
    item.body += (
        f'<choiceInteraction responseIdentifier="{_RESPONSE}" shuffle="true" maxChoices="{int(is_single)}">'
        f"{choices}</choiceInteraction>"
    )
    # The shares of right options are rounded, so that all of them together would not quite make one.
    item.processing.append(
        _if(_matches(_RESPONSE), _SCORED.format(_ONE), _SCORED.format(_MAPPED.format(_RESPONSE)))
    )
    said = [(key, o.feedback) for key, o in zip(keys, answer.options, strict=True) if o.feedback]
    if said:
        # What was chosen names the feedback that is shown.
        item.outcomes.append(_declare_outcome(_OF_OPTION, "single" if is_single else "multiple"))
        chosen = f'<variable identifier="{_RESPONSE}"/>'
        item.processing.append(f'<setOutcomeValue identifier="{_OF_OPTION}">{chosen}</setOutcomeValue>')
        item.feedback += [_show(_OF_OPTION, key, voice.block(feedback)) for key, feedback in said]


def _write_truth(item: Item, voice: Voice, *, is_true: bool) -> None:
    item.responses.append(_declare(_RESPONSE, "identifier", "TRUE" if is_true else "FALSE"))
    names = _TRUTH[voice.language]
    item.body += (
        f'<choiceInteraction responseIdentifier="{_RESPONSE}" shuffle="false" maxChoices="1">'
        f'<simpleChoice identifier="TRUE">{names[0]}</simpleChoice>'
        f'<simpleChoice identifier="FALSE">{names[1]}</simpleChoice></choiceInteraction>'
    )
    item.processing.append(_if(_matches(_RESPONSE), _SCORED.format(_ONE)))


def _write_order(item: Item, items: Sequence[Words], voice: Voice) -> None:
    keys = [f"A{at}" for at in range(1, len(items) + 1)]
    item.responses.append(_declare(_RESPONSE, "identifier", *keys, cardinality="ordered"))
    choices = "".join(
        f'<simpleChoice identifier="{key}">{voice.html(words)}</simpleChoice>'
        for key, words in zip(keys, items, strict=True)
    )
    item.body += f'<orderInteraction responseIdentifier="{_RESPONSE}" shuffle="true">{choices}</orderInteraction>'
    item.processing.append(_if(_matches(_RESPONSE), _SCORED.format(_ONE)))


def _write_match(item: Item, answer: Matching, voice: Voice) -> None:
    share = _decimal(Fraction(1, len(answer.pairs)))
    keys = [f"L{at} R{answer.choices.index(pair.right) + 1}" for at, pair in enumerate(answer.pairs, 1)]
    item.responses.append(
        _declare(
            _RESPONSE,
            "directedPair",
            *keys,
            cardinality="multiple",
            mapping=[(key, share) for key in keys],
        )
    )
    # What is on the right may be the partner of any number of left sides.
    sides = (
        [(f"L{at}", 1, pair.left) for at, pair in enumerate(answer.pairs, 1)],
        [(f"R{at}", 0, words) for at, words in enumerate(answer.choices, 1)],
    )
    sets = "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{key}" matchMax="{most}">{voice.html(words)}'
            "</simpleAssociableChoice>"
            for key, most, words in side
        )
        + "</simpleMatchSet>"
        for side in sides
    )
    item.body += (
        f'<matchInteraction responseIdentifier="{_RESPONSE}" shuffle="true" maxAssociations="{len(keys)}">'
        f"{sets}</matchInteraction>"
    )
    item.processing.append(
        _if(_matches(_RESPONSE), _SCORED.format(_ONE), _SCORED.format(_MAPPED.format(_RESPONSE)))
    )


def _write_cloze(item: Item, answer: Cloze, voice: Voice) -> None:
    pieces = dict(answer.texts).get(voice.language, answer.texts[0][1])
    gaps = answer.gaps(voice.language)
    places = (place(at) for at in range(len(gaps)))
    text = "".join(without_places(piece) if isinstance(piece, str) else next(places) for piece in pieces)
    html = as_block(voice.html_of(text))
    inputs = [_write_gap(item, answer, at, voice.language) for at in range(len(gaps))]
    item.body = "".join(part if isinstance(part, str) else inputs[part] for part in split_at_places(html))
    count = f'<baseValue baseType="float">{len(gaps)}</baseValue>'
    item.processing.append(_SCORED.format(f'<divide><variable identifier="SCORE"/>{count}</divide>'))


def _write_gap(item: Item, answer: Cloze, at: int, language: str) -> str:
    """Declares a gap, adds one to the score where it is right, and gives its input."""
    gap = answer.gaps(language)[at]
    name = f"{_RESPONSE}{at + 1}"
    more = _SCORED.format(f'<sum><variable identifier="SCORE"/>{_ONE}</sum>')
    if isinstance(gap, ChoiceGap):
        keys = [f"A{number}" for number in range(1, len(gap.options) + 1)]
        item.responses.append(_declare(name, "identifier", keys[gap.right]))
        item.processing.append(_if(_matches(name), more))
        choices = "".join(
            f'<inlineChoice identifier="{key}">{escape(option)}</inlineChoice>'
            for key, option in zip(keys, gap.options, strict=True)
        )
        opening = f'<inlineChoiceInteraction responseIdentifier="{name}" shuffle="true">'
        return f"{opening}{choices}</inlineChoiceInteraction>"
    if isinstance(gap, NumberGap):
        item.responses.append(_declare(name, "float", _middle(gap.number)))
        item.processing.append(_if(_between(name, gap.number), more))
        return _entry(name)
    item.responses.append(_declare_text(name, accepted_texts(answer, at, language), case=False))
    item.processing.append(_SCORED.format(f'<sum><variable identifier="SCORE"/>{_MAPPED.format(name)}</sum>'))
    return _entry(name)


def _weight(answer: Single | Multiple, at: int) -> str:
    return _decimal(answer.grade(at) if isinstance(answer, Single) else answer.weight_percent(at) / 100)


def _decimal(number: Fraction) -> str:
    return f"{float(number):.7f}".rstrip("0").rstrip(".") or "0"


def _middle(number: Number) -> str:
    low, high = number.bounds()
    return decimal((low + high) / 2)


def _declare(
    name: str,
    base: str,
    *right: str,
    cardinality: str = "single",
    mapping: Sequence[tuple[str, str]] = (),
) -> str:
    values = "".join(f"<value>{value}</value>" for value in right)
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in mapping)
    mapped = f'<mapping lowerBound="0" upperBound="1" defaultValue="0">{entries}</mapping>' if entries else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        f"<correctResponse>{values}</correctResponse>{mapped}</responseDeclaration>"
    )


def _declare_text(name: str, accepted: Iterable[str], *, case: bool) -> str:
    """A text whose accepted forms are all worth the same."""
    texts = list(accepted)
    entries = "".join(
        f'<mapEntry mapKey="{escape(text, quote=True)}" mappedValue="1" caseSensitive="{str(case).lower()}"/>'
        for text in texts
    )
    return (
        f'<responseDeclaration identifier="{name}" cardinality="single" baseType="string">'
        f"<correctResponse><value>{escape(texts[0])}</value></correctResponse>"
        f'<mapping lowerBound="0" upperBound="1" defaultValue="0">{entries}</mapping></responseDeclaration>'
    )


def _entry(name: str) -> str:
    return f'<textEntryInteraction responseIdentifier="{name}"/>'


def _matches(name: str) -> str:
    return f'<match><variable identifier="{name}"/><correct identifier="{name}"/></match>'


def _between(name: str, number: Number) -> str:
    low, high = (f'<baseValue baseType="float">{decimal(end)}</baseValue>' for end in number.bounds())
    variable = f'<variable identifier="{name}"/>'
    return f"<and><gte>{variable}{low}</gte><lte>{variable}{high}</lte></and>"


def _if(condition: str, then: str, otherwise: str = "") -> str:
    rest = f"<responseElse>{otherwise}</responseElse>" if otherwise else ""
    return f"<responseCondition><responseIf>{condition}{then}</responseIf>{rest}</responseCondition>"


def _declare_outcome(name: str, cardinality: str) -> str:
    return f'<outcomeDeclaration identifier="{name}" cardinality="{cardinality}" baseType="identifier"/>'


def _show(outcome: str, key: str, html: str) -> str:
    opening = f'<modalFeedback outcomeIdentifier="{outcome}" identifier="{key}" showHide="show">'
    return f"{opening}{html}</modalFeedback>"
