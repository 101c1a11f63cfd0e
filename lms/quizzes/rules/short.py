"""A short text to type: right is whatever means the same as one of the accepted texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from random import Random
from typing import Any

from lms.quizzes.rules.folding import fold
from lms.quizzes.rules.items import AnswerSource, read_line
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.question import Json, Order, QuestionType, Reviewed, Shown, Written
from lms.quizzes.rules.truefalse import ANSWER_MARKER
from lms.quizzes.rules.typed_numbers import LONGEST, clean_text

_CASE = {"yes": True, "no": False}
_EVERY_LANGUAGE = "What is accepted holds in every language: write each text on a line of its own, behind ="


@dataclass(frozen=True, slots=True)
class Short:
    """Texts that are right in either language, the first to be shown; a response is the text that was typed."""

    accepted: tuple[str, ...]
    case: bool = False

    def write(self) -> Written:
        return Written(tuple(f"= {text}" for text in self.accepted), (("case", "yes"),) if self.case else ())

    def to_json(self) -> Json:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Any) -> Short:
        return cls(tuple(value["accepted"]), value["case"])

    def arrange(self, _random: Random) -> Order:
        return ()

    def show(self, _order: Order, _language: str) -> Shown:
        return Shown("text")

    def read(self, _order: Order, values: Sequence[object]) -> Json:
        texts = [clean_text(value) for value in values if isinstance(value, str)]
        return next((text for text in texts if text), None)

    def grade(self, response: object) -> Fraction:
        return Fraction(isinstance(response, str) and is_accepted(response, self.accepted, case=self.case))

    def guess(self) -> Fraction:
        return Fraction(0)

    def review(self, _order: Order, response: object, _language: str) -> Reviewed:
        given = clean_text(response) if isinstance(response, str) else ""
        return Reviewed(given=given, right_answer=" / ".join(self.accepted))


def is_accepted(typed: str, accepted: Sequence[str], *, case: bool = False) -> bool:
    """Whether a typed text is one of the accepted ones, after folding."""
    folded = fold(clean_text(typed), case=case)
    return folded != "" and any(folded == fold(text, case=case) for text in accepted)


def read_accepted(lines: Sequence[SourceLine], report: Reporter) -> list[str]:
    """The accepted texts, each a line or a part of one; empty and too long ones are reported."""
    accepted: list[str] = []
    for line in lines:
        text = clean_text(line.text)
        if not fold(text):
            report.error(
                line, "question-empty-answer", "This accepts an empty answer.", "Write a text, or delete it."
            )
        elif len(line.text.strip()) > LONGEST:
            message = f"This answer has {len(line.text.strip())} characters, and only {LONGEST} can be typed."
            report.error(line, "question-long-answer", message, "Ask for something shorter.")
        accepted.append(text)
    return accepted


def _parse(source: AnswerSource, report: Reporter) -> Short | None:
    if not source.items:
        hint = "Write each accepted text on a line of its own, behind ="
        report.error(source.opening, "question-no-key", "This question accepts no text.", hint)
    case = _read_case(source, report)
    lines = [read_line(item, report, _EVERY_LANGUAGE) for item in source.items]
    accepted = read_accepted(lines, report)
    return None if report.has_error else Short(tuple(accepted), case)


def _read_case(source: AnswerSource, report: Reporter) -> bool:
    line = source.keys.get("case")
    if line is not None and line.text not in _CASE:
        message = f"{line.text[:20]!r} does not say whether case matters."
        report.error(line, "question-bad-case", message, "Write case: yes or case: no.")
    return line is not None and _CASE.get(line.text, False)


SHORT = QuestionType("short", ANSWER_MARKER, _parse, Short.from_json, keys=frozenset({"case"}))
