"""Reads GIFT, Moodle's plain text of questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from lms.quizzes.reader.formats.answers import (
    ANY,
    Around,
    ForeignKey,
    ForeignOption,
    make_choice,
    make_match,
    make_number,
    make_short,
    make_true_false,
    read_tags,
    read_weight,
)
from lms.quizzes.reader.formats.decoding import decode_text
from lms.quizzes.reader.formats.escaping import escape_words
from lms.quizzes.reader.formats.gift_syntax import (
    GiftQuestion,
    free,
    read_gift_file,
    split_answers,
    split_feedback,
    split_format,
)
from lms.quizzes.reader.formats.texts import Scribe, Text
from lms.quizzes.reader.formats.values import ForeignFile, Found, Notes, NotTakenError
from lms.quizzes.rules import Question

_BLANK = "_____"
_GENERAL = "####"
_WEIGHT = re.compile(r"\s*%(-?[0-9]*\.?[0-9]*)%")
_TRUTH = re.compile(r"(TRUE|T|FALSE|F)\s*(?=#|$)", re.IGNORECASE)


def read_gift(data: bytes, language: str) -> ForeignFile:
    """The questions of a GIFT file."""
    text, remarks = decode_text(data)
    file = read_gift_file(text)
    if file.categories:
        remarks = (*remarks, "Categories were left out: every question goes where you import it to.")
    found = (
        Found(f"line {question.line}", question.name, partial(_read, question, language))
        for question in file.questions
    )
    return ForeignFile(tuple(found), remarks)


def _read(source: GiftQuestion, language: str, notes: Notes) -> Question:
    if source.answer is None:
        raise NotTakenError("it is a description, which asks nothing")
    if source.has_more:
        raise NotTakenError("it has more than one pair of braces; a brace that is text is written \\{ or \\}")
    texts = _Texts(Scribe(language, notes), split_format(source.before)[0])
    answer, _, general = source.answer.partition(_GENERAL)
    around = Around(stem=texts.of(_stem(source)), feedback=texts.of(general), tags=read_tags(source.tags, notes))
    return _reader(answer.strip())(texts, around, answer.strip())


def _stem(source: GiftQuestion) -> str:
    """The text around the answers; where it goes on behind them, a blank holds their place."""
    before, after = split_format(source.before)[1].rstrip(), source.after.strip()
    if not after:
        return before
    return f"{before} {_BLANK}{after if after[0] in '.,;:!?。，；：！？' else f' {after}'}".lstrip()


class _Texts:
    """Texts in the format that the question or each of them names."""

    def __init__(self, scribe: Scribe, inherited: str) -> None:
        self.scribe = scribe
        self._inherited = inherited

    def of(self, text: str) -> Text:
        name, text = split_format(text)
        name = name or self._inherited or "moodle"
        if name == "markdown":
            return self.scribe.markdown(free(text).strip())
        # The lines of a file mean nothing; a line break of the text is written \n.
        text = free(" ".join(text.split())).strip()
        if name == "html":
            return self.scribe.html(text)
        if name == "plain":
            return self.scribe.plain(_paragraphs(text))
        return self.scribe.html_or_plain(_paragraphs(text))


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n") if part.strip())


_Reader = Callable[[_Texts, Around, str], Question]


def _reader(answer: str) -> _Reader:
    """What reads the answers, told by the first sign that tells it."""
    if not answer:
        raise NotTakenError("it asks for an essay, which nobody here could grade")
    if answer.startswith("#"):
        return _read_number
    if "~" in answer:
        return _read_choice
    if "=" in answer and "->" in answer:
        return _read_match
    return _read_true_false if _TRUTH.match(answer) else _read_short


def _split_weight(text: str, whole: Fraction) -> tuple[Fraction, str]:
    match = _WEIGHT.match(text)
    return (read_weight(match[1]), text[match.end() :]) if match else (whole, text)


def _feedback(texts: _Texts, feedback: list[str]) -> Text:
    return texts.of("#".join(feedback)) if feedback else {}


def _read_choice(texts: _Texts, around: Around, answer: str) -> Question:
    options = []
    answers = split_answers(answer)
    for sign, part in answers:
        weight, rest = _split_weight(part, Fraction(100 if sign == "=" else 0))
        text, feedback = split_feedback(rest)
        options.append(ForeignOption(texts.of(text), weight, _feedback(texts, feedback)))
    return make_choice(texts.scribe, around, options, is_single=any(sign == "=" for sign, _ in answers))


def _read_match(texts: _Texts, around: Around, answer: str) -> Question:
    pairs = []
    for _, part in split_answers(answer):
        left, arrow, right = part.partition("->")
        if not arrow:
            raise NotTakenError(f"the pair {free(part).strip()[:40]!r} has no arrow")
        # Moodle shows the characters of a right side as they stand.
        pairs.append((texts.of(left), {texts.scribe.language: escape_words(" ".join(free(right).split()))}))
    return make_match(texts.scribe, around, pairs)


def _read_true_false(texts: _Texts, around: Around, answer: str) -> Question:
    truth, feedback = split_feedback(answer)
    is_true = truth.strip().upper().startswith("T")
    wrong, right = (*(texts.of(part) for part in feedback), {}, {})[:2]
    return make_true_false(texts.scribe, around, is_true=is_true, feedback={is_true: right, not is_true: wrong})


def _read_short(texts: _Texts, around: Around, answer: str) -> Question:
    keys = []
    for _, part in split_answers(answer if answer.startswith("=") else f"={answer}"):
        weight, rest = _split_weight(part, Fraction(100))
        text, feedback = split_feedback(rest)
        keys.append(ForeignKey(free(" ".join(text.split())), weight, _feedback(texts, feedback)))
    return make_short(texts.scribe, around, keys, case=False, has_patterns=True)


def _read_number(texts: _Texts, around: Around, answer: str) -> Question:
    body = answer[1:].strip()
    parts = split_answers(body) if body.startswith(("=", "~")) else [("=", body)]
    keys = []
    for sign, part in parts:
        weight, rest = _split_weight(part, Fraction(100 if sign == "=" else 0))
        number, feedback = split_feedback(rest)
        keys.append(_number_key(number.strip(), weight, _feedback(texts, feedback)))
    return make_number(texts.scribe, around, keys)


def _number_key(text: str, weight: Fraction, feedback: Text) -> ForeignKey:
    if text in {"", ANY}:
        return ForeignKey(ANY, min(weight, Fraction(0)), feedback)
    low, dots, high = text.partition("..")
    if dots:
        return ForeignKey(low.strip(), weight, feedback, high=high.strip())
    number, _, tolerance = text.partition(":")
    return ForeignKey(number.strip(), weight, feedback, tolerance=tolerance.strip() or "0")
