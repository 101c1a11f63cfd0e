"""Writes one item of Canvas QTI 1.2."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from lms.quizzes.rules import (
    ChoiceGap,
    Cloze,
    Matching,
    Multiple,
    Number,
    Question,
    Short,
    Single,
    TextGap,
    TrueFalse,
    Words,
)
from lms.quizzes.rules.fields import without_places
from lms.quizzes.writer.gaps import accepted_texts
from lms.quizzes.writer.html import Voice
from lms.quizzes.writer.numbers import as_written, decimal, middle
from lms.quizzes.writer.xml_document import add

_RESPONSE = "response1"
_GENERAL = "general_fb"


def add_item(section: Element, question: Question, voice: Voice) -> None:
    """Write a question of a type that Canvas has."""
    item = _Item(section, question, voice)
    match question.answer:
        case Single() as single:
            item.choice(single)
        case Multiple() as multiple:
            item.choice(multiple)
        case TrueFalse(is_true):
            item.true_false(is_true=is_true)
        case Short(accepted):
            item.short(accepted)
        case Number() as number:
            item.number(number)
        case Matching() as matching:
            item.match(matching)
        case Cloze() as cloze:
            item.cloze(cloze)
        case _:
            raise ValueError(f"Canvas has no type for {question.id}.")


class _Item:
    """One item: what is shown, and how it is graded."""

    def __init__(self, section: Element, question: Question, voice: Voice) -> None:
        self._question = question
        self._voice = voice
        self._item = add(section, "item", ident=question.id, title=question.id)

    def choice(self, answer: Single | Multiple) -> None:
        is_single = isinstance(answer, Single)
        self._open("multiple_choice_question" if is_single else "multiple_answers_question")
        idents = [f"a{at}" for at in range(1, len(answer.options) + 1)]
        texts = [self._voice.html(option.text) for option in answer.options]
        self._choices(_RESPONSE, list(zip(idents, texts, strict=True)), is_single=is_single)
        said = [
            (ident, option.feedback)
            for ident, option in zip(idents, answer.options, strict=True)
            if option.feedback
        ]
        self._open_processing()
        for ident, _ in said:
            condition = self._condition(shows=f"{ident}_fb", is_last=False)
            add(condition, "varequal", ident, respident=_RESPONSE)
        self._choice_key(idents, answer.right, is_single=is_single)
        self._general()
        for ident, feedback in said:
            self._feedback(f"{ident}_fb", feedback)

    def _choice_key(self, idents: Sequence[str], right: frozenset[int], *, is_single: bool) -> None:
        parent = self._condition("100")
        if not is_single:
            parent = add(parent, "and")
        for at, ident in enumerate(idents):
            if at in right:
                add(parent, "varequal", ident, respident=_RESPONSE)
            elif not is_single:
                add(add(parent, "not"), "varequal", ident, respident=_RESPONSE)

    def true_false(self, *, is_true: bool) -> None:
        self._open("true_false_question")
        self._choices(_RESPONSE, [("true", "True"), ("false", "False")])
        self._open_processing()
        add(self._condition("100"), "varequal", str(is_true).lower(), respident=_RESPONSE)
        self._general()

    def short(self, accepted: Sequence[str]) -> None:
        self._open("short_answer_question")
        self._blank()
        self._open_processing()
        condition = self._condition("100")
        for text in accepted:
            add(condition, "varequal", text, respident=_RESPONSE)
        self._general()

    def number(self, number: Number) -> None:
        self._open("numerical_question")
        self._blank(fibtype="Decimal")
        self._open_processing()
        condition = self._condition("100")
        low, high = number.bounds()
        if number.value:
            value, margin = middle(number)
            either = add(condition, "or")
            exact = add(either, "varequal", value, respident=_RESPONSE)
            if low < high:
                exact.attrib.update(margintype="absolute", margin=margin)
            condition = add(either, "and")
        ends = (as_written(number.low), as_written(number.high)) if number.low else (decimal(low), decimal(high))
        add(condition, "vargte", ends[0], respident=_RESPONSE)
        add(condition, "varlte", ends[1], respident=_RESPONSE)
        self._general()

    def match(self, answer: Matching) -> None:
        self._open("matching_question")
        partners = [(f"r{at}", self._voice.plain(words)) for at, words in enumerate(answer.choices, 1)]
        for number, pair in enumerate(answer.pairs, 1):
            self._choices(f"response_l{number}", partners, about=pair.left, kind="text/plain")
        self._open_processing()
        for number, pair in enumerate(answer.pairs, 1):
            condition = self._condition(_share(len(answer.pairs)), action="Add")
            right = partners[answer.choices.index(pair.right)][0]
            add(condition, "varequal", right, respident=f"response_l{number}")
        self._general()

    def cloze(self, answer: Cloze) -> None:
        """Gaps to type or gaps to choose; those of a text are right in whatever language they are."""
        language = self._voice.language
        gaps = answer.gaps(language)
        is_typed = isinstance(gaps[0], TextGap)
        names = iter(f"[gap{number}]" for number in range(1, len(gaps) + 1))
        pieces = dict(answer.texts).get(language, answer.texts[0][1])
        text = "".join(without_places(piece) if isinstance(piece, str) else next(names) for piece in pieces)
        kind = "fill_in_multiple_blanks_question" if is_typed else "multiple_dropdowns_question"
        self._open(kind, self._voice.html_of(text))
        right: list[list[str]] = []
        for number, gap in enumerate(gaps, 1):
            options: tuple[str, ...] = ()
            if isinstance(gap, ChoiceGap):
                options = gap.options
            elif isinstance(gap, TextGap):
                options = accepted_texts(answer, number - 1, language)
            idents = [f"g{number}o{at}" for at in range(1, len(options) + 1)]
            right.append([idents[gap.right]] if isinstance(gap, ChoiceGap) else idents)
            self._choices(
                f"response_gap{number}",
                list(zip(idents, options, strict=True)),
                about=f"gap{number}",
                kind="text/plain",
            )
        self._open_processing()
        for number, idents in enumerate(right, 1):
            for ident in idents:
                condition = self._condition(_share(len(gaps)), action="Add")
                add(condition, "varequal", ident, respident=f"response_gap{number}")
        self._general()

    def _open(self, kind: str, html: str = "") -> None:
        metadata = add(add(self._item, "itemmetadata"), "qtimetadata")
        for name, value in (("question_type", kind), ("points_possible", "1")):
            field = add(metadata, "qtimetadatafield")
            add(field, "fieldlabel", name)
            add(field, "fieldentry", value)
        self._presentation = add(self._item, "presentation")
        stem = self._question.stem
        _add_text(self._presentation, html or (self._voice.block(stem) if stem else ""))

    def _choices(
        self,
        response: str,
        choices: Sequence[tuple[str, str]],
        *,
        is_single: bool = True,
        about: Words | str = "",
        kind: str = "text/html",
    ) -> None:
        cardinality = {"rcardinality": "Single" if is_single else "Multiple"} if not about else {}
        asked = add(self._presentation, "response_lid", ident=response, **cardinality)
        if about:
            _add_text(asked, about if isinstance(about, str) else self._voice.html(about))
        rendered = add(asked, "render_choice")
        for ident, text in choices:
            _add_text(add(rendered, "response_label", ident=ident), text, kind)

    def _blank(self, **attributes: str) -> None:
        asked = add(self._presentation, "response_str", ident=_RESPONSE, rcardinality="Single")
        add(add(asked, "render_fib", **attributes), "response_label", ident="answer1")

    def _open_processing(self) -> None:
        self._processing = add(self._item, "resprocessing")
        outcomes = add(self._processing, "outcomes")
        add(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
        if self._question.feedback:
            add(self._condition(shows=_GENERAL, is_last=False), "other")

    def _condition(
        self, points: str = "", *, action: str = "Set", shows: str = "", is_last: bool = True
    ) -> Element:
        """A new condition, to be filled by what it asks for."""
        goes_on = {"continue": "No" if is_last else "Yes"} if action == "Set" else {}
        condition = add(self._processing, "respcondition", **goes_on)
        asked = add(condition, "conditionvar")
        if points:
            add(condition, "setvar", points, action=action, varname="SCORE")
        if shows:
            add(condition, "displayfeedback", feedbacktype="Response", linkrefid=shows)
        return asked

    def _general(self) -> None:
        if self._question.feedback:
            self._feedback(_GENERAL, self._question.feedback)

    def _feedback(self, ident: str, words: Words | None) -> None:
        if words is not None:
            material = add(add(self._item, "itemfeedback", ident=ident), "flow_mat")
            _add_text(material, self._voice.block(words))


def _add_text(parent: Element, text: str, kind: str = "text/html") -> None:
    add(add(parent, "material"), "mattext", text, texttype=kind)


def _share(count: int) -> str:
    return f"{100 / count:.2f}"
