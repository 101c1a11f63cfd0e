"""Reads Moodle XML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

from lms.quizzes.reader.formats.answers import (
    ANY,
    Around,
    ForeignKey,
    ForeignOption,
    make_choice,
    make_match,
    make_number,
    make_order,
    make_short,
    make_true_false,
    read_tags,
    read_weight,
)
from lms.quizzes.reader.formats.moodle_cloze import read_cloze
from lms.quizzes.reader.formats.results import tell_results
from lms.quizzes.reader.formats.texts import Scribe, Text, join
from lms.quizzes.reader.formats.values import ForeignFile, ForeignFileError, Found, Notes, NotTakenError
from lms.quizzes.reader.formats.xml_tree import Element, read_xml
from lms.quizzes.rules import Question

_OURS_IN_ORDER = "RELATIVE_NEXT_EXCLUDE_LAST"
_RESULTS = {"correctfeedback": True, "partiallycorrectfeedback": None, "incorrectfeedback": False}


def read_moodle_xml(data: bytes, language: str) -> ForeignFile:
    """The questions of a Moodle XML file."""
    root = read_xml(data)
    if root.name != "quiz":
        message = f"The file begins with <{root.name}>, and Moodle XML begins with <quiz>."
        raise ForeignFileError(message, "export the questions from Moodle as Moodle XML")
    questions = list(root.each("question"))
    found = tuple(
        Found(f"line {question.line}", question.text_at("name/text"), partial(_read, question, language))
        for question in questions
        if question.attributes.get("type") != "category"
    )
    remark = "Categories were left out: every question goes where you import it to."
    return ForeignFile(found, (remark,) if len(found) < len(questions) else ())


def _read(source: Element, language: str, notes: Notes) -> Question:
    kind = source.attributes.get("type", "")
    if kind not in _READERS:
        raise NotTakenError(_REASONS.get(kind, f"our bank has no type like {kind[:40]!r}"))
    scribe = Scribe(language, notes)
    _tell_settings(source, notes)
    results = [(is_right, _text(scribe, source.find(name))) for name, is_right in _RESULTS.items()]
    around = Around(
        stem=_text(scribe, source.find("questiontext")),
        hint=join(_text(scribe, hint) for hint in source.each("hint")),
        feedback=tell_results(_text(scribe, source.find("generalfeedback")), results, notes),
        tags=read_tags([tag.text_at("text") for tag in source.each("tags/tag")], notes),
    )
    return _READERS[kind](source, scribe, around)


def _text(scribe: Scribe, element: Element | None) -> Text:
    """The text of an element in the format that it names; pictures within it stand beside it as files."""
    if element is None:
        return {}
    text = element.text_at("text")
    match element.attributes.get("format", "html"):
        case "markdown":
            return scribe.markdown(text)
        case "plain_text":
            return scribe.plain(text)
        case _:
            return scribe.html(text)


def _tell_settings(source: Element, notes: Notes) -> None:
    penalty, grade = source.text_at("penalty"), source.text_at("defaultgrade")
    if grade and _number(grade, Fraction(1)) != 1:
        notes.change(f"the grade {grade} became 1: all questions of a quiz count alike")
    if penalty and _number(penalty, Fraction(0)) != 0 and any(True for _ in source.each("hint")):
        notes.change("the penalty for using a hint was left out: hints cost nothing")


def _number(text: str, otherwise: Fraction) -> Fraction:
    try:
        return read_weight(text)
    except NotTakenError:
        return otherwise


def _options(source: Element, scribe: Scribe) -> list[ForeignOption]:
    return [
        ForeignOption(
            _text(scribe, answer),
            read_weight(answer.attributes.get("fraction", "0")),
            _text(scribe, answer.find("feedback")),
        )
        for answer in source.each("answer")
    ]


def _read_choice(source: Element, scribe: Scribe, around: Around) -> Question:
    is_single = source.text_at("single").lower() in {"true", "1", ""}
    return make_choice(scribe, around, _options(source, scribe), is_single=is_single)


def _read_true_false(source: Element, scribe: Scribe, around: Around) -> Question:
    truths: dict[bool, Fraction] = {}
    feedback: dict[bool, Text] = {}
    for answer in source.each("answer"):
        word = answer.text_at("text").lower()
        if word not in {"true", "false"}:
            raise NotTakenError(f"{word[:20]!r} is neither true nor false")
        truths[word == "true"] = read_weight(answer.attributes.get("fraction", "0"))
        feedback[word == "true"] = _text(scribe, answer.find("feedback"))
    right = [truth for truth, weight in truths.items() if weight >= 100]
    if len(right) != 1:
        raise NotTakenError("neither true nor false is right alone")
    return make_true_false(scribe, around, is_true=right[0], feedback=feedback)


def _keys(source: Element, scribe: Scribe) -> list[ForeignKey]:
    return [
        ForeignKey(
            answer.text_at("text"),
            read_weight(answer.attributes.get("fraction", "0")),
            _text(scribe, answer.find("feedback")),
            tolerance=answer.text_at("tolerance") or "0",
        )
        for answer in source.each("answer")
    ]


def _read_short(source: Element, scribe: Scribe, around: Around) -> Question:
    case = source.text_at("usecase") in {"1", "true"}
    return make_short(scribe, around, _keys(source, scribe), case=case, has_patterns=True)


def _read_number(source: Element, scribe: Scribe, around: Around) -> Question:
    units = [(unit.text_at("unit_name"), unit.text_at("multiplier")) for unit in source.each("units/unit")]
    own = next((name for name, multiplier in units if _number(multiplier, Fraction(1)) == 1), "")
    for name, _ in units:
        if name != own:
            scribe.notes.change(f"the unit {name[:20]!r} was left out: a number has one unit")
    keys = [key for key in _keys(source, scribe) if key.text != ANY or any(key.feedback.values())]
    return make_number(scribe, around, keys, own)


def _read_match(source: Element, scribe: Scribe, around: Around) -> Question:
    pairs = [(_text(scribe, pair), _partner(scribe, pair)) for pair in source.each("subquestion")]
    return make_match(scribe, around, pairs)


def _partner(scribe: Scribe, pair: Element) -> Text:
    answer = pair.find("answer")
    return scribe.name(answer.text_at("text")) if answer else {}


def _read_order(source: Element, scribe: Scribe, around: Around) -> Question:
    grading = source.text_at("gradingtype")
    if grading not in {"", _OURS_IN_ORDER}:
        scribe.notes.change(f"the grading {grading[:40]!r} became {_OURS_IN_ORDER}, the one of our bank")
    if source.text_at("selecttype") not in {"", "ALL", "0"}:
        scribe.notes.change("all items are asked, where only some were drawn")
    return make_order(scribe, around, [_text(scribe, answer) for answer in source.each("answer")])


def _read_cloze(source: Element, scribe: Scribe, around: Around) -> Question:
    stem = source.find("questiontext")
    return read_cloze(stem.text_at("text") if stem else "", scribe, around)


_READERS: Mapping[str, Callable[[Element, Scribe, Around], Question]] = {
    "multichoice": _read_choice,
    "truefalse": _read_true_false,
    "shortanswer": _read_short,
    "numerical": _read_number,
    "matching": _read_match,
    "ordering": _read_order,
    "cloze": _read_cloze,
    "multianswer": _read_cloze,
}
_REASONS = {
    "description": "it is a description, which asks nothing",
    "essay": "it asks for an essay, which nobody here could grade",
    "calculated": "its numbers are calculated anew for each attempt, and ours stand as written",
    "calculatedsimple": "its numbers are calculated anew for each attempt, and ours stand as written",
    "calculatedmulti": "its numbers are calculated anew for each attempt, and ours stand as written",
    "random": "it stands for a question drawn at random; ours are drawn from the pool",
}
