"""Texts of ours as HTML that other systems understand: no classes of ours, formulas as they want them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lms.core.languages import LANGUAGES
from lms.core.markup import render_inline_block
from lms.quizzes.rules import Words
from lms.quizzes.rules.html_tree import VOID, Tag, parse_html
from lms.quizzes.rules.words import SOURCE_LANGUAGE

_KEPT_NAMES = (
    "a abbr b blockquote br caption cite code dd del dfn dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre"
    " q s samp small strong sub sup table tbody td tfoot th thead tr u ul var"
)
KEPT = frozenset(_KEPT_NAMES.split())
# QTI 2.2 takes a part of XHTML; what is left out here is kept as its content.
KEPT_BY_QTI = KEPT - {"del", "ins", "mark", "s", "u"}
_ATTRIBUTES = {"a": ("href",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",)}
_MATHML = "http://www.w3.org/1998/Math/MathML"
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PARAGRAPH = re.compile(r"<(p|ul|ol|pre|table|blockquote|dl|div|hr|h[1-6])\b")


@dataclass(frozen=True, slots=True)
class Voice:
    """How texts are written: in one language, or in all of them where `language` is empty; in which dialect."""

    language: str = ""
    is_qti: bool = False

    def html(self, words: Words) -> str:
        """The words as HTML; in all languages, as spans of which Moodle's multi-language filter shows one."""
        texts = dict(words.by_language)
        if self.language or len(set(texts.values())) == 1:
            return self.html_of(words.text(self.language or SOURCE_LANGUAGE))
        return in_spans({language: self.html_of(text, language) for language, text in texts.items()})

    def html_of(self, markdown: str, language: str = "") -> str:
        """Markdown as HTML."""
        rendered = render_inline_block(markdown, language=language or self.language or SOURCE_LANGUAGE)
        return self._write(parse_html(rendered)).strip()

    def plain(self, words: Words) -> str:
        """The words without any markup, on one line."""
        return plain_of(words.text(self.language or SOURCE_LANGUAGE))

    def block(self, words: Words) -> str:
        """The words as blocks: a single paragraph has its <p>."""
        return as_block(self.html(words))

    def _write(self, tag: Tag) -> str:
        return "".join(
            escape(child) if isinstance(child, str) else self._write_tag(child) for child in tag.children
        )

    def _write_tag(self, tag: Tag) -> str:
        if tag.name == "math":
            return self._formula(tag)
        if tag.name not in (KEPT_BY_QTI if self.is_qti else KEPT):
            return self._write(tag)
        names = _ATTRIBUTES.get(tag.name, ()) if not (self.is_qti and tag.name == "ol") else ()
        attributes = "".join(
            f' {name}="{escape(tag.attributes[name], quote=True)}"' for name in names if name in tag.attributes
        )
        if tag.name == "code" and (language := tag.attributes.get("class", "")).startswith("language-"):
            attributes = f' class="{escape(language, quote=True)}"'
        if tag.name in VOID:
            return f"<{tag.name}{attributes}/>"
        return f"<{tag.name}{attributes}>{self._write(tag)}</{tag.name}>"

    def _formula(self, tag: Tag) -> str:
        if self.is_qti:
            return _write_mathml(tag, f' xmlns="{_MATHML}"')
        latex = escape(tag.attributes.get("alttext", ""))
        return f"\\[{latex}\\]" if tag.attributes.get("display") == "block" else f"\\({latex}\\)"


def as_block(html: str) -> str:
    """HTML with a <p> around it, unless it consists of blocks."""
    return html if _PARAGRAPH.match(html) else f"<p>{html}</p>"


def in_spans(texts: Mapping[str, str]) -> str:
    """HTML by language as spans, of which Moodle's multi-language filter shows one."""
    return "".join(
        f'<span lang="{language}" class="multilang">{texts[language]}</span>'
        for language in LANGUAGES
        if language in texts
    )


def plain_of(markdown: str) -> str:
    """The words of Markdown on one line; a formula stays in LaTeX."""
    tree = parse_html(render_inline_block(markdown, language=SOURCE_LANGUAGE))
    return " ".join(_plain(tree).split())


def escape(text: str, *, quote: bool = False) -> str:
    """Text as XML holds it, without the characters that it cannot hold."""
    return html.escape(UNFIT.sub("", text), quote=quote)


def _plain(tag: Tag) -> str:
    if tag.name == "math":
        return f"$${tag.attributes.get('alttext', '')}$$"
    inside = "".join(child if isinstance(child, str) else _plain(child) for child in tag.children)
    return f" {inside} " if tag.name in {"p", "li", "br", "td", "th", "pre", "dd", "dt"} else inside


def _write_mathml(tag: Tag, namespace: str = "") -> str:
    attributes = "".join(f' {name}="{escape(value, quote=True)}"' for name, value in tag.attributes.items())
    inside = "".join(escape(child) if isinstance(child, str) else _write_mathml(child) for child in tag.children)
    return f"<{tag.name}{namespace}{attributes}>{inside}</{tag.name}>"
