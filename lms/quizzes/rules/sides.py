"""The two sides of a pair, as they stand on one line: left -> right."""

from __future__ import annotations

from dataclasses import dataclass

from lms.quizzes.rules.fences import find_fence
from lms.quizzes.rules.items import Item, report_feedback
from lms.quizzes.rules.places import Reporter
from lms.quizzes.rules.spans import FORMULA, outside_spans
from lms.quizzes.rules.words import SOURCE_LANGUAGE, TRANSLATIONS, Words

_ARROW = outside_spans(r"\s*(?<![-<])(?P<arrow>->)\s*")
_HINT = "Write - left -> right, or - -> text for a right side without a partner; elsewhere an arrow is `->`"


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands on both sides of the arrow; `left` is None where nothing does."""

    left: Words | None
    right: Words


def join_sides(left: Words | None, right: Words) -> Words:
    """Both sides as one text, the way they are written."""
    languages = {language for words in (left, right) if words for language, _ in words.by_language}
    return Words(
        tuple(
            (
                language,
                f"{left.text(language)} -> {right.text(language)}" if left else f"-> {right.text(language)}",
            )
            for language in (SOURCE_LANGUAGE, *TRANSLATIONS)
            if language in languages
        )
    )


def read_sides(item: Item, report: Reporter) -> Sides | None:
    """The sides of an answer line, or None where they cannot be told; everything wrong is reported."""
    report_feedback(item, report)
    words = item.read_text(report)
    if words is None:
        report.error(item.first, "question-no-arrow", "This line has no text.", _HINT)
        return None
    written = {tagged.language for tagged in item.text}
    halves: dict[str, tuple[str, str] | None] = {}
    for language, text in words.by_language:
        # What both languages share is complained of once.
        is_shared = language not in written
        halves[language] = halves[SOURCE_LANGUAGE] if is_shared else _split(language, text, item, report)
    lefts = {language: half[0] for language, half in halves.items() if half}
    rights = {language: half[1] for language, half in halves.items() if half}
    if len(rights) < len(halves):
        return None
    if any(lefts.values()) != all(lefts.values()):
        hint = "Write every pair with both sides in every language."
        report.error(item.first, "question-empty-side", "This pair has a left side in one language only.", hint)
        return None
    return Sides(Words.of(**lefts) if all(lefts.values()) else None, Words.of(**rights))


def _split(language: str, text: str, item: Item, report: Reporter) -> tuple[str, str] | None:
    at = next((tagged.line for tagged in item.text if tagged.language == language), item.first)
    arrows = [match for match in _ARROW.finditer(text) if match["arrow"]]
    sides = [text[: arrows[0].start()].strip(), text[arrows[0].end() :].strip()] if arrows else [text]
    if "\n\n" in text or any(find_fence(line) for side in sides for line in side.split("\n")):
        message = "A pair stands in one paragraph, without blocks of code."
        report.error(at, "question-bad-pair", message, "Short code can stand between backticks: `x = 1`")
    elif len(arrows) != 1:
        number = "no arrow" if not arrows else "a second arrow"
        report.error(at, "question-no-arrow", f"This line has {number} between its two sides.", _HINT)
    elif not sides[1]:
        report.error(at, "question-empty-side", "This pair has no right side.", _HINT)
    elif FORMULA.search(sides[1]):
        hint = "Put the formula on the left side, or write it in plain signs such as x²."
        message = "The right side has a formula, which a list to choose from cannot show."
        report.error(at, "question-formula-in-choice", message, hint)
    else:
        return sides[0], sides[1]
    return None
