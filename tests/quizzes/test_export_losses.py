"""The table of what a format cannot hold: it is documented, and every row of it is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lms.quizzes.reader.formats import read_foreign
from lms.quizzes.rules import (
    ChoiceGap,
    Cloze,
    Matching,
    Multiple,
    Number,
    NumberGap,
    Option,
    Ordering,
    Pair,
    Pool,
    Question,
    Short,
    Single,
    TextGap,
    Words,
)
from lms.quizzes.writer import LOSSES, REFUSALS, Format, Lost, Trait, write_foreign
from lms.quizzes.writer.losses import find_traits
from tests.house.files import ROOT
from tests.quizzes.foreign import TYPES, same

DOCUMENT = ROOT / "docs" / "quiz-formats.md"
TWO_WAY = [Format.GIFT, Format.MOODLE, Format.CANVAS]
BASE = Question("a-q01", "single", same("Why?"), Single((Option(same("A"), "x"), Option(same("B"), " "))))
PAIRS = (Pair(same("a"), same("1")), Pair(same("b"), same("2")))


def cloze(*gaps: TextGap | NumberGap | ChoiceGap) -> Question:
    pieces = (*(piece for gap in gaps for piece in ("text ", gap)), " end")
    return replace(BASE, type="cloze", stem=None, answer=Cloze((("en", pieces), ("zh", pieces))))


SHORT = replace(BASE, type="short", answer=Short(("A",)))
NUMBER = replace(BASE, type="number", answer=Number("1", "0"))
MULTIPLE = replace(BASE, type="multiple", answer=Multiple((Option(same("A"), "x"), Option(same("B"), " "))))
MATCH = replace(BASE, type="match", answer=Matching(PAIRS))
SAMPLES: Mapping[Trait, Question] = {
    Trait.PLUGIN: replace(BASE, type="drawing"),
    Trait.ORDER: replace(BASE, type="order", answer=Ordering((same("A"), same("B"), same("C")))),
    Trait.CLOZE: cloze(TextGap(("a",))),
    Trait.NUMBER_GAP: cloze(NumberGap(Number("1", "0"))),
    Trait.MIXED_GAPS: cloze(TextGap(("a",)), ChoiceGap(("a", "b"), 0)),
    Trait.ARROW: replace(SHORT, answer=Short(("a->b",))),
    Trait.LANGUAGES: replace(BASE, stem=Words.of(en="Why?", zh="为什么？")),
    Trait.HINT: replace(BASE, hint=same("Think.")),
    Trait.TAGS: replace(BASE, tags=("mqtt",)),
    Trait.SECTION: replace(BASE, section="first"),
    Trait.PRACTICE: replace(BASE, pool=Pool.PRACTICE),
    Trait.WEIGHTS: replace(BASE, answer=Single((*BASE.answer.options, Option(same("C"), "50")))),  # type: ignore[attr-defined]  # a Single
    Trait.PENALTY: MULTIPLE,
    Trait.CASE: replace(SHORT, answer=Short(("A",), case=True)),
    Trait.UNIT: replace(NUMBER, answer=Number("1", "0", unit="ms")),
    Trait.PERCENT: replace(NUMBER, answer=Number("2", "50%")),
    Trait.RANGE: replace(NUMBER, answer=Number(low="1", high="2")),
    Trait.PARTNER_MARKUP: replace(MATCH, answer=Matching((*PAIRS, Pair(same("c"), same("**3**"))))),
    Trait.LONE_FORMULA: replace(BASE, stem=same("Why?\n\n$x$")),
    Trait.LAYOUT: replace(BASE, stem=same("!!! note\n    Why?")),
}
PLAIN = [BASE, SHORT, NUMBER, MATCH]


def come_back(question: Question, format_name: Format) -> Question:
    """The question after it was written in English and read again."""
    written = write_foreign([question], format_name, language="en", title="a")
    (taken,) = read_foreign(written.data, str(format_name), language="en", types=TYPES).taken
    return replace(taken.question, id=question.id)


def rows(table: Mapping[Format, Mapping[Trait, str]]) -> list[str]:
    return [
        f"| `{format_name}` | {trait} | {sentence} |"
        for format_name in Format
        for trait in Trait
        if (sentence := table[format_name].get(trait))
    ]


def test_the_document_shows_both_tables_as_they_are() -> None:
    text = DOCUMENT.read_text("utf-8")
    below = text[text.index("| what becomes of it |") :].splitlines()
    assert [line for line in below if line.startswith("| `")] == [*rows(LOSSES), *rows(REFUSALS)]


@pytest.mark.parametrize("trait", Trait)
def test_every_trait_is_found_in_a_question_that_has_it_and_in_no_plain_one(trait: Trait) -> None:
    assert trait in find_traits(SAMPLES[trait])
    assert not any(trait in find_traits(question) for question in PLAIN)


@pytest.mark.parametrize("format_name", TWO_WAY)
@pytest.mark.parametrize("question", PLAIN, ids=lambda question: question.type)
def test_a_plain_question_comes_back_to_the_letter(question: Question, format_name: Format) -> None:
    assert come_back(question, format_name) == question


@pytest.mark.parametrize(
    ("format_name", "trait"), [(format_name, trait) for format_name in TWO_WAY for trait in LOSSES[format_name]]
)
def test_what_the_table_names_is_lost_indeed(format_name: Format, trait: Trait) -> None:
    question = SAMPLES[trait]
    written = write_foreign([question], format_name, language="en", title="a")
    assert Lost(question.id, trait, LOSSES[format_name][trait]) in written.lost
    returned = come_back(question, format_name)
    if trait is not Trait.PENALTY:  # what a wrong option costs there does not stand in the file
        assert returned != question


@pytest.mark.parametrize(
    ("format_name", "trait"), [(format_name, trait) for format_name in Format for trait in REFUSALS[format_name]]
)
def test_what_a_format_cannot_hold_at_all_is_left_out_and_named(format_name: Format, trait: Trait) -> None:
    written = write_foreign([BASE, SAMPLES[trait]], format_name, language="en", title="a")
    assert written.count == 1
    assert [(lost.what, lost.becomes) for lost in written.refused] == [(trait, REFUSALS[format_name][trait])]


def test_both_languages_are_lost_in_moodle_xml_only_where_one_is_asked_for() -> None:
    question = SAMPLES[Trait.LANGUAGES]
    assert write_foreign([question], Format.MOODLE, language="", title="a").lost == ()
    assert [lost.what for lost in write_foreign([question], Format.MOODLE, language="zh", title="a").lost] == [
        Trait.LANGUAGES
    ]
