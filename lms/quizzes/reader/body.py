"""The body of a question block, line by line: stem, answer lines, hint, feedback, translations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lms.quizzes.rules.fences import Fence, find_fence
from lms.quizzes.rules.items import Item
from lms.quizzes.rules.places import Reporter, SourceLine
from lms.quizzes.rules.words import SOURCE_LANGUAGE, TRANSLATIONS, TaggedLine

_TRANSLATION = re.compile(r"@([a-z]{2})(?![A-Za-z0-9_])([>?!＞？！]?) ?(.*)")
_HINT_OR_FEEDBACK = re.compile(r"([?!])(?:\s(.*))?")
_OPTION_FEEDBACK = re.compile(r"> ?(.*)")
_INDENT = re.compile(r"\t| {0,2}")
_FULL_WIDTH = str.maketrans("＞？！", ">?!")


@dataclass(slots=True)
class Body:
    """The lines of one question, sorted by what they belong to."""

    stem: list[TaggedLine] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    hint: list[TaggedLine] = field(default_factory=list)
    feedback: list[TaggedLine] = field(default_factory=list)


def split_body(lines: Iterable[SourceLine], marker: re.Pattern[str] | None, report: Reporter) -> Body:
    """The body of a question whose answer lines begin with `marker`, or whose text is the answer."""
    splitter = _Splitter(marker, report)
    for line in lines:
        splitter.take(line)
    body = splitter.body
    first = next((tagged.line for tagged in body.stem if tagged.line.text.strip()), None)
    if marker is None and first is not None:
        body.items, body.stem = [Item(first.stripped(), text=body.stem)], []
    return body


class _Splitter:
    """Remembers which text the line before belonged to; indentation decides nothing but what it continues."""

    def __init__(self, marker: re.Pattern[str] | None, report: Reporter) -> None:
        self.body = Body()
        self._marker = marker
        self._report = report
        self._text = self.body.stem
        self._fence: Fence | None = None

    def take(self, line: SourceLine) -> None:
        content = line.stripped()
        if self._fence is not None:
            self._add_plain(line)
        elif not content.text:
            self._text.append(TaggedLine(SOURCE_LANGUAGE, content))
        elif match := _TRANSLATION.fullmatch(content.text):
            self._take_translation(content, match)
        elif match := _HINT_OR_FEEDBACK.fullmatch(content.text):
            self._text = self.body.hint if match[1] == "?" else self.body.feedback
            self._text.append(TaggedLine(SOURCE_LANGUAGE, content.after(2)))
        elif self._marker and (match := self._marker.match(content.text)):
            self._open_item(content, match)
        elif self.body.items and (match := _OPTION_FEEDBACK.fullmatch(content.text)):
            self._take_option_feedback(content, content.after(match.start(1)))
        elif self._text is self.body.stem or (self._is_in_item_text() and line.text != content.text):
            self._add_plain(line)
        else:
            self._report.error(
                content,
                "question-stray-line",
                "This line belongs to nothing.",
                "Begin it with > below an option, with ? or ! as hint or feedback, or indent it under its option.",
            )

    def _open_item(self, content: SourceLine, match: re.Match[str]) -> None:
        item = Item(content, mark=(match[1] or "") if match.re.groups else "")
        self.body.items.append(item)
        self._text = item.text
        rest = content.after(match.end())
        self._text.append(TaggedLine(SOURCE_LANGUAGE, rest))
        self._fence = find_fence(rest.text)

    def _add_plain(self, line: SourceLine) -> None:
        if self._text is not self.body.stem:
            indent = _INDENT.match(line.text)
            line = line.after(indent.end() if indent else 0)
        self._text.append(TaggedLine(SOURCE_LANGUAGE, line))
        if self._fence is None:
            self._fence = find_fence(line.text)
        elif self._fence.is_closed_by(line.text):
            self._fence = None

    def _take_option_feedback(self, content: SourceLine, rest: SourceLine) -> None:
        if not self._is_below_item():
            self._report.error(
                content,
                "question-stray-feedback",
                "This feedback belongs to no option.",
                "Put it directly below its option; feedback to the whole question begins with !",
            )
            return
        self._text = self.body.items[-1].feedback
        self._text.append(TaggedLine(SOURCE_LANGUAGE, rest))

    def _take_translation(self, content: SourceLine, match: re.Match[str]) -> None:
        language, mark = match[1], match[2].translate(_FULL_WIDTH)
        if language not in TRANSLATIONS:
            hint = f"Translations begin with {', '.join(f'@{known}' for known in TRANSLATIONS)}."
            message = f"@{language} is not a language that questions are translated to."
            self._report.error(content, "question-unknown-language", message, hint)
            return
        text = self._find_translated(mark)
        if text is None:
            self._report.error(
                content,
                "question-stray-translation",
                f"@{language}{mark} translates nothing that stands above it.",
                f"Options and stem: @{language}, feedback of an option: @{language}>, hint: @{language}?, "
                f"feedback: @{language}!",
            )
            return
        self._text = text
        self._text.append(TaggedLine(language, content.after(match.start(3))))

    def _find_translated(self, mark: str) -> list[TaggedLine] | None:
        if mark == "?":
            return self.body.hint
        if mark == "!":
            return self.body.feedback
        if self._is_below_item():
            return self.body.items[-1].feedback if mark else self.body.items[-1].text
        return self.body.stem if self._text is self.body.stem and not mark else None

    def _is_in_item_text(self) -> bool:
        return bool(self.body.items) and self._text is self.body.items[-1].text

    def _is_below_item(self) -> bool:
        return self._is_in_item_text() or (bool(self.body.items) and self._text is self.body.items[-1].feedback)
