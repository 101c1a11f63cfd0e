"""Reads Aiken: a question, its options behind letters, and a line that names the right one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from lms.quizzes.reader.formats.answers import Around, ForeignOption, make_choice
from lms.quizzes.reader.formats.decoding import decode_text
from lms.quizzes.reader.formats.texts import Scribe
from lms.quizzes.reader.formats.values import ForeignFile, ForeignFileError, Found, Notes
from lms.quizzes.rules import Question

_OPTION = re.compile(r"\s*([A-Za-z])\s*[.)．、）]\s+(\S.*)|\s*([A-Z])[．、）](\S.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*[:：]\s*([A-Za-z])\s*\.?\s*", re.IGNORECASE)
_SHAPE = "write the question, then A. and B. and so on, each on a line of its own, then ANSWER: B"


@dataclass(slots=True)
class _Draft:
    line: int
    stem: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


def read_aiken(data: bytes, language: str) -> ForeignFile:
    """The questions of an Aiken file; raises ForeignFileError where it leaves the only shape there is."""
    text, remarks = decode_text(data)
    found: list[Found] = []
    draft: _Draft | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        draft = draft or _Draft(number)
        if answer := _ANSWER.fullmatch(line):
            found.append(_finish(draft, answer[1].upper(), number, language))
            draft = None
        elif draft.stem and (option := _OPTION.fullmatch(line)):
            _add_option(draft, (option[1] or option[3]).upper(), option[2] or option[4], number)
        elif draft.options:
            raise ForeignFileError(f"Line {number} is neither an option nor ANSWER: of line {draft.line}.", _SHAPE)
        else:
            draft.stem.append(line.strip())
    if draft is not None:
        raise ForeignFileError(f"The question at line {draft.line} has no line ANSWER:.", _SHAPE)
    if not found:
        raise ForeignFileError("The file holds no question.", _SHAPE)
    return ForeignFile(tuple(found), remarks)


def _add_option(draft: _Draft, letter: str, text: str, number: int) -> None:
    expected = chr(ord("A") + len(draft.letters))
    if letter != expected:
        message = f"The option at line {number} has the letter {letter}, and {expected} is next."
        raise ForeignFileError(message, "letter the options A, B, C in their order")
    draft.letters.append(letter)
    draft.options.append(text.strip())


def _finish(draft: _Draft, letter: str, number: int, language: str) -> Found:
    if not draft.stem or not draft.options:
        raise ForeignFileError(f"The answer at line {number} follows no question with options.", _SHAPE)
    if letter not in draft.letters:
        message = f"The answer at line {number} names {letter}, and the options are {', '.join(draft.letters)}."
        raise ForeignFileError(message, "name the letter of an option that is there")
    return Found(f"line {draft.line}", "", partial(_read, draft, letter, language))


def _read(draft: _Draft, right: str, language: str, notes: Notes) -> Question:
    scribe = Scribe(language, notes)
    options = [
        ForeignOption(scribe.html_or_plain(text), Fraction(100 if letter == right else 0))
        for letter, text in zip(draft.letters, draft.options, strict=True)
    ]
    return make_choice(scribe, Around(scribe.html_or_plain("\n".join(draft.stem))), options, is_single=True)
