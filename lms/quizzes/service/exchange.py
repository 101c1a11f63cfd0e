"""Questions from and to other systems: bytes and texts in, bytes, texts and a report out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pluggy import HookRelay

from lms.core.languages import LANGUAGES
from lms.quizzes.reader.formats import READERS, ForeignFileError, Refused, read_foreign
from lms.quizzes.rules import Pool, Question
from lms.quizzes.service.bank_files import BankError, add_questions, read_sound
from lms.quizzes.service.types import list_types
from lms.quizzes.writer import Format, Lost, write_foreign
from lms.quizzes.writer.files import replace_file

__all__ = [
    "EXPORT_FORMATS",
    "IMPORT_FORMATS",
    "BankError",
    "ExportResult",
    "ForeignFileError",
    "ImportReport",
    "Imported",
    "Lost",
    "Placement",
    "Refused",
    "export_questions",
    "import_questions",
    "replace_file",
]

IMPORT_FORMATS = tuple(READERS)
EXPORT_FORMATS = tuple(str(name) for name in Format)
_LETTERS = {Pool.GRADED: "q", Pool.PRACTICE: "p"}
_ID = re.compile(r"(?P<prefix>.+)-(?P<letter>[qp])(?P<number>[0-9]+)")
_PREFIX = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where new questions go; without a `prefix` their ids go on from those of the bank."""

    section: str = ""
    pool: Pool = Pool.GRADED
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """A question that was taken: its new id, where it stood under which name, and what was changed."""

    question_id: str
    place: str
    name: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the questions of a file; `bank` is the text of the bank with those that were taken."""

    taken: tuple[Imported, ...]
    refused: tuple[Refused, ...]
    remarks: tuple[str, ...]
    bank: str


@dataclass(frozen=True, slots=True)
class ExportResult:
    """A file of another system: how many questions it holds, what they lost, and which it cannot hold."""

    data: bytes
    count: int
    lost: tuple[Lost, ...]
    refused: tuple[Lost, ...]


def import_questions(
    hooks: HookRelay,
    data: bytes,
    *,
    bank: str,
    path: str,
    format_name: str = "",
    language: str = LANGUAGES[0],
    placement: Placement | None = None,
) -> ImportReport:
    """Take the questions of a file into a bank, given as its text; `language` is that of the file's texts.

    Raises ForeignFileError where the file cannot be read, and BankError where the bank has errors or cannot hold
    the questions. Then nothing was taken.
    """
    placement = placement or Placement()
    known = read_sound(hooks, bank, path).questions
    foreign = read_foreign(data, format_name, language=language, types=list_types(hooks))
    ids = new_ids(known, placement, len(foreign.taken))
    questions = [
        replace(taken.question, id=new, section=placement.section, pool=placement.pool)
        for new, taken in zip(ids, foreign.taken, strict=True)
    ]
    remarks = foreign.remarks
    if questions and not placement.section:
        remarks = (*remarks, "The questions name no section, and a course with them does not pass `lms check`.")
    return ImportReport(
        taken=tuple(
            Imported(new, taken.place, taken.name, taken.changes)
            for new, taken in zip(ids, foreign.taken, strict=True)
        ),
        refused=foreign.refused,
        remarks=remarks,
        bank=add_questions(hooks, bank, path, questions) if questions else bank,
    )


def export_questions(
    hooks: HookRelay, banks: Mapping[str, str], format_name: str, *, language: str = "", title: str = "quiz"
) -> ExportResult:
    """Write the questions of banks, given as texts by path; see `write_foreign` for the language.

    Raises BankError where a bank has errors, or two have questions of one id.
    """
    questions = [
        question for path, source in banks.items() for question in read_sound(hooks, source, path).questions
    ]
    counts = Counter(question.id for question in questions)
    if twice := sorted(question_id for question_id, count in counts.items() if count > 1):
        raise BankError(f"Several banks have a question {twice[0]}: ids are unique in the house.")
    written = write_foreign(questions, Format(format_name), language=language, title=title)
    return ExportResult(written.data, written.count, written.lost, written.refused)


def new_ids(known: Sequence[Question], placement: Placement, count: int) -> list[str]:
    """Ids that go on behind the last of the pool; raises BankError where nobody can tell how they begin."""
    matches = [match for question in known if (match := _ID.fullmatch(question.id))]
    prefix = placement.prefix or next((match["prefix"] for match in matches), "")
    if not _PREFIX.fullmatch(prefix):
        message = "Say how the new ids begin, with --ids" if not prefix else f"{prefix!r} cannot begin an id"
        raise BankError(f"{message}: it is the module's id, such as iot-01.")
    letter = _LETTERS[placement.pool]
    last = max(
        (int(match["number"]) for match in matches if (match["prefix"], match["letter"]) == (prefix, letter)),
        default=0,
    )
    return [f"{prefix}-{letter}{last + number:02}" for number in range(1, count + 1)]
