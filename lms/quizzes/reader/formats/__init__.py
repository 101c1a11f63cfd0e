"""Reads questions in the formats of other systems: bytes in, questions of ours and a report out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from lms.quizzes.reader import read_bank
from lms.quizzes.reader.formats.aiken import read_aiken
from lms.quizzes.reader.formats.archive import SIGNATURE
from lms.quizzes.reader.formats.canvas import read_canvas
from lms.quizzes.reader.formats.gift import read_gift
from lms.quizzes.reader.formats.moodle_xml import read_moodle_xml
from lms.quizzes.reader.formats.values import (
    ForeignBank,
    ForeignFile,
    ForeignFileError,
    Found,
    Notes,
    NotTakenError,
    Refused,
    Taken,
)
from lms.quizzes.rules import Question, QuestionType, write_question
from lms.quizzes.rules.translation import is_untranslated

__all__ = ["READERS", "ForeignBank", "ForeignFileError", "Refused", "Taken", "read_foreign"]

READERS: Mapping[str, Callable[[bytes, str], ForeignFile]] = {
    "gift": read_gift,
    "aiken": read_aiken,
    "moodle": read_moodle_xml,
    "canvas": read_canvas,
}
"""The formats by the names that people give them."""

QUESTIONS_MAXIMUM = 2_000
LONGEST_NAME = 80
UNTRANSLATED = "the translation is missing: the text stands in both languages as it is"
_ANY_ID = "imported-q01"
_XML = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<[\x00]?[?!A-Za-z]")
_MOODLE = re.compile(rb"<\x00?q\x00?u\x00?i\x00?z\x00?[\s>]")
_AIKEN = re.compile(rb"^\s*ANSWER\s*:\s*[A-Za-z]\s*\.?\s*$", re.MULTILINE | re.IGNORECASE)


def read_foreign(
    data: bytes, format_name: str, *, language: str, types: Mapping[str, QuestionType]
) -> ForeignBank:
    """The questions in a file, `language` being that of its texts; an empty name of a format means: find out.

    Raises ForeignFileError, and nothing else, where a file as a whole cannot be read. A question is taken only
    if its block in our bank reads back as the very same question.
    """
    file = READERS[format_name or detect_format(data)](data, language)
    if not file.found:
        raise ForeignFileError("The file holds no question.", "look whether it is of the format that you named")
    if len(file.found) > QUESTIONS_MAXIMUM:
        message = f"The file holds {len(file.found):,} questions, and {QUESTIONS_MAXIMUM:,} at most are read."
        raise ForeignFileError(message, "export them in several files")
    results = [_read(found, types) for found in file.found]
    return ForeignBank(
        tuple(result for result in results if isinstance(result, Taken)),
        tuple(result for result in results if isinstance(result, Refused)),
        file.remarks,
    )


def detect_format(data: bytes) -> str:
    """The format that a file looks like, one of `READERS`."""
    start = data[:4096]
    if start.startswith(SIGNATURE):
        return "canvas"
    if _XML.match(start):
        return "moodle" if _MOODLE.search(start) else "canvas"
    # GIFT may hold anything in its texts, but a line that is ANSWER: B and nothing else it hardly does.
    return "aiken" if _AIKEN.search(data.replace(b"\r", b"\n")) else "gift"


def _read(found: Found, types: Mapping[str, QuestionType]) -> Taken | Refused:
    notes = Notes()
    try:
        question = found.read(notes)
        _check(question, types)
    except NotTakenError as error:
        return Refused(found.place, found.name[:LONGEST_NAME], str(error))
    if is_untranslated(question):
        notes.change(UNTRANSLATED)
    return Taken(question, found.place, found.name[:LONGEST_NAME], tuple(notes.changes))


def _check(question: Question, types: Mapping[str, QuestionType]) -> None:
    """Write the question and read it back; what our reader complains of is why it is not taken."""
    named = replace(question, id=_ANY_ID)
    bank = read_bank(write_question(named), path="", types=types)
    if bank.questions != (named,):
        errors = [finding.message for finding in bank.findings if finding.is_error]
        raise NotTakenError(" ".join(errors) or "its texts would not read back as they are")
