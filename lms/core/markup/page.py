"""The text under work: what has been found and made so far, and the tokens that stand for it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field

from lms.core.findings import Finding, Severity
from lms.core.markup.source import Source
from lms.core.markup.values import Claim, CodeBlock, Media

FINDINGS_MAXIMUM = 500
TOKEN = re.compile("\ue000([0-9]+)\ue001")
_LONE_TOKEN = re.compile("<p>\\s*\ue000([0-9]+)\ue001\\s*</p>")
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of our own making, kept away from Markdown and from the cleaning.

    `html` is trusted; `plain` is what search reads; `written` is what the author wrote, for the places where
    HTML cannot stand, such as an attribute.
    """

    html: str
    plain: str
    written: str = ""
    is_block: bool = False


@dataclass(slots=True)
class Page:
    """One rendering: its source, its callbacks, its results."""

    path: str
    language: str
    source: Source
    link: Callable[[str], str | None]
    image: Callable[[str], str | None]
    made: Callable[[Media], str | None]
    findings: set[Finding] = field(default_factory=set)
    tokens: list[Token] = field(default_factory=list)
    media: dict[str, Media] = field(default_factory=dict)
    code_blocks: list[CodeBlock] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    anchors: Container[str] = frozenset()
    references: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    formulas: int = 0

    def report(self, severity: Severity, rule: str, message: str, line: int, column: int, hint: str = "") -> None:
        if len(self.findings) < FINDINGS_MAXIMUM:
            self.findings.add(Finding(self.path, line, column, severity, rule, message, hint))

    def keep(self, token: Token) -> str:
        """Keep a piece; the characters that stand for it until `fill`."""
        self.tokens.append(token)
        return f"\ue000{len(self.tokens) - 1}\ue001"

    def fill(self, text: str) -> str:
        """Put every kept piece into its place in cleaned HTML."""
        filled = []
        for index, part in enumerate(_PREFORMATTED.split(text)):
            if index % 2:  # An indented block of code shows what was written.
                filled.append(TOKEN.sub(lambda found: html.escape(self._token(found).written), part))
            else:
                filled.append(TOKEN.sub(lambda found: self._token(found).html, _LONE_TOKEN.sub(self._block, part)))
        return "".join(filled)

    def fill_plain(self, text: str) -> str:
        """Put the plain words of every kept piece into a text without markup."""
        return TOKEN.sub(lambda found: self._token(found).plain, text)

    def fill_written(self, text: str) -> str:
        """Put back what the author wrote."""
        return TOKEN.sub(lambda found: self._token(found).written, text)

    def _token(self, found: re.Match[str]) -> Token:
        return self.tokens[int(found[1])]

    def _block(self, found: re.Match[str]) -> str:
        return self._token(found).html if self._token(found).is_block else found[0]
