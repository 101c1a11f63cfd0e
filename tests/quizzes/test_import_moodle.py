"""What an instructor gets of Moodle XML, in one language or in both: taken, changed, not taken, and why."""

from __future__ import annotations

import pytest

from lms.quizzes.reader.formats import UNTRANSLATED
from lms.quizzes.rules import (
    ChoiceGap,
    Cloze,
    Matching,
    Multiple,
    Number,
    NumberGap,
    Ordering,
    Pair,
    Short,
    Single,
    TextGap,
    TrueFalse,
    Words,
)
from tests.quizzes.foreign import (
    answer,
    moodle,
    option,
    read,
    reason,
    same,
    take,
)

# ── Languages ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_text_in_one_language_stands_in_both_and_the_report_says_so() -> None:
    taken = take("为什么？ {=甲 ~乙}", language="zh")
    assert taken.question.stem == same("为什么？")
    assert taken.changes == (UNTRANSLATED,)


def test_texts_without_words_need_no_translation() -> None:
    assert take("`1 + 1` = ? {#2}".replace("=", "\\=")).changes == ()


MULTILANG = (
    '<span lang="en" class="multilang">Why <b>so</b>?</span> <span lang="zh_cn" class="multilang">为什么？</span>'
    '<span lang="fr" class="multilang">Pourquoi?</span>'
)


def test_moodles_spans_give_both_languages() -> None:
    taken = take(moodle("truefalse", answer("true", "100") + answer("false", "0"), MULTILANG))
    assert taken.question.stem == Words.of(en="Why **so**?", zh="为什么？")
    assert UNTRANSLATED not in taken.changes
    assert "the texts in the language 'fr' were left out" in taken.changes


def test_languages_that_do_not_stand_side_by_side_are_not_taken() -> None:
    stem = MULTILANG.replace("Pourquoi", "x").replace("为什么？", "为什么？<p>为什么？</p>")
    assert "differ in their paragraphs" in reason(moodle("truefalse", answer("true", "100"), stem))


# ── Moodle XML ──────────────────────────────────────────────────────────────────────────────────────────────

FEEDBACK = "<feedback><text>So <i>there</i>.</text></feedback>"


def test_moodles_single_choice() -> None:
    inside = (
        "<single>true</single><defaultgrade>2</defaultgrade><penalty>0.3333333</penalty>"
        + answer("<p>a</p>", "100", "<feedback><text><![CDATA[So <i>there</i>.]]></text></feedback>")
        + answer("b &lt; c", "33.3333333")
        + answer("d", "-10")
        + "<hint><text>Think.</text></hint><hint><text>More.</text></hint>"
        + "<tags><tag><text>mqtt</text></tag></tags>"
        + "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
        + "<incorrectfeedback><text>Read section 2.</text></incorrectfeedback>"
        + "<generalfeedback><text>See there.</text></generalfeedback>"
    )
    taken = take(moodle("multichoice", inside, "<p>Area $$\\pi r^2$$ of \\(x\\)?</p>"))
    question = taken.question
    assert question.stem == same("Area $\\pi r^2$ of $x$?")
    assert question.answer == Single(
        (option("a", "x", "So *there*."), option("b < c", "33.33333"), option("d", " "))
    )
    assert question.hint == same("Think.\n\nMore.")
    assert question.tags == ("mqtt",)
    assert question.feedback == Words.of(
        en="See there.\n\n**If wrong:** Read section 2.", zh="See there.\n\n**If wrong:** Read section 2."
    )
    for told in (
        "the grade 2 became 1",
        "penalty",
        "rounded to 33.33333",
        "-10 became 0",
        "depends on the result",
    ):
        assert any(told in change for change in taken.changes), told


def test_moodles_multiple_choice() -> None:
    inside = "<single>false</single>" + answer("a", "50") + answer("b", "50") + answer("c", "-100")
    taken = take(moodle("multichoice", inside))
    assert taken.question.answer == Multiple((option("a", "x"), option("b", "x"), option("c", " ")))


def test_moodles_true_or_false_with_its_feedback() -> None:
    inside = answer("true", "0", FEEDBACK.replace("<i>there</i>", "wrong")) + answer("false", "100")
    taken = take(moodle("truefalse", inside))
    assert taken.question.answer == TrueFalse(is_true=False)
    assert taken.question.feedback is not None
    assert taken.question.feedback.text("en") == "**True:** So wrong."


def test_moodles_short_answer_keeps_case_and_tells_of_partly_right_ones() -> None:
    inside = "<usecase>1</usecase>" + answer("MQTT", "100") + answer("mq\\*t", "100") + answer("COAP", "50")
    taken = take(moodle("shortanswer", inside))
    assert taken.question.answer == Short(("MQTT", "mq*t"), case=True)
    assert "the answer 'COAP', right to 50 percent, was left out: ours is right or wrong" in taken.changes


def test_moodles_number_with_its_unit() -> None:
    unit = "<unit><multiplier>{}</multiplier><unit_name>{}</unit_name></unit>"
    units = f"<units>{unit.format('1', 'ms')}{unit.format('1000', 's')}</units>"
    inside = answer("3.50", "100", "<tolerance>.1</tolerance>") + answer("*", "0") + units
    taken = take(moodle("numerical", inside))
    assert taken.question.answer == Number("3.50", "0.1", unit="ms")
    assert "the unit 's' was left out: a number has one unit" in taken.changes


def test_moodles_matching_with_a_decoy() -> None:
    pair = '<subquestion format="html"><text>{}</text><answer><text>{}</text></answer></subquestion>'
    inside = pair.format("a -&gt; b", "1") + pair.format("c", "&amp;lt;2&amp;gt;") + pair.format("", "3")
    taken = take(moodle("matching", inside))
    assert taken.question.answer == Matching(
        (Pair(same("a -&gt; b"), same("1")), Pair(same("c"), same("&lt;2>"))), (same("3"),)
    )


def test_moodles_ordering() -> None:
    inside = "<gradingtype>ALL_OR_NOTHING</gradingtype><selecttype>RANDOM</selecttype>"
    inside += "".join(answer(text, str(at)) for at, text in enumerate("abc", 1))
    taken = take(moodle("ordering", inside))
    assert taken.question.answer == Ordering((same("a"), same("b"), same("c")))
    assert any("ALL_OR_NOTHING" in change for change in taken.changes)
    assert any("all items are asked" in change for change in taken.changes)


def test_moodles_text_with_gaps() -> None:
    stem = (
        "<p>Port {1:NUMERICAL:=1883:0} of {2:SHORTANSWER:=MQTT~%50%mq\\}tt#nearly} is {:MCV:udp~=t\\~cp} "
        "and [[this]] is text.</p>"
    )
    taken = take(moodle("cloze", "", stem))
    pieces = (
        "Port ",
        NumberGap(Number("1883", "0")),
        " of ",
        TextGap(("MQTT",)),
        " is ",
        ChoiceGap(("udp", "t~cp"), 1),
        r" and \[\[this]] is text.",
    )
    assert taken.question.answer == Cloze((("en", pieces), ("zh", pieces)))
    assert taken.question.stem is None
    assert taken.question.feedback == same("**mq}tt:** nearly")
    assert any("counts 2 times counts once" in change for change in taken.changes)
    assert any("partly right answers of a gap" in change for change in taken.changes)


def test_a_picture_within_a_question_is_left_out_and_told() -> None:
    stem = '<p>See <img src="@@PLUGINFILE@@/net.png" alt="a net"/></p>'
    inside = answer("true", "100") + answer("false", "0")
    source = moodle("truefalse", inside, stem).replace(
        "</text></questiontext>", '</text><file name="net.png" encoding="base64">AAAA</file></questiontext>'
    )
    taken = take(source)
    assert taken.question.stem == same("See")
    assert "a picture was left out: a net" in taken.changes


@pytest.mark.parametrize(
    ("kind", "inside", "why"),
    [
        ("essay", "", "essay"),
        ("description", "", "asks nothing"),
        ("calculated", "", "calculated anew"),
        ("ddimageortext", "", "our bank has no type like 'ddimageortext'"),
        ("multichoice", answer("a", "50") + answer("b", "50"), "no options are wholly right"),
        ("multichoice", answer("a", "x"), "the weight 'x' is no number"),
        ("truefalse", answer("true", "0") + answer("false", "0"), "neither true nor false"),
        ("shortanswer", answer("*", "100"), "pattern"),
        ("numerical", answer("*", "100", FEEDBACK), "every number is right"),
        ("ordering", answer("a", "1") + answer("b", "2"), "3 to 100 items can be put in order"),
        ("cloze", "", "no gap"),
        ("multichoice", answer("<img src='x.png'>", "100") + answer("b", "0"), "an option has no text"),
    ],
)
def test_a_moodle_question_that_cannot_be_held_is_told_with_its_reason(kind: str, inside: str, why: str) -> None:
    assert why in reason(moodle(kind, inside))


def test_a_question_without_a_text_is_not_taken() -> None:
    assert reason(moodle("truefalse", answer("true", "100"), "<p> </p>")) == "the question has no text"


def test_categories_are_told_and_left_out() -> None:
    source = moodle("truefalse", answer("true", "100")).replace(
        "<quiz>", '<quiz><question type="category"><category><text>top</text></category></question>'
    )
    bank = read(source)
    assert len(bank.taken) == 1
    assert "Categories were left out" in bank.remarks[0]
