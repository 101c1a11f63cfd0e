"""A text in every language, paragraph beside paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lms.core.languages import LANGUAGES
from lms.quizzes.rules.fences import Fence, find_fence
from lms.quizzes.rules.places import SourceLine

SOURCE_LANGUAGE = "en"
"""The language of unmarked lines."""
TRANSLATIONS = tuple(language for language in LANGUAGES if language != SOURCE_LANGUAGE)
_CODE_OR_FORMULA = re.compile(r"(?<!`)`+[^`]+`+|(?<!\$)\$+[^$]+\$+")


@dataclass(frozen=True, slots=True)
class TaggedLine:
    """A line of a text and the language it is in."""

    language: str
    line: SourceLine


@dataclass(slots=True)
class Paragraph:
    """The lines of one paragraph by language; a code block is a paragraph of its own."""

    first: SourceLine
    lines: dict[str, list[SourceLine]] = field(default_factory=dict)
    is_code: bool = False
    is_closed: bool = True

    def add(self, language: str, line: SourceLine) -> None:
        lines = self.lines.setdefault(language, [])
        lines.append(line if lines or self.is_code else line.stripped())

    def texts(self) -> dict[str, str]:
        return {language: "\n".join(line.text for line in lines) for language, lines in self.lines.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown source by language, the source language first; code is the same in all of them.

    Build it with `Words.of(en="…", zh="…")`. Every language has the same paragraphs; a translation
    may be absent where a warning allows it, and then the source language stands in.
    """

    by_language: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, **texts: str) -> Words:
        """Words of plain texts; ValueError where the languages differ in paragraphs or code."""
        columns = {language: _plain_paragraphs(text) for language, text in texts.items()}
        source = columns.get(SOURCE_LANGUAGE, [])
        if any(len(column) != len(source) for column in columns.values()):
            raise ValueError(f"The languages differ in their number of paragraphs: {texts}")
        return cls.from_rows(
            [{language: column[row] for language, column in columns.items()} for row in range(len(source))]
        )

    @classmethod
    def from_rows(cls, rows: Sequence[Mapping[str, str]]) -> Words:
        """Words of paragraphs, each a text by language, a language kept if every paragraph has it."""
        if not rows:
            raise ValueError("There is no text.")
        filled = [fill_in(row) for row in rows]
        for row in filled:
            has_code = any(find_fence(text.split("\n", 1)[0]) for text in row.values())
            if has_code and len(set(row.values())) > 1:
                raise ValueError(f"Code must be the same in every language: {row}")
        kept = (SOURCE_LANGUAGE, *TRANSLATIONS)
        return cls(
            tuple(
                (language, "\n\n".join(row[language] for row in filled))
                for language in kept
                if all(language in row for row in filled)
            )
        )

    def text(self, language: str) -> str:
        """The text in a language, or in the source language where it is not translated."""
        texts = dict(self.by_language)
        return texts.get(language, texts[SOURCE_LANGUAGE])

    def to_json(self) -> dict[str, str]:
        return dict(self.by_language)


def needs_translation(text: str) -> bool:
    """Whether a paragraph has words: letters other than capitals, outside code and formulas."""
    if find_fence(text.split("\n", 1)[0]):
        return False
    return any(letter.isalpha() and not letter.isupper() for letter in _CODE_OR_FORMULA.sub(" ", text))


def fill_in(row: Mapping[str, str]) -> dict[str, str]:
    """A paragraph by language, with a text that has no words standing for its own translation."""
    source = row[SOURCE_LANGUAGE]
    shared = {} if needs_translation(source) else dict.fromkeys(TRANSLATIONS, source)
    return {**shared, **row}


def split_paragraphs(lines: Iterable[TaggedLine]) -> list[Paragraph]:
    """Paragraphs of lines: a blank line parts them, a code block keeps its blank lines."""
    paragraphs: list[Paragraph] = []
    current: Paragraph | None = None
    fence: Fence | None = None
    for tagged in lines:
        line = tagged.line.without_end()
        if current is not None and fence is not None:
            current.add(tagged.language, _dedented(line, fence.indent))
            if fence.is_closed_by(line.text):
                current.is_closed, current, fence = True, None, None
            continue
        fence = find_fence(line.text)
        if fence is not None:
            current = Paragraph(line, is_code=True, is_closed=False)
            paragraphs.append(current)
            current.add(tagged.language, line.stripped())
        elif not line.text:
            current = None
        else:
            if current is None:
                current = Paragraph(line)
                paragraphs.append(current)
            current.add(tagged.language, line)
    return paragraphs


def write_words(words: Words, source: str = "", mark: str = "", indent: str = "") -> list[str]:
    """The lines of a text: source lines begin with `source`, translations with indent, `@zh`, mark."""
    columns = {language: _plain_paragraphs(text) for language, text in words.by_language}
    lines: list[str] = []
    for row, paragraph in enumerate(columns[SOURCE_LANGUAGE]):
        if row:
            lines.append(source.rstrip())
        lines += [f"{source}{line}".rstrip() for line in paragraph.split("\n")]
        for language in TRANSLATIONS:
            translation = columns[language][row] if language in columns else paragraph
            if language not in columns or (translation == paragraph and not needs_translation(paragraph)):
                continue
            lines += [f"{indent}@{language}{mark} {line}".rstrip() for line in translation.split("\n")]
    return lines


def _plain_paragraphs(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    paragraphs = split_paragraphs(TaggedLine(SOURCE_LANGUAGE, SourceLine(0, 0, line)) for line in lines)
    if not all(paragraph.is_closed for paragraph in paragraphs):
        raise ValueError(f"A code block is never closed: {text}")
    return [paragraph.texts()[SOURCE_LANGUAGE] for paragraph in paragraphs]


def _dedented(line: SourceLine, indent: int) -> SourceLine:
    return line.after(min(indent, len(line.text) - len(line.text.lstrip())))
