"""Writes Moodle XML, in both languages by Moodle's multi-language spans or in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from lms.quizzes.rules import (
    ChoiceGap,
    Cloze,
    Gap,
    Matching,
    Multiple,
    Number,
    NumberGap,
    Option,
    Ordering,
    Question,
    Short,
    Single,
    TextGap,
    TrueFalse,
    Words,
    place,
    split_at_places,
)
from lms.quizzes.rules.fields import without_places
from lms.quizzes.writer.gaps import accepted_texts
from lms.quizzes.writer.html import Voice, escape, in_spans
from lms.quizzes.writer.numbers import middle
from lms.quizzes.writer.weights import multiple_weight, single_weight
from lms.quizzes.writer.xml_document import add, to_bytes

_TYPES = {
    Single: "multichoice",
    Multiple: "multichoice",
    TrueFalse: "truefalse",
    Number: "numerical",
    Short: "shortanswer",
    Matching: "matching",
    Ordering: "ordering",
    Cloze: "cloze",
}
_TO_ESCAPE = re.compile(r"[\\{}#~/\"]")


def write_moodle_xml(questions: Sequence[Question], voice: Voice, title: str) -> bytes:
    """The questions as a Moodle XML file; a voice without a language writes both."""
    root = Element("quiz")
    category = add(root, "question", type="category")
    add(add(category, "category"), "text", f"$course$/top/{title.replace('/', '//')}")
    for question in questions:
        _add_question(root, question, voice)
    return to_bytes(root)


def _add_question(root: Element, question: Question, voice: Voice) -> None:
    element = add(root, "question", type=_TYPES[type(question.answer)])
    add(add(element, "name"), "text", question.id)
    stem = _cloze_html(question.answer, voice) if isinstance(question.answer, Cloze) else ""
    _add_html(element, "questiontext", stem or (voice.html(question.stem) if question.stem else ""))
    _add_html(element, "generalfeedback", voice.html(question.feedback) if question.feedback else "")
    add(element, "defaultgrade", "1")
    add(element, "penalty", "0")
    add(element, "hidden", "0")
    add(element, "idnumber", question.id)
    _add_answers(element, question, voice)
    if question.hint:
        _add_html(element, "hint", voice.html(question.hint))
    if question.tags:
        tags = add(element, "tags")
        for tag in question.tags:
            add(add(tags, "tag"), "text", tag)


def _add_html(parent: Element, name: str, html: str, **attributes: str) -> Element:
    child = add(parent, name, format="html", **attributes)
    add(child, "text", html)
    return child


def _add_answers(element: Element, question: Question, voice: Voice) -> None:
    match question.answer:
        case Single(options) as answer:
            _add_choice(element, options, [single_weight(answer, at) for at in range(len(options))], voice)
            add(element, "single", "true")
        case Multiple(options) as answer:
            _add_choice(element, options, [multiple_weight(answer, at) for at in range(len(options))], voice)
            add(element, "single", "false")
        case TrueFalse(is_true):
            for truth in (True, False):
                _add_key(element, str(truth).lower(), "100" if truth is is_true else "0")
        case Short(accepted, case):
            add(element, "usecase", str(int(case)))
            for text in accepted:
                _add_key(element, text.replace("*", r"\*"), "100")
        case Number() as number:
            _add_number(element, number)
        case Matching() as matching:
            _add_pairs(element, matching, voice)
        case Ordering(items):
            _add_items(element, items, voice)


def _add_choice(element: Element, options: Sequence[Option], weights: Sequence[str], voice: Voice) -> None:
    add(element, "shuffleanswers", "true")
    add(element, "answernumbering", "abc")
    for option, weight in zip(options, weights, strict=True):
        answer = _add_html(element, "answer", voice.html(option.text), fraction=weight)
        _add_html(answer, "feedback", voice.html(option.feedback) if option.feedback else "")


def _add_key(element: Element, text: str, weight: str) -> Element:
    answer = add(element, "answer", fraction=weight, format="plain_text")
    add(answer, "text", text)
    _add_html(answer, "feedback", "")
    return answer


def _add_number(element: Element, number: Number) -> None:
    value, tolerance = middle(number)
    add(_add_key(element, value, "100"), "tolerance", tolerance)
    if number.unit:
        unit = add(add(element, "units"), "unit")
        add(unit, "multiplier", "1")
        add(unit, "unit_name", number.unit)
        # The unit may be typed and need not be, as here.
        add(element, "unitgradingtype", "0")
        add(element, "unitpenalty", "0")
        add(element, "showunits", "0")
        add(element, "unitsleft", "0")


def _add_pairs(element: Element, matching: Matching, voice: Voice) -> None:
    add(element, "shuffleanswers", "true")
    sides: list[tuple[str, Words]] = [(voice.html(pair.left), pair.right) for pair in matching.pairs]
    for left, right in [*sides, *(("", decoy) for decoy in matching.decoys)]:
        pair = _add_html(element, "subquestion", left)
        add(add(pair, "answer"), "text", _partner(right, voice))


def _partner(words: Words, voice: Voice) -> str:
    """A right side: its words alone, which Moodle's filter still tells apart by language."""
    texts = dict(words.by_language)
    if voice.language or len(set(texts.values())) == 1:
        return escape(voice.plain(words))
    return in_spans({language: escape(Voice(language).plain(words)) for language in texts})


def _add_items(element: Element, items: Sequence[Words], voice: Voice) -> None:
    add(element, "layouttype", "VERTICAL")
    add(element, "selecttype", "ALL")
    add(element, "selectcount", "0")
    add(element, "gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST")
    add(element, "showgrading", "SHOW")
    add(element, "numberingstyle", "none")
    for number, item in enumerate(items, 1):
        # Moodle keeps the right order in the place where others have a weight.
        _add_html(element, "answer", voice.html(item), fraction=str(number))


def _cloze_html(cloze: Cloze, voice: Voice) -> str:
    """The text with its gaps in Moodle's brackets."""
    texts = {language: _filled(cloze, language, voice) for language, _ in cloze.texts}
    if voice.language or len(texts) == 1:
        return texts.get(voice.language) or next(iter(texts.values()))
    return in_spans(texts)


def _filled(cloze: Cloze, language: str, voice: Voice) -> str:
    gaps = [escape(_gap(cloze, at, gap, language)) for at, gap in enumerate(cloze.gaps(language))]
    places = (place(at) for at in range(len(gaps)))
    pieces = dict(cloze.texts)[language]
    text = "".join(without_places(piece) if isinstance(piece, str) else next(places) for piece in pieces)
    html = voice.html_of(text, language)
    return "".join(part if isinstance(part, str) else gaps[part] for part in split_at_places(html))


def _gap(cloze: Cloze, at: int, gap: Gap, language: str) -> str:
    match gap:
        case TextGap():
            texts = accepted_texts(cloze, at, language)
            keys = [f"={_escaped(text.replace('*', chr(92) + '*'))}" for text in texts]
            return f"{{1:SHORTANSWER:{'~'.join(keys)}}}"
        case NumberGap(number):
            value, tolerance = middle(number)
            return f"{{1:NUMERICAL:={value}:{tolerance}}}"
        case ChoiceGap(options, right):
            keys = [f"{'=' if at == right else ''}{_escaped(text)}" for at, text in enumerate(options)]
            return f"{{1:MULTICHOICE_S:{'~'.join(keys)}}}"


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(r"\\\g<0>", text)
