"""Makes texts of ours of the texts of one foreign question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lms.core.languages import LANGUAGES
from lms.quizzes.reader.formats.escaping import escape_plain, escape_words, find_formulas, protect, tidy
from lms.quizzes.reader.formats.markdown_of_html import list_languages, markdown_of_html, plain_of_html
from lms.quizzes.reader.formats.values import Notes, NotTakenError
from lms.quizzes.rules import Words
from lms.quizzes.rules.fields import without_places
from lms.quizzes.rules.html_tree import parse_html
from lms.quizzes.rules.words import SOURCE_LANGUAGE, TRANSLATIONS

Text: TypeAlias = Mapping[str, str]
"""Markdown by language; a text that is not told apart by language stands under the importing person's."""

LENGTH_MAXIMUM = 30_000
"""Characters of one text; whoever has more to ask should not ask it in one question."""

_PLAIN_TAGS = frozenset({"", "p", "br", "span", "div"})
_LOOKS_LIKE_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(\s[^<>]*)?/?>|&(#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z]+);")


class Scribe:
    """Writes down the texts of one question in our way; `language` is what the person said they are in."""

    def __init__(self, language: str, notes: Notes) -> None:
        self.language = language
        self.notes = notes

    def plain(self, text: str) -> Text:
        """A text without any markup."""
        return {self.language: tidy(escape_plain(without_places(bounded(text))))}

    def markdown(self, source: str) -> Text:
        """Markdown of another system, whose formulas are written $$…$$."""
        lines = without_places(bounded(source)).split("\n")
        return {self.language: tidy("\n".join("".join(piece for piece, _ in find_formulas(x)) for x in lines))}

    def html(self, html: str) -> Text:
        """HTML, perhaps with its text in several languages."""
        return self.html_with_places(without_places(bounded(html)))

    def html_with_places(self, html: str) -> Text:
        """HTML in which places of fields stand already."""
        if any(tag.name not in _PLAIN_TAGS for tag in parse_html(html).walk()):
            self.notes.change("HTML became Markdown")
        return {language: markdown_of_html(html, self.notes, language) for language in self._languages(html)}

    def html_or_plain(self, text: str) -> Text:
        """A text that may have tags in it or none, as old formats allow."""
        return (
            self.html(text) if len(text) <= LENGTH_MAXIMUM and _LOOKS_LIKE_HTML.search(text) else self.plain(text)
        )

    def name(self, html: str) -> Text:
        """HTML of which the words alone are kept, escaped as Markdown."""
        languages = self._languages(bounded(html))
        return {language: escape_words(plain_of_html(html, self.notes, language)) for language in languages}

    def key(self, html: str) -> str:
        """HTML of which the words alone are kept, as a text that is typed or chosen and not Markdown."""
        return plain_of_html(bounded(html), self.notes, self.language)

    def words(self, text: Text) -> Words | None:
        """The words of a hint or a feedback, or None; what is in one language stands for both."""
        kept = {language: part for language, part in text.items() if part}
        if not kept:
            return None
        source = kept.get(SOURCE_LANGUAGE) or next(iter(kept.values()))
        try:
            return Words.of(
                **{language: kept.get(language, source) for language in (SOURCE_LANGUAGE, *TRANSLATIONS)}
            )
        except ValueError as error:
            message = "its languages differ in their paragraphs or their code, and ours stand side by side"
            raise NotTakenError(message) from error

    def stem(self, text: Text, marker: re.Pattern[str] | None) -> Words:
        """The words of a stem; raises NotTakenError where there are none."""
        return self._need({language: protect(part, marker) for language, part in text.items()}, "the question")

    def item(self, text: Text, marker: re.Pattern[str] | None) -> Words:
        """The words of an option or another answer line; raises NotTakenError where there are none."""
        guarded = {language: protect(part, marker, in_item=True) for language, part in text.items()}
        return self._need(guarded, "an option")

    def _need(self, text: Text, what: str) -> Words:
        words = self.words(text)
        if words is None:
            raise NotTakenError(f"{what} has no text")
        return words

    def _languages(self, html: str) -> list[str]:
        named = {language: language.lower().replace("_", "-").split("-")[0] for language in list_languages(html)}
        ours = [language for language in LANGUAGES if language in named.values()]
        if ours:
            for language, short in sorted(named.items()):
                if short not in LANGUAGES:
                    self.notes.change(f"the texts in the language {language[:20]!r} were left out")
        return ours or [self.language]


def bounded(text: str) -> str:
    """The text, unless it is longer than any; then NotTakenError is raised."""
    if len(text) > LENGTH_MAXIMUM:
        raise NotTakenError(f"a text has {len(text):,} characters, and {LENGTH_MAXIMUM:,} at most are read")
    return text


def join(texts: Iterable[Text]) -> Text:
    """Texts one below the other, each in the languages that it has, or in its only one."""
    present = [text for text in texts if any(text.values())]
    languages = sorted({language for text in present for language in text})
    return {
        language: "\n\n".join(text.get(language) or next(filter(None, text.values())) for text in present)
        for language in languages
    }


def labelled(label: Text | str, text: Text) -> Text:
    """A text behind the answer that it is about."""
    names = {language: label if isinstance(label, str) else label[language] for language in text}
    return {language: f"**{names[language]}:** {part}" for language, part in text.items() if part}
