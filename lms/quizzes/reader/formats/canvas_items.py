"""Reads one item of Canvas QTI 1.2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from lms.quizzes.reader.formats.answers import (
    Around,
    ForeignKey,
    ForeignOption,
    make_choice,
    make_match,
    make_number,
    make_order,
    make_short,
    make_true_false,
    read_weight,
)
from lms.quizzes.reader.formats.canvas_item import (
    Condition,
    Item,
    find_kind,
    key_of,
    list_labels,
    list_texts,
    material_of,
    name_of,
    read_structure,
    text_of,
)
from lms.quizzes.reader.formats.moodle_cloze import make_cloze
from lms.quizzes.reader.formats.results import tell_results
from lms.quizzes.reader.formats.texts import Scribe, Text
from lms.quizzes.reader.formats.values import Notes, NotTakenError
from lms.quizzes.reader.formats.xml_tree import Element
from lms.quizzes.rules import ChoiceGap, Gap, Question, TextGap, place
from lms.quizzes.rules.fields import FIELDS_MAXIMUM, without_places

_TRUE = frozenset({"true", "对", "正确", "是"})
_FALSE = frozenset({"false", "错", "错误", "否"})
_RESPONSE = "response_"


def read_item(source: Element, language: str, notes: Notes) -> Question:
    """The question of an item; raises NotTakenError where our bank cannot hold it."""
    kind = find_kind(source)
    if kind not in _READERS:
        raise NotTakenError(_REASONS.get(kind, f"our bank has no type like {kind[:40]!r}"))
    scribe = Scribe(language, notes)
    item = read_structure(source, scribe)
    feedback = item.feedback
    results = [(True, feedback.get("correct_fb", {})), (False, feedback.get("general_incorrect_fb", {}))]
    stem = next(source.each("presentation/material"), None) or next(
        source.each("presentation/flow/material"), None
    )
    around = Around(
        stem={} if kind in _WITH_GAPS or stem is None else text_of(scribe, stem),
        feedback=tell_results(feedback.get("general_fb", {}), results, notes),
    )
    return _READERS[kind](item, around)


def _read_single(item: Item, around: Around) -> Question:
    return _read_choice(item, around, is_single=True)


def _read_several(item: Item, around: Around) -> Question:
    return _read_choice(item, around, is_single=False)


def _read_choice(item: Item, around: Around, *, is_single: bool) -> Question:
    asked = item.asked("response_lid")
    labels, named = list_labels(item, asked), item.right(asked.attributes.get("ident", ""))
    right = [ident for ident, _ in labels if ident in named]
    wrong = len(labels) - len(right)
    options = [
        ForeignOption(text, _choice_weight(ident in right, is_single, len(right), wrong), item.feedback_of(ident))
        for ident, text in labels
    ]
    return make_choice(item.scribe, around, options, is_single=is_single)


def _choice_weight(is_right: bool, is_single: bool, right: int, wrong: int) -> Fraction:
    if is_single:
        return Fraction(100 if is_right else 0)
    return Fraction(100, right) if is_right else Fraction(-100, wrong)


def _read_true_false(item: Item, around: Around) -> Question:
    asked = item.asked("response_lid")
    labels = list_labels(item, asked)
    words = {ident: next(iter(text.values()), "").strip().lower() for ident, text in labels}
    told = sorted(words.values(), key=_TRUE.__contains__)
    if len(told) != 2 or told[0] not in _FALSE or told[1] not in _TRUE:
        return _read_single(item, around)
    (right, *more) = item.right(asked.attributes.get("ident", "")) or [""]
    if right not in words or more:
        raise NotTakenError("neither true nor false is right alone")
    feedback = {words[ident] in _TRUE: item.feedback_of(ident) for ident in words}
    return make_true_false(item.scribe, around, is_true=words[right] in _TRUE, feedback=feedback)


def _read_short(item: Item, around: Around) -> Question:
    right = item.right(item.asked("response_str").attributes.get("ident", ""))
    keys = [ForeignKey(value, feedback=item.feedback_of(value)) for value in right]
    return make_short(item.scribe, around, keys, case=False)


def _read_number(item: Item, around: Around) -> Question:
    keys = []
    for condition in item.conditions:
        if condition.points > 0:
            bounds = {
                name: one.text.strip()
                for name in ("vargte", "varlte", "vargt", "varlt")
                for one in condition.source.walk(name)
            }
            low, high = bounds.get("vargte", bounds.get("vargt")), bounds.get("varlte", bounds.get("varlt"))
            if low is not None and high is not None:
                keys.append(_range(condition, low, high, item.scribe.notes))
            else:
                keys += [ForeignKey(value) for _, value in condition.values]
    return make_number(item.scribe, around, keys)


def _range(condition: Condition, low: str, high: str, notes: Notes) -> ForeignKey:
    values = [value for _, value in condition.values]
    if values and low == high:
        return ForeignKey(values[0])
    if not values:
        return ForeignKey(low, high=high)
    value, below, above = read_weight(values[0]), read_weight(low), read_weight(high)
    if value - below == above - value and (tolerance := _decimal(above - value)):
        return ForeignKey(values[0], tolerance=tolerance)
    notes.change(f"the number {values[0][:20]} with its margin became the range from {low[:20]} to {high[:20]}")
    return ForeignKey(low, high=high)


def _decimal(number: Fraction) -> str:
    """The number in decimals, or "" where they never end."""
    for places in range(16):
        scaled = number * 10**places
        if scaled.denominator == 1:
            digits = str(scaled.numerator).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return ""


def _read_match(item: Item, around: Around) -> Question:
    pairs: list[tuple[Text, Text]] = []
    partners: dict[str, Text] = {}
    used: set[str] = set()
    for asked in item.source.walk("response_lid"):
        names = {ident: name_of(item.scribe, text) for ident, text in list_texts(asked)}
        partners |= names
        right = item.right(asked.attributes.get("ident", ""))
        if len(right) != 1 or right[0] not in names:
            raise NotTakenError("a left side has no partner, or several")
        pairs.append((material_of(item.scribe, asked), names[right[0]]))
        used.add(right[0])
    decoys: list[tuple[Text, Text]] = [({}, text) for ident, text in partners.items() if ident not in used]
    return make_match(item.scribe, around, [*pairs, *decoys])


def _read_order(item: Item, around: Around) -> Question:
    asked = item.asked("response_lid")
    labels, order = dict(list_labels(item, asked)), item.right(asked.attributes.get("ident", ""))
    if sorted(order) != sorted(labels):
        raise NotTakenError("its right order does not name every item once")
    item.scribe.notes.change(
        "the grading became that of our bank: a share for each item that follows the right one"
    )
    return make_order(item.scribe, around, [labels[ident] for ident in order])


def _read_gaps(item: Item, around: Around) -> Question:
    gaps: list[Gap] = []
    stem = next(item.source.walk("mattext"), None)
    html = without_places(stem.text) if stem else ""
    for asked in item.source.walk("response_lid"):
        ident = asked.attributes.get("ident", "")
        name = f"[{ident.removeprefix(_RESPONSE)}]"
        if html.count(name) != 1 or len(gaps) >= FIELDS_MAXIMUM:
            raise NotTakenError(f"the gap {name[:40]} does not stand in its text once")
        html = html.replace(name, place(len(gaps)))
        gaps.append(_read_gap(item, asked, ident))
    if not gaps:
        raise NotTakenError("it has no gap")
    text = item.scribe.html_with_places(html)
    return make_cloze(item.scribe, Around(text, around.hint, around.feedback), gaps)


def _read_gap(item: Item, asked: Element, ident: str) -> Gap:
    words = {ident: key_of(item.scribe, text) for ident, text in list_texts(asked)}
    right = [key for key in item.right(ident) if key in words]
    if find_kind(item.source) == "multiple_dropdowns_question":
        if len(right) != 1:
            raise NotTakenError(f"a gap to choose has {len(right)} right options, and ours has one")
        return ChoiceGap(tuple(words.values()), list(words).index(right[0]))
    return TextGap(tuple(dict.fromkeys(words[key] for key in (right or words))))


_WITH_GAPS = frozenset({"fill_in_multiple_blanks_question", "multiple_dropdowns_question"})
_READERS: Mapping[str, Callable[[Item, Around], Question]] = {
    "multiple_choice_question": _read_single,
    "true_false_question": _read_true_false,
    "multiple_answers_question": _read_several,
    "short_answer_question": _read_short,
    "numerical_question": _read_number,
    "matching_question": _read_match,
    "ordering_question": _read_order,
    **dict.fromkeys(_WITH_GAPS, _read_gaps),
}
_REASONS = {
    "essay_question": "it asks for an essay, which nobody here could grade",
    "file_upload_question": "it asks for a file, which nobody here could grade",
    "text_only_question": "it is a text, which asks nothing",
    "calculated_question": "its numbers are calculated anew for each attempt, and ours stand as written",
}
