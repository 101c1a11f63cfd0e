"""A text with gaps to fill: every gap earns an equal share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any, TypeAlias

from lms.quizzes.rules.fields import (
    FIELDS_MAXIMUM,
    field_values,
    find_choice,
    is_choice,
    place,
    without_places,
)
from lms.quizzes.rules.gaps import ChoiceGap, Gap, NumberGap, TextGap, gap_from_json, read_pieces
from lms.quizzes.rules.items import AnswerSource, read_words
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.question import Json, Order, QuestionType, Reviewed, ReviewedField, Shown, Written
from lms.quizzes.rules.short import is_accepted
from lms.quizzes.rules.typed_numbers import clean_text
from lms.quizzes.rules.words import SOURCE_LANGUAGE, TRANSLATIONS, Paragraph, Words, split_paragraphs, write_words

Piece: TypeAlias = str | Gap
_HINT = "Write a gap as [[text|text]], [[= 3 +- 0]] or [[(right)|wrong]]"
_ONE_KEY = "Both languages have the same gaps, one by one: the kind, the number, the place of the right option."


@dataclass(frozen=True, slots=True)
class Cloze:
    """The text by language, in pieces: markdown source and gaps. The question has no stem.

    Every language has the same gaps in the same order. A response gives each gap what was typed, or the
    position of the chosen option, or None. A text is right where any language accepts it.
    """

    texts: tuple[tuple[str, tuple[Piece, ...]], ...]

    def gaps(self, language: str = SOURCE_LANGUAGE) -> list[Gap]:
        """The gaps in a language, or in the source language where it is not translated."""
        return [piece for piece in self._pieces(language) if not isinstance(piece, str)]

    def write(self) -> Written:
        words = Words(
            tuple(
                (language, "".join(piece if isinstance(piece, str) else piece.write() for piece in pieces))
                for language, pieces in self.texts
            )
        )
        return Written(tuple(write_words(words)))

    def to_json(self) -> Json:
        return {
            language: [piece if isinstance(piece, str) else piece.to_json() for piece in pieces]
            for language, pieces in self.texts
        }

    @classmethod
    def from_json(cls, value: Any) -> Cloze:
        return cls(
            tuple(
                (
                    language,
                    tuple(piece if isinstance(piece, str) else gap_from_json(piece) for piece in value[language]),
                )
                for language in (SOURCE_LANGUAGE, *TRANSLATIONS)
                if language in value
            )
        )

    def arrange(self, random: Random) -> Order:
        """The orders of all gaps with options, one behind the other."""
        sizes = [len(gap.options) for gap in self.gaps() if isinstance(gap, ChoiceGap)]
        return tuple(real for size in sizes for real in random.sample(range(size), size))

    def show(self, order: Order, language: str) -> Shown:
        fields = []
        for gap, of_gap in zip(self.gaps(language), self._orders(order), strict=True):
            field = gap.show()
            fields.append(replace(field, choices=tuple(field.choices[real] for real in of_gap)))
        places = (place(position) for position in range(len(fields)))
        pieces = self._pieces(language)
        text = "".join(without_places(piece) if isinstance(piece, str) else next(places) for piece in pieces)
        return Shown("cloze", fields=tuple(fields), text=text)

    def read(self, order: Order, values: Sequence[object]) -> Json:
        gaps, orders = self.gaps(), self._orders(order)
        given: list[int | str | None] = [
            find_choice(value, of_gap) if isinstance(gap, ChoiceGap) else clean_text(value) or None
            for gap, of_gap, value in zip(gaps, orders, field_values(values, len(gaps)), strict=True)
        ]
        return given if any(one is not None for one in given) else None

    def grade(self, response: object) -> Fraction:
        given = self._given(response)
        return Fraction(sum(self._is_right(position, one) for position, one in enumerate(given)), len(given))

    def guess(self) -> Fraction:
        chances = [Fraction(1, len(gap.options)) if isinstance(gap, ChoiceGap) else 0 for gap in self.gaps()]
        return Fraction(sum(chances)) / len(chances)

    def review(self, order: Order, response: object, language: str) -> Reviewed:
        orders, given = self._orders(order), self._given(response)
        return Reviewed(
            fields=tuple(
                ReviewedField(
                    value=str(orders[position].index(one)) if isinstance(one, int) else one or "",
                    right=self._right(position, language),
                    is_right=self._is_right(position, one),
                    is_readable=not isinstance(gap, NumberGap) or gap.number.is_readable(str(one or "")),
                    rank=position,
                )
                for position, (gap, one) in enumerate(zip(self.gaps(), given, strict=True))
            )
        )

    def _pieces(self, language: str) -> tuple[Piece, ...]:
        texts = dict(self.texts)
        return texts.get(language, texts[SOURCE_LANGUAGE])

    def _orders(self, order: Order) -> list[Order]:
        """The order of each gap's options; empty for gaps that have none."""
        orders, start = [], 0
        for gap in self.gaps():
            end = start + (len(gap.options) if isinstance(gap, ChoiceGap) else 0)
            orders.append(order[start:end])
            start = end
        return orders

    def _given(self, response: object) -> list[int | str | None]:
        """What was given for each gap, as far as the response gives anything."""
        gaps = self.gaps()
        if not isinstance(response, list | tuple) or len(response) != len(gaps):
            return [None] * len(gaps)
        return [_clean(gap, one) for gap, one in zip(gaps, response, strict=True)]

    def _is_right(self, position: int, given: int | str | None) -> bool:
        gap = self.gaps()[position]
        if isinstance(gap, ChoiceGap):
            return given == gap.right
        if isinstance(gap, NumberGap):
            return gap.number.grade(given) == 1
        gaps = [self.gaps(language)[position] for language, _ in self.texts]
        accepted = [text for one in gaps if isinstance(one, TextGap) for text in one.accepted]
        return isinstance(given, str) and is_accepted(given, accepted)

    def _right(self, position: int, language: str) -> str:
        gap = self.gaps(language)[position]
        if isinstance(gap, ChoiceGap):
            return gap.options[gap.right]
        return gap.number.right_answer() if isinstance(gap, NumberGap) else " / ".join(gap.accepted)


def _clean(gap: Gap, given: object) -> int | str | None:
    if isinstance(gap, ChoiceGap):
        return given if isinstance(given, int) and is_choice(given, len(gap.options)) else None
    return clean_text(given) or None if isinstance(given, str) else None


def _parse(source: AnswerSource, report: Reporter) -> Cloze | None:
    if not source.items:
        report.error(source.opening, "question-no-gaps", "This question has no text.", _HINT)
        return None
    words = read_words(source.items[0].text, "text", report)
    paragraphs = split_paragraphs(source.items[0].text)
    texts = {
        language: _read_text(paragraphs, language, report) for language, _ in (words.by_language if words else ())
    }
    _compare(source.items[0].first, texts, report)
    if report.has_error:
        return None
    return Cloze(tuple((language, _joined(placed)) for language, placed in texts.items()))


def _read_text(paragraphs: Sequence[Paragraph], language: str, report: Reporter) -> list[tuple[SourceLine, Piece]]:
    """The pieces of a text with their places, line ends among them; code has no gaps."""
    placed: list[tuple[SourceLine, Piece]] = []
    for paragraph in paragraphs:
        lines = paragraph.lines.get(language) or paragraph.lines.get(SOURCE_LANGUAGE, [])
        # What is shared by the languages is complained of once.
        heard = report if language in paragraph.lines else Reporter(report.path)
        placed += [(paragraph.first, "\n\n")] if placed else []
        for number, line in enumerate(lines):
            placed += [(line, "\n")] if number else []
            placed += [(line, line.text)] if paragraph.is_code else read_pieces(line, heard)
    return placed


def _joined(placed: Sequence[tuple[SourceLine, Piece]]) -> tuple[Piece, ...]:
    """The pieces with neighbouring texts in one."""
    pieces: list[Piece] = []
    for _, piece in placed:
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return tuple(pieces)


def _compare(first: SourceLine, texts: Mapping[str, list[tuple[SourceLine, Piece]]], report: Reporter) -> None:
    """Report gaps that are missing, too many, or not the same in every language."""
    gaps = {
        language: [(at, piece) for at, piece in placed if not isinstance(piece, str)]
        for language, placed in texts.items()
    }
    originals = gaps.get(SOURCE_LANGUAGE, [])
    if not 1 <= len(originals) <= FIELDS_MAXIMUM and not report.has_error:
        message = f"1 to {FIELDS_MAXIMUM} gaps can be filled, and this text has {len(originals)}."
        report.error(first, "question-no-gaps", message, _HINT)
    for language in TRANSLATIONS:
        translated = gaps.get(language, originals)
        if len(translated) != len(originals) and not report.has_error:
            at = translated[-1][0] if translated else first
            message = (
                f"The text has {len(translated)} gaps in {language}, and {len(originals)} in {SOURCE_LANGUAGE}."
            )
            report.error(at, "question-gaps-differ", message, _ONE_KEY)
        for number, ((_, original), (at, gap)) in enumerate(zip(originals, translated, strict=False), 1):
            if _key(original) != _key(gap):
                message = f"Gap {number} is not the same in {language} as in {SOURCE_LANGUAGE}."
                report.error(at, "question-gaps-differ", message, _ONE_KEY)


def _key(gap: Gap) -> object:
    """What of a gap is the same in every language."""
    match gap:
        case NumberGap():
            return gap
        case ChoiceGap():
            return len(gap.options), gap.right
        case TextGap():
            return ""


CLOZE = QuestionType("cloze", None, _parse, Cloze.from_json, needs_stem=False)
