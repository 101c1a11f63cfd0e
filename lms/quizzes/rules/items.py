"""What the reader hands to a question type: its answer lines with what stands below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.core.findings import Severity
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.words import (
    SOURCE_LANGUAGE,
    TRANSLATIONS,
    Paragraph,
    TaggedLine,
    Words,
    fill_in,
    split_paragraphs,
)

_OF_THE_QUESTION = "Words to the whole question begin with ! as feedback, or with ? as a hint."


@dataclass(slots=True)
class Item:
    """One answer line: `mark` is the first group of the type's marker, `text` and `feedback` the lines."""

    first: SourceLine
    mark: str = ""
    text: list[TaggedLine] = field(default_factory=list)
    feedback: list[TaggedLine] = field(default_factory=list)

    def read_text(self, report: Reporter) -> Words | None:
        """The text in every language; what is missing is an error, no text at all gives None."""
        return read_words(self.text, "option", report)

    def read_feedback(self, report: Reporter) -> Words | None:
        """The feedback of this item, or None; a missing translation is a warning."""
        return read_words(self.feedback, "feedback", report, missing=Severity.WARNING)


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """The answer part of one question: its items, the header keys of its type, and where the block opens."""

    opening: SourceLine
    items: tuple[Item, ...]
    keys: Mapping[str, SourceLine]


def read_words(
    lines: list[TaggedLine], what: str, report: Reporter, *, missing: Severity = Severity.ERROR
) -> Words | None:
    """The text that lines make, or None where there is none or it cannot be read."""
    paragraphs = [paragraph for paragraph in split_paragraphs(lines) if _stands(paragraph, what, report)]
    rows = [fill_in(paragraph.texts()) for paragraph in paragraphs]
    for paragraph, row in zip(paragraphs, rows, strict=True):
        for language in TRANSLATIONS:
            if language not in row:
                report.add(
                    missing,
                    paragraph.first,
                    "question-no-translation",
                    f"This {what} has no @{language} line.",
                    f"Write its translation on the next line, behind @{language}.",
                )
    return Words.from_rows(rows) if rows else None


def read_only_line(source: AnswerSource, example: str, report: Reporter) -> SourceLine | None:
    """The one line of an answer that is a single `=` line; everything else is reported."""
    if not source.items:
        hint = f"Write the answer as {example}."
        report.error(source.opening, "question-no-key", "This question has no answer line.", hint)
        return None
    for item in source.items[1:]:
        hint = "Keep the one that is right; texts of which several are right make the question a type: short."
        report.error(item.first, "question-several-keys", "This question has a second answer line.", hint)
    return read_line(source.items[0], report)


def read_line(item: Item, report: Reporter, hint: str = _OF_THE_QUESTION) -> SourceLine:
    """The one line of an item that has no other; whatever stands below it is reported."""
    report_feedback(item, report)
    for tagged in item.text[1:]:
        if tagged.line.text.strip():
            report.error(tagged.line, "question-stray-line", "Nothing may stand below the answer line.", hint)
    return item.text[0].line


def report_feedback(item: Item, report: Reporter) -> None:
    """Report feedback below an item of a type whose items have none."""
    if item.feedback:
        report.error(
            item.feedback[0].line,
            "question-stray-feedback",
            "This feedback belongs to no option.",
            "Feedback to the whole question begins with !",
        )


def report_same(items: Sequence[Item], texts: Sequence[Words | None], report: Reporter) -> None:
    """Report a text that nobody can tell from an earlier one, in whatever language."""
    seen: dict[tuple[str, str], int] = {}
    for item, words in zip(items, texts, strict=True):
        numbers = [seen.get(text) for text in words.by_language] if words else []
        first = next((number for number in numbers if number is not None), None)
        if first is not None:
            message = f"This text stands at line {first} already."
            hint = "Word the two so that they can be told apart, in every language."
            report.error(item.first, "question-same-item", message, hint)
        seen |= dict.fromkeys(words.by_language if words else (), item.first.number)


def _stands(paragraph: Paragraph, what: str, report: Reporter) -> bool:
    if paragraph.is_code and set(paragraph.lines) != {SOURCE_LANGUAGE}:
        report.error(
            paragraph.first,
            "question-translated-code",
            f"The code in this {what} stands in a translation.",
            "Code is shared by all languages: write it once, without @.",
        )
        return False
    if SOURCE_LANGUAGE not in paragraph.lines:
        report.error(
            paragraph.first,
            "question-translation-alone",
            f"This translation in the {what} follows no text that it translates.",
            "Put it directly below the English paragraph.",
        )
        return False
    if not paragraph.is_closed:
        report.error(
            paragraph.first,
            "question-code-unclosed",
            f"The code in this {what} is never closed.",
            "A question with code in it needs a longer fence around it: ````quiz",
        )
    return paragraph.is_closed
