"""Reads the text with embedded answers of Moodle: {1:SHORTANSWER:=text~%50%text#feedback}."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from lms.quizzes.reader.formats.answers import ANY, Around, ForeignKey, number_of, read_weight, without_pattern
from lms.quizzes.reader.formats.escaping import protect, protect_brackets
from lms.quizzes.reader.formats.texts import Scribe, Text, bounded, join, labelled
from lms.quizzes.reader.formats.values import Notes, NotTakenError
from lms.quizzes.rules import (
    CLOZE,
    ChoiceGap,
    Cloze,
    Gap,
    Number,
    NumberGap,
    Question,
    TextGap,
    place,
    split_at_places,
)
from lms.quizzes.rules.fields import FIELDS_MAXIMUM, without_places
from lms.quizzes.rules.words import SOURCE_LANGUAGE, TRANSLATIONS

_GAP = re.compile(r"\{([0-9]*):([A-Z_]+):((?:\\.|[^\\}]){0,3000})\}", re.DOTALL)
_KINDS = {
    "TEXT": {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"},
    "NUMBER": {"NUMERICAL", "NM"},
    "CHOICE": {
        f"{name}{way}" for name in ("MULTICHOICE", "MC") for way in ("", "_V", "_H", "_S", "_VS", "_HS")
    } | {"MCV", "MCH", "MCS", "MCVS", "MCHS"},
}  # fmt: skip
_CASE = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
_PARTS = re.compile(r"(?<!\\)~")
_WEIGHT = re.compile(r"%(-?[0-9]*\.?[0-9]*)%")
_ESCAPED = re.compile(r"\\([\\{}#~/\"])")


def read_cloze(html: str, scribe: Scribe, around: Around) -> Question:
    """The text with its gaps; raises NotTakenError where a gap is of a kind that ours has not."""
    gaps: list[Gap] = []
    said: list[Text] = []

    def take(found: re.Match[str]) -> str:
        if len(gaps) >= FIELDS_MAXIMUM:
            raise NotTakenError(f"it has more than {FIELDS_MAXIMUM} gaps, those of every language counted")
        gaps.append(_read_gap(found, scribe, said))
        return place(len(gaps) - 1)

    text = scribe.html_with_places(_GAP.sub(take, without_places(bounded(html))))
    if not gaps:
        raise NotTakenError("it has no gap that can be read")
    return make_cloze(scribe, replace(around, stem=text, feedback=join([around.feedback, *said])), gaps)


def make_cloze(scribe: Scribe, around: Around, gaps: Sequence[Gap]) -> Question:
    """A cloze of a text in which places stand for gaps."""
    texts = {
        language: protect(protect_brackets(part), CLOZE.marker) for language, part in around.stem.items() if part
    }
    if not texts:
        raise NotTakenError("it has no text")
    source = texts.get(SOURCE_LANGUAGE) or next(iter(texts.values()))
    pieces = tuple(
        (
            language,
            tuple(
                piece if isinstance(piece, str) else gaps[piece]
                for piece in split_at_places(texts.get(language, source))
            ),
        )
        for language in (SOURCE_LANGUAGE, *TRANSLATIONS)
    )
    return Question(
        id="",
        type=CLOZE.name,
        stem=None,
        answer=Cloze(pieces),
        tags=around.tags,
        hint=scribe.words(around.hint),
        feedback=scribe.words(around.feedback),
    )


def _read_gap(found: re.Match[str], scribe: Scribe, said: list[Text]) -> Gap:
    weight, kind, inside = found.groups()
    if weight not in {"", "1"}:
        scribe.notes.change(f"a gap that counts {weight} times counts once: every gap earns an equal share")
    keys = [_read_key(part, scribe, said) for part in _PARTS.split(inside.removeprefix("~"))]
    if kind in _KINDS["TEXT"]:
        if kind in _CASE:
            scribe.notes.change("upper and lower case of a gap's text does not matter, where it did")
        return TextGap(tuple(dict.fromkeys(without_pattern(key.text) for key in _whole(keys, scribe.notes))))
    if kind in _KINDS["NUMBER"]:
        return NumberGap(_number(_whole(keys, scribe.notes)))
    if kind in _KINDS["CHOICE"]:
        right = [position for position, key in enumerate(keys) if key.weight >= 100]
        if len(right) != 1:
            raise NotTakenError(f"a gap to choose has {len(right)} right options, and ours has one")
        if any(key.weight not in {0, 100} for key in keys):
            scribe.notes.change("weights of a gap's options were left out: a gap is right or wrong")
        return ChoiceGap(tuple(key.text for key in keys), right[0])
    raise NotTakenError(f"a gap is of the kind {kind[:30]}, which ours has not")


def _read_key(part: str, scribe: Scribe, said: list[Text]) -> ForeignKey:
    weight = Fraction(0)
    if part.startswith("="):
        weight, part = Fraction(100), part[1:]
    elif match := _WEIGHT.match(part):
        weight, part = read_weight(match[1]), part[match.end() :]
    text, *feedback = re.split(r"(?<!\\)#", part, maxsplit=1)
    key = scribe.key(_unescaped(text))
    if feedback and feedback[0].strip():
        scribe.notes.change("feedback to single answers was added to the feedback that everybody sees")
        said.append(labelled(scribe.name(_unescaped(text)), scribe.html(_unescaped(feedback[0]))))
    return ForeignKey(key, weight)


def _whole(keys: Sequence[ForeignKey], notes: Notes) -> list[ForeignKey]:
    right = [key for key in keys if key.weight >= 100]
    if any(0 < key.weight < 100 for key in keys):
        notes.change("partly right answers of a gap were left out: a gap is right or wrong")
    if not right or any(key.text == ANY for key in right):
        raise NotTakenError("a gap accepts no text, or every text")
    return right


def _number(right: Sequence[ForeignKey]) -> Number:
    if len(right) > 1:
        raise NotTakenError("a gap accepts several numbers, and ours accepts one or a range")
    number, _, tolerance = right[0].text.partition(":")
    return number_of(ForeignKey(number, tolerance=tolerance or "0"))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
