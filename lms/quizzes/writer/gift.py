"""Writes GIFT, Moodle's plain text of questions; the texts stay Markdown, which Moodle shows too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lms.quizzes.rules import (
    Matching,
    Multiple,
    Number,
    Option,
    Question,
    Short,
    Single,
    TrueFalse,
    Words,
)
from lms.quizzes.rules.spans import outside_spans
from lms.quizzes.writer.html import Voice
from lms.quizzes.writer.numbers import as_written, middle
from lms.quizzes.writer.weights import multiple_weight, single_weight

_RESERVED = re.compile(r"[\\~=#{}:]")
_NEEDS_FORMAT = re.compile(r"\s*[\[%]")
# Moodle's filter reads a formula between double dollar signs alone.
_FORMULA = outside_spans(r"(?<![\\A-Za-z0-9$])\$(?P<latex>(?![\s$])(?:\\.|[^$\\])++)(?<!\s)\$(?![0-9$])")


def write_gift(questions: Sequence[Question], voice: Voice, _title: str) -> bytes:
    """The questions as a GIFT file in the language of the voice."""
    return "\n\n".join(_write(question, voice.language) for question in questions).encode() + b"\n"


def _write(question: Question, language: str) -> str:
    lines = [f"// [id:{question.id}] {' '.join(f'[tag:{tag}]' for tag in question.tags)}".rstrip()]
    stem = _text(question.stem, language) if question.stem else ""
    answers = _answers(question, language)
    if question.feedback:
        answers.append(f"####{_text(question.feedback, language)}")
    head = f"::{escape(question.id)}::[markdown]{stem} {{"
    return "\n".join([*lines, head, *(f"\t{answer}" for answer in answers), "}"])


def _answers(question: Question, language: str) -> list[str]:
    match question.answer:
        case TrueFalse(is_true):
            return ["TRUE" if is_true else "FALSE"]
        case Short(accepted):
            return [f"={_accepted(text)}" for text in accepted]
        case Number() as number:
            return [f"#{_number(number)}"]
        case Single(options) as answer:
            return [_single(answer, place, option, language) for place, option in enumerate(options)]
        case Multiple(options) as answer:
            weights = [multiple_weight(answer, place) for place in range(len(options))]
            return [_option(f"~%{w}%", option, language) for w, option in zip(weights, options, strict=True)]
        case Matching(pairs, decoys):
            sides = [(_text(pair.left, language), pair.right) for pair in pairs]
            sides += [("", decoy) for decoy in decoys]
            # Of a right side Moodle shows the characters as they stand.
            return [f"={left} -> {escape(Voice(language).plain(right))}" for left, right in sides]
    raise ValueError(f"GIFT has no type for {question.id}.")


def _accepted(text: str) -> str:
    # In Moodle an asterisk would stand for any text, and a percent sign begin a weight.
    written = escape(text.replace("*", r"\*"))
    return f"%100%{written}" if written.startswith("%") else written


def _single(answer: Single, place: int, option: Option, language: str) -> str:
    weight = single_weight(answer, place)
    return _option({"100": "=", "0": "~"}.get(weight, f"~%{weight}%"), option, language)


def _option(sign: str, option: Option, language: str) -> str:
    feedback = f"#{_text(option.feedback, language)}" if option.feedback else ""
    return f"{sign}{_text(option.text, language)}{feedback}"


def _number(number: Number) -> str:
    if number.low:
        return f"{as_written(number.low)}..{as_written(number.high)}"
    value, tolerance = middle(number)
    return f"{value}:{tolerance}"


def _text(words: Words, language: str) -> str:
    text = _FORMULA.sub(
        lambda found: f"$${found['latex']}$$" if found["latex"] else found[0], words.text(language)
    )
    written = escape(text)
    return f"[markdown]{written}" if _NEEDS_FORMAT.match(written) else written


def escape(text: str) -> str:
    """Text with a backslash before what means something, and line breaks written out."""
    return _RESERVED.sub(r"\\\g<0>", text).replace("\n", r"\n")
