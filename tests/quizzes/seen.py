"""A question as a trainee sees it, to be compared with another: rendered texts and what is right, no source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lms.core.markup import render_inline_block
from lms.quizzes.rules import (
    ChoiceGap,
    Cloze,
    Gap,
    Matching,
    Multiple,
    Number,
    NumberGap,
    Ordering,
    Question,
    Single,
    TextGap,
    Words,
)
from lms.quizzes.rules.html_tree import Tag, parse_html
from lms.quizzes.writer.gaps import accepted_texts
from lms.quizzes.writer.html import plain_of


@dataclass(frozen=True)
class Seen:
    """What is seen of a question in one language."""

    type: str
    stem: str
    answer: Any
    hint: str
    feedback: str
    tags: tuple[str, ...]


def seen(question: Question, language: str, *, is_plain: bool = False) -> Seen:
    """The question in a language; `is_plain` takes the right sides of pairs for their words alone."""

    def text(words: Words | None) -> str:
        return rendered(words.text(language)) if words else ""

    return Seen(
        question.type,
        text(question.stem),
        _answer(question.answer, language, is_plain),
        text(question.hint),
        text(question.feedback),
        question.tags,
    )


def rendered(markdown: str) -> str:
    """HTML of ours, of which spaces and wrappings that nobody sees are taken away."""
    html = _write(parse_html(render_inline_block(markdown, language="en")))
    return re.sub(r"\s*(</?(?:p|ul|ol|li|table|thead|tbody|tr|td|th|pre|br)>)\s*", r"\1", html).strip()


def _write(tag: Tag) -> str:
    if tag.name == "math":
        return f"<math {tag.attributes['display']}>{tag.attributes['alttext']}</math>"
    if tag.name == "pre":
        return f"<pre>{tag.text()}</pre>"
    inside = "".join(re.sub(r"\s+", " ", c) if isinstance(c, str) else _write(c) for c in tag.children)
    if tag.name in {"", "div", "span"}:
        return inside
    address = f" {tag.attributes['href']}" if "href" in tag.attributes else ""
    return f"<{tag.name}>{address}{inside}</{tag.name}>"


def _answer(answer: object, language: str, is_plain: bool) -> Any:
    def text(words: Words) -> str:
        return rendered(words.text(language))

    found: Any = answer
    match answer:
        case Single(options) | Multiple(options):
            said = [(text(o.text), text(o.feedback) if o.feedback else "") for o in options]
            found = [(*pair, weight) for pair, weight in zip(said, weights(answer), strict=True)]
        case Number():
            found = answer.bounds(), answer.unit
        case Ordering(items):
            found = [text(item) for item in items]
        case Matching(pairs, decoys):
            partner = (lambda words: plain_of(words.text(language))) if is_plain else text
            found = [(text(p.left), partner(p.right)) for p in pairs], {partner(decoy) for decoy in decoys}
        case Cloze():
            pieces = dict(answer.texts).get(language, answer.texts[0][1])
            source = "".join(piece if isinstance(piece, str) else "\ufffc" for piece in pieces)
            gaps = [_gap(answer, at, gap) for at, gap in enumerate(answer.gaps(language))]
            found = rendered(source), gaps
    return found


def weights(answer: Single | Multiple) -> list[Fraction]:
    """What each option earns, in percent."""
    places = range(len(answer.options))
    if isinstance(answer, Single):
        return [100 * answer.grade(at) for at in places]
    return [answer.weight_percent(at) for at in places]


def _gap(cloze: Cloze, at: int, gap: Gap) -> object:
    match gap:
        case TextGap():
            return set(accepted_texts(cloze, at, "en"))
        case NumberGap(number):
            return number.bounds()
        case ChoiceGap(options, right):
            return options, right
