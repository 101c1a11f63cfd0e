"""A bank as its author wrote it: checked, put into canonical form, added to; texts in, texts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pluggy import HookRelay

from lms.core.findings import Finding, Severity
from lms.quizzes.reader import Bank, read_bank
from lms.quizzes.reader.blocks import find_blocks
from lms.quizzes.rules import Question, Reporter, write_question
from lms.quizzes.rules.translation import is_untranslated
from lms.quizzes.service.types import list_types

_NEW_BANK = "# Questions\n"


class BankError(ValueError):
    """A bank that cannot be worked with as it stands; `findings` say why, if its author can mend it."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class CheckedBank:
    """How many questions a bank has that stand, and what is wrong with it."""

    count: int
    findings: tuple[Finding, ...]


def check_bank(hooks: HookRelay, source: str, path: str) -> CheckedBank:
    """What is wrong with a bank, a translation that is missing among it."""
    bank = read_bank(source, path=path, types=list_types(hooks))
    hint = "write the translation behind @zh, or the English above it"
    untranslated = [
        Finding(
            path,
            question.line,
            1,
            Severity.WARNING,
            "question-untranslated",
            f"{question.id} reads the same in both languages.",
            hint,
        )
        for question in bank.questions
        if is_untranslated(question)
    ]
    return CheckedBank(len(bank.questions), tuple(sorted((*bank.findings, *untranslated))))


def format_bank(hooks: HookRelay, source: str, path: str) -> str:
    """The bank with every question in canonical form and the text around them as it is.

    Raises BankError where a question has an error: what cannot be read cannot be rewritten.
    """
    bank = read_sound(hooks, source, path)
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    by_line = {question.line: question for question in bank.questions}
    written: list[str] = []
    position = 0
    for block in find_blocks(source, Reporter(path)):
        start, end = block.opening.number - 1, block.opening.number + len(block.lines)
        margin = lines[start][: block.opening.column - 1]
        written += lines[position:start]
        written += [f"{margin}{line}".rstrip() for line in write_question(by_line[start + 1]).splitlines()]
        position = end + 1
    formatted = "\n".join([*written, *lines[position:]]).rstrip("\n") + "\n"
    formatted = "" if not formatted.strip() else formatted
    if read_sound(hooks, formatted, path).questions != bank.questions:
        raise BankError(f"{path} has a question that would not read back as it is.")
    return formatted


def add_questions(hooks: HookRelay, source: str, path: str, questions: Sequence[Question]) -> str:
    """The bank with questions at its end; raises BankError where it would not hold all of them."""
    known = read_sound(hooks, source, path).questions
    blocks = "\n".join(write_question(question) for question in questions)
    before = source.removeprefix("\ufeff").rstrip() or _NEW_BANK.rstrip()
    text = f"{before}\n\n{blocks}"
    bank = read_bank(text, path=path, types=list_types(hooks))
    if bank.questions != (*known, *questions):
        errors = [finding for finding in bank.findings if finding.is_error]
        raise BankError(f"{path} cannot hold the new questions.", errors)
    return text


def read_sound(hooks: HookRelay, source: str, path: str) -> Bank:
    """A bank without errors; raises BankError for any other."""
    bank = read_bank(source, path=path, types=list_types(hooks))
    errors = [finding for finding in bank.findings if finding.is_error]
    if errors:
        raise BankError(f"{path} has errors, and is left as it is until they are mended.", errors)
    return bank
