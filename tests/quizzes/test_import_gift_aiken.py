"""What an instructor gets of plain text, GIFT and Aiken: taken, changed, not taken, and why."""

from __future__ import annotations

import pytest

from lms.quizzes.reader.formats import ForeignFileError
from lms.quizzes.rules import (
    Matching,
    Multiple,
    Pair,
    Single,
)
from lms.quizzes.writer.html import plain_of
from tests.quizzes.foreign import (
    option,
    read,
    reason,
    same,
    take,
)

# ── Aiken ───────────────────────────────────────────────────────────────────────────────────────────────────

AIKEN = """\
Which protocol is light?
A. HTTP
B. MQTT
ANSWER: B

哪个端口？
A) 80
B、1883
ANSWER: B
"""


def test_aiken_gives_single_choices() -> None:
    first, second = read(AIKEN).taken
    assert first.question.answer == Single((option("HTTP", " "), option("MQTT", "x")))
    assert first.question.stem == same("Which protocol is light?")
    assert second.question.answer == Single((option("80", " "), option("1883", "x")))
    assert (first.place, second.place) == ("line 1", "line 6")


def test_chinese_text_in_the_encoding_of_old_windows_is_read_and_told() -> None:
    bank = read(AIKEN.encode("gb18030"), "aiken", "zh")
    assert bank.taken[1].question.stem == same("哪个端口？")
    assert "GB18030" in bank.remarks[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_marked_as_unicode_is_read_without_a_word(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    bank = read(mark + AIKEN.encode(encoding), "aiken")
    assert (len(bank.taken), bank.remarks) == (2, ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Why?\nA. x\nB. y\n", "The question at line 11 has no line ANSWER:"),
        ("Why?\nA. x\nB. y\nANSWER: C\n", "The answer at line 14 names C"),
        ("Why?\nA. x\nC. y\nANSWER: A\n", "The option at line 13 has the letter C, and B is next"),
        ("ANSWER: A\n", "The answer at line 11 follows no question"),
        ("Why?\nA. x\nB. y\nmore\nANSWER: A\n", "Line 14 is neither an option nor ANSWER:"),
    ],
)
def test_a_file_that_leaves_the_shape_of_aiken_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(ForeignFileError) as caught:
        read(AIKEN + "\n" + text, "aiken")
    assert told in str(caught.value)
    assert caught.value.remedy


# ── GIFT beyond its examples ────────────────────────────────────────────────────────────────────────────────


def test_weights_that_are_no_equal_share_stay_and_others_become_one() -> None:
    taken = take("Which? {~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}")
    assert isinstance(taken.question.answer, Multiple)
    assert [one.mark for one in taken.question.answer.options] == ["x", "x", "x", " "]
    assert "the weight 33.33333 became an equal share, exactly 100/3" in taken.changes
    taken = take("Which? {~%70%a ~%30%b ~%-12.5%c ~d}")
    assert isinstance(taken.question.answer, Multiple)
    assert [one.mark for one in taken.question.answer.options] == ["70", "30", "-12.5", "0"]


def test_a_wrong_choice_that_cost_something_costs_nothing() -> None:
    taken = take("Which? {=a ~%-50%b ~c}")
    assert isinstance(taken.question.answer, Single)
    assert [one.mark for one in taken.question.answer.options] == ["x", " ", " "]
    assert "the weight -50 became 0: a wrong choice costs nothing" in taken.changes


def test_general_feedback_tags_and_line_breaks_are_kept() -> None:
    taken = take("// [id:7] [tag:mqtt] [tag:Quality of Service]\nFirst.\\n\\nSecond\\: {=a ~b ####Read on.}")
    question = taken.question
    assert question.stem == same("First.\n\nSecond:")
    assert question.feedback == same("Read on.")
    assert question.tags == ("mqtt", "quality-of-service")
    assert "the tag 'Quality of Service' became quality-of-service" in taken.changes


def test_a_gift_pair_without_a_left_side_is_a_decoy() -> None:
    taken = take("Match. {=a -> 1 =b -> 2 = -> 3}")
    assert taken.question.answer == Matching(
        (Pair(same("a"), same("1")), Pair(same("b"), same("2"))), (same("3"),)
    )


def test_html_in_gift_becomes_markdown() -> None:
    taken = take(
        '[html]<p>Is <b>this</b> 5 \\= 5?<br>Yes</p><script>x</script><img src\\="a.png" alt\\="map"> {T}'
    )
    assert taken.question.stem == same("Is **this** 5 = 5?<br>\nYes")
    assert "HTML became Markdown" in taken.changes
    assert "a picture was left out: map" in taken.changes
    assert "a script was left out" in taken.changes


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("Write. {}", "essay"),
        ("Only a text.", "description"),
        ("Why? {=a =b ~c}", "2 options are wholly right"),
        ("Why? {~a ~b}", "No option is marked as right."),
        ("Why? {~%40%a ~%40%b ~c}", "The weights of the right options make 80 percent, not 100."),
        ("How many? {#=1 =2}", "several numbers are right"),
        ("How many? {#abc}", "'abc' is no number"),
        ("Which? {=a*}", "pattern"),
        ("Two {=a ~b} braces {=c ~d}.", "more than one pair of braces"),
        ("Match. {=a -> 1}", "2 to 100 pairs can be matched, and here are 1."),
        ("Match. {=a -> 1 =b}", "'b' has no arrow"),
        ("Which? {=%50%a}", "no answer is wholly right"),
        ("Which? {=same ~same ~}", "an option has no text"),
    ],
)
def test_a_gift_question_that_cannot_be_held_is_told_with_its_reason(source: str, why: str) -> None:
    assert why in reason(source, "gift")


def test_one_question_that_cannot_be_held_does_not_hold_up_the_others() -> None:
    bank = read("One? {T}\n\nEssay. {}\n\nThree? {F}")
    assert [taken.place for taken in bank.taken] == ["line 1", "line 5"]
    assert [(refused.place, "essay" in refused.reason) for refused in bank.refused] == [("line 3", True)]


@pytest.mark.parametrize("source", ["Good? {T}\n\nOpen? {=a ~b\n\nNext? {F}", "Good? {T}\n\nShut =a}"])
def test_a_brace_that_is_never_closed_takes_nothing_and_names_its_line(source: str) -> None:
    with pytest.raises(ForeignFileError, match="line 3 has a brace without its other half"):
        read(source, "gift")


@pytest.mark.parametrize(
    "stem",
    [
        "? Is this a hint",
        "! or feedback",
        "@zh or a translation",
        "- [x] or an option",
        "= or a key",
        "1. or an item",
    ],
)
@pytest.mark.parametrize("body", ["{=a ~b}", "{T}", "{#1}", "{=a -> 1 =b -> 2}"])
def test_a_text_that_looks_like_our_grammar_stays_a_text(stem: str, body: str) -> None:
    written = stem.replace("=", r"\=")
    taken = take(f"[plain]{written} {body}")
    assert taken.question.stem is not None
    assert plain_of(taken.question.stem.text("en")) == stem
