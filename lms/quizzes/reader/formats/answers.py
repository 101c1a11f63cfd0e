"""Makes our answers of those of other systems: weights, several keys, feedback to single answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lms.quizzes.reader.formats.escaping import escape_words, protect_arrows
from lms.quizzes.reader.formats.texts import Scribe, Text, join, labelled
from lms.quizzes.reader.formats.values import Notes, NotTakenError
from lms.quizzes.rules import (
    MATCH,
    MULTIPLE,
    NUMBER,
    ORDER,
    SHORT,
    SINGLE,
    TRUE_FALSE,
    Matching,
    Multiple,
    Number,
    Option,
    Ordering,
    Pair,
    Question,
    QuestionType,
    Short,
    Single,
    TrueFalse,
    Words,
)

TRUTH: Mapping[bool, Text] = {True: {"en": "True", "zh": "正确"}, False: {"en": "False", "zh": "错误"}}
OTHER: Text = {"en": "Any other answer", "zh": "其他答案"}
ANY = "*"
"""What other systems write for every answer that is not named."""

_WHOLE = Fraction(100)
_CLOSE = Fraction(1, 1000)
_DECIMALS = 5
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{0,30})(?P<fraction>\.[0-9]{0,30})?(?P<exponent>[eE][+-]?[0-9]{1,2})?"
)


@dataclass(frozen=True, slots=True)
class Around:
    """What every question has besides its answer."""

    stem: Text
    hint: Text = field(default_factory=dict)
    feedback: Text = field(default_factory=dict)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignOption:
    """An option with its weight in percent."""

    text: Text
    weight: Fraction
    feedback: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A typed answer, or a number, with its weight in percent; a number has a tolerance or an upper end."""

    text: str
    weight: Fraction = _WHOLE
    feedback: Text = field(default_factory=dict)
    tolerance: str = "0"
    high: str = ""


def make_choice(scribe: Scribe, around: Around, options: Sequence[ForeignOption], *, is_single: bool) -> Question:
    """Single or multiple choice."""
    question_type = SINGLE if is_single else MULTIPLE
    weights = [option.weight for option in options]
    marks = single_marks(weights, scribe.notes) if is_single else multiple_marks(weights, scribe.notes)
    made = tuple(
        Option(
            scribe.item(option.text, question_type.marker),
            mark,
            scribe.words(option.feedback),
        )
        for option, mark in zip(options, marks, strict=True)
    )
    return _make(scribe, around, question_type, Single(made) if is_single else Multiple(made))


def make_true_false(
    scribe: Scribe, around: Around, *, is_true: bool, feedback: Mapping[bool, Text] | None = None
) -> Question:
    """True or false; `feedback` is what was said to those who chose true, and false."""
    said = [(TRUTH[choice], text) for choice, text in (feedback or {}).items()]
    return _make(scribe, _tell(scribe, around, said), TRUE_FALSE, TrueFalse(is_true))


def make_short(
    scribe: Scribe, around: Around, keys: Sequence[ForeignKey], *, case: bool, has_patterns: bool = False
) -> Question:
    """A text to type; `has_patterns` tells that an asterisk stands for any text, unless a backslash frees it."""
    texts = [key.text for key in _right(scribe, keys)]
    if has_patterns:
        texts = [without_pattern(text) for text in texts]
    accepted = tuple(dict.fromkeys(" ".join(text.split()) for text in texts))
    return _make(scribe, _tell_keys(scribe, around, keys), SHORT, Short(accepted, case))


def without_pattern(text: str) -> str:
    """A text of Moodle whose asterisks are all freed by a backslash; raises NotTakenError for a pattern."""
    if "*" in text.replace(r"\*", ""):
        raise NotTakenError("it accepts any text that fits a pattern (*), and ours accepts listed texts alone")
    return text.replace(r"\*", "*")


def make_number(scribe: Scribe, around: Around, keys: Sequence[ForeignKey], unit: str = "") -> Question:
    """A number to type."""
    right = _right(scribe, keys)
    if len(right) > 1:
        raise NotTakenError("several numbers are right, and ours accepts one number or one range")
    if right[0].text == ANY:
        raise NotTakenError("every number is right")
    return _make(scribe, _tell_keys(scribe, around, keys), NUMBER, number_of(right[0], unit))


def make_match(scribe: Scribe, around: Around, pairs: Sequence[tuple[Text, Text]]) -> Question:
    """Pairs; one without a left side is a decoy."""
    sides = [(_side(scribe, left), _side(scribe, right)) for left, right in pairs]
    if any(right is None for _, right in sides):
        raise NotTakenError("a pair has no right side")
    answer = Matching(
        tuple(Pair(left, right) for left, right in sides if left and right),
        tuple(dict.fromkeys(right for left, right in sides if left is None and right)),
    )
    return _make(scribe, around, MATCH, answer)


def make_order(scribe: Scribe, around: Around, items: Sequence[Text]) -> Question:
    """Items in their right order."""
    words = tuple(scribe.item(item, ORDER.marker) for item in items)
    return _make(scribe, around, ORDER, Ordering(words))


def single_marks(weights: Sequence[Fraction], notes: Notes) -> list[str]:
    """Our marks for the weights of a single choice, of which exactly one is whole."""
    if sum(weight >= _WHOLE for weight in weights) != 1:
        count = sum(weight >= _WHOLE for weight in weights)
        raise NotTakenError(f"{count or 'no'} options are wholly right, and a single choice has exactly one")
    for weight in weights:
        if weight < 0:
            notes.change(f"the weight {_decimal(weight)} became 0: a wrong choice costs nothing")
    return ["x" if weight >= _WHOLE else _mark(max(weight, Fraction(0)), notes, zero=" ") for weight in weights]


def multiple_marks(weights: Sequence[Fraction], notes: Notes) -> list[str]:
    """Our marks for the weights of a multiple choice: equal shares of 100 or -100 need no number."""
    right = [weight for weight in weights if weight > 0]
    wrong = [weight for weight in weights if weight <= 0]
    is_shared = all(abs(weight - _WHOLE / len(right)) < _CLOSE for weight in right)
    is_charged = bool(wrong) and all(abs(weight + _WHOLE / len(wrong)) < _CLOSE for weight in wrong)
    marks = []
    for weight in weights:
        share = _WHOLE / len(right) if weight > 0 and is_shared else None
        share = -_WHOLE / len(wrong) if weight <= 0 and is_charged else share
        if share is not None and share != weight:
            notes.change(f"the weight {_decimal(weight)} became an equal share, exactly {share}")
        marks.append(_mark(weight, notes, zero="0") if share is None else "x" if share > 0 else " ")
    return marks


def number_of(key: ForeignKey, unit: str = "") -> Number:
    """The number of a key; raises NotTakenError where it is none."""
    if key.high:
        return Number(low=_digits(key.text), high=_digits(key.high), unit=unit)
    return Number(value=_digits(key.text), tolerance=_digits(key.tolerance or "0"), unit=unit)


def read_weight(text: str) -> Fraction:
    """A weight in percent as other systems write it; raises NotTakenError where it is none."""
    try:
        return Fraction(_digits(text))
    except (NotTakenError, ZeroDivisionError, OverflowError) as error:
        raise NotTakenError(f"the weight {text.strip()[:20]!r} is no number") from error


def read_tags(texts: Sequence[str], notes: Notes) -> tuple[str, ...]:
    """Tags of ours, lower-case words with hyphens; others are left out."""
    tags: list[str] = []
    for text in texts:
        tag = "-".join(re.findall(r"[a-z0-9]+", text.lower())) if text.isascii() else ""
        if tag and tag not in tags:
            tags.append(tag)
        if tag != text:
            notes.change(f"the tag {text[:40]!r} became {tag}" if tag else f"the tag {text[:40]!r} was left out")
    return tuple(tags)


def _make(scribe: Scribe, around: Around, question_type: QuestionType, answer: object) -> Question:
    return Question(
        id="",
        type=question_type.name,
        stem=scribe.stem(around.stem, question_type.marker),
        answer=answer,  # type: ignore[arg-type]  # each is an Answer; a union of eight says no more
        tags=around.tags,
        hint=scribe.words(around.hint),
        feedback=scribe.words(around.feedback),
    )


def _tell(scribe: Scribe, around: Around, said: Sequence[tuple[Text | str, Text]]) -> Around:
    """The same with feedback to single answers below the feedback to all."""
    told = [labelled(label, text) for label, text in said if any(text.values())]
    if told:
        scribe.notes.change("feedback to single answers was added to the feedback that everybody sees")
    return replace(around, feedback=join([around.feedback, *told])) if told else around


def _tell_keys(scribe: Scribe, around: Around, keys: Sequence[ForeignKey]) -> Around:
    said = [(OTHER if key.text == ANY else escape_words(_shown(key)), key.feedback) for key in keys]
    return _tell(scribe, around, said)


def _shown(key: ForeignKey) -> str:
    if key.high:
        return f"{key.text} – {key.high}"
    return f"{key.text} ± {key.tolerance}" if key.tolerance.strip("0.") else key.text


def _right(scribe: Scribe, keys: Sequence[ForeignKey]) -> list[ForeignKey]:
    """The answers that are wholly right; it is said of those that are so in part."""
    for key in keys:
        if 0 < key.weight < _WHOLE:
            what = f"{key.text[:40]!r}, right to {_decimal(key.weight)} percent"
            scribe.notes.change(f"the answer {what}, was left out: ours is right or wrong")
    right = [key for key in keys if key.weight >= _WHOLE]
    if not right:
        raise NotTakenError("no answer is wholly right")
    return right


def _side(scribe: Scribe, text: Text) -> Words | None:
    if not any(text.values()):
        return None
    return scribe.item({language: protect_arrows(part) for language, part in text.items()}, MATCH.marker)


def _mark(weight: Fraction, notes: Notes, *, zero: str) -> str:
    if weight == 0:
        return zero
    rounded = _decimal(weight)
    if Fraction(rounded) != weight:
        notes.change(f"a weight was rounded to {rounded}")
    return rounded


def _decimal(weight: Fraction) -> str:
    text = f"{float(round(weight, _DECIMALS)):.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _digits(text: str) -> str:
    """A number as our bank writes it: ".50" is "0.50"."""
    match = _NUMBER.fullmatch(text.strip().replace("\u2212", "-"))
    if match is None or not (match["whole"] or (match["fraction"] or ".") != "."):
        raise NotTakenError(f"{text.strip()[:30]!r} is no number that our bank can hold")
    fraction = match["fraction"] or ""
    sign = "-" if match["sign"] == "-" else ""
    return f"{sign}{match['whole'] or '0'}{fraction if fraction != '.' else ''}{match['exponent'] or ''}"
