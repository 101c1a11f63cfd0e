"""What stands in one item of Canvas QTI 1.2: texts, choices, and the rules that grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lms.quizzes.reader.formats.answers import read_weight
from lms.quizzes.reader.formats.escaping import escape_words
from lms.quizzes.reader.formats.texts import Scribe, Text
from lms.quizzes.reader.formats.values import NotTakenError
from lms.quizzes.reader.formats.xml_tree import Element

LABELS_MAXIMUM = 10_000
"""A hundred left sides repeat a hundred right ones each."""
RULES_MAXIMUM = 1_000
# The names that Common Cartridge has for the same.
_CARTRIDGE = {
    "cc.multiple_choice.v0p1": "multiple_choice_question",
    "cc.true_false.v0p1": "true_false_question",
    "cc.multiple_response.v0p1": "multiple_answers_question",
    "cc.fib.v0p1": "short_answer_question",
    "cc.essay.v0p1": "essay_question",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One rule of the response processing: the values it asks for, its points, the feedback it shows."""

    source: Element
    values: tuple[tuple[str, str], ...]
    points: Fraction
    feedback: str


@dataclass(frozen=True, slots=True)
class Item:
    source: Element
    scribe: Scribe
    conditions: tuple[Condition, ...]
    feedback: Mapping[str, Text]

    def asked(self, kind: str) -> Element:
        """The element that asks: response_lid or response_str."""
        element = next(self.source.walk(kind), None)
        if element is None:
            raise NotTakenError(f"it has no <{kind}>")
        return element

    def right(self, response: str) -> list[str]:
        """What earns points for a response, each once."""
        values = [
            value
            for one in self.conditions
            if one.points > 0
            for name, value in one.values
            if name in {response, ""}
        ]
        return list(dict.fromkeys(values))

    def feedback_of(self, value: str) -> Text:
        """The feedback that is shown for one value alone."""
        shown = (
            self.feedback.get(one.feedback, {})
            for one in self.conditions
            if one.points == 0 and [found for _, found in one.values] == [value]
        )
        return next((text for text in shown if text), self.feedback.get(f"{value}_fb", {}))


def read_structure(source: Element, scribe: Scribe) -> Item:
    """The item with its rules and its feedback read."""
    rules = list(source.walk("respcondition"))
    if len(rules) > RULES_MAXIMUM or sum(1 for _ in source.walk("response_label")) > LABELS_MAXIMUM:
        raise NotTakenError("it has more choices or more rules than any question")
    feedback = {one.attributes.get("ident", ""): material_of(scribe, one) for one in source.walk("itemfeedback")}
    return Item(source, scribe, tuple(_read_condition(one) for one in rules), feedback)


def find_kind(source: Element) -> str:
    fields = {
        field.text_at("fieldlabel"): field.text_at("fieldentry") for field in source.walk("qtimetadatafield")
    }
    kind = fields.get("question_type", "")
    return kind or _CARTRIDGE.get(fields.get("cc_profile", ""), fields.get("cc_profile", "none"))


def _read_condition(source: Element) -> Condition:
    values = tuple(
        (one.attributes.get("respident", ""), one.text.strip()) for one in _asked_for(source.find("conditionvar"))
    )
    points = [read_weight(one.text.strip() or "0") for one in source.walk("setvar")]
    shown = next(source.walk("displayfeedback"), None)
    return Condition(
        source, values, sum(points, Fraction(0)), shown.attributes.get("linkrefid", "") if shown else ""
    )


def _asked_for(condition: Element | None) -> Iterator[Element]:
    """Every value that a condition asks for, without those that it forbids."""
    for child in condition.children if condition else ():
        if child.name == "varequal":
            yield child
        elif child.name in {"and", "or", "unanswered"}:
            yield from _asked_for(child)


def material_of(scribe: Scribe, element: Element) -> Text:
    material = next(element.walk("material"), None)
    return text_of(scribe, material) if material else {}


def text_of(scribe: Scribe, material: Element) -> Text:
    for text in material.each("mattext"):
        return scribe.html(text.text) if _is_html(text) else scribe.plain(text.text)
    return {}


def list_labels(item: Item, asked: Element) -> list[tuple[str, Text]]:
    return [
        (label.attributes.get("ident", ""), material_of(item.scribe, label))
        for label in asked.walk("response_label")
    ]


def list_texts(asked: Element) -> list[tuple[str, Element]]:
    """What there is to choose, by its ident."""
    return [
        (label.attributes.get("ident", ""), text)
        for label in asked.walk("response_label")
        for text in list(label.walk("mattext"))[:1]
    ]


def _is_html(mattext: Element) -> bool:
    return mattext.attributes.get("texttype", "text/plain") == "text/html"


def name_of(scribe: Scribe, mattext: Element) -> Text:
    if _is_html(mattext):
        return scribe.name(mattext.text)
    return {scribe.language: escape_words(" ".join(mattext.text.split()))}


def key_of(scribe: Scribe, mattext: Element) -> str:
    return scribe.key(mattext.text) if _is_html(mattext) else " ".join(mattext.text.split())
