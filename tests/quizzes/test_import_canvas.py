"""What an instructor gets of a quiz from Canvas: taken, changed, not taken, and why."""

from __future__ import annotations

import pytest

from lms.quizzes.rules import (
    ChoiceGap,
    Cloze,
    Matching,
    Multiple,
    Number,
    Pair,
    Short,
    Single,
    TextGap,
    TrueFalse,
)
from tests.quizzes.foreign import (
    canvas,
    equal,
    labels,
    option,
    package,
    reason,
    same,
    scores,
    take,
)

# ── Canvas QTI 1.2 ──────────────────────────────────────────────────────────────────────────────────────────

TWO = {"1": "a", "2": "b &lt; c"}


def test_canvas_single_choice_with_feedback() -> None:
    shown = (
        f"<respcondition><conditionvar>{equal('2')}</conditionvar>"
        '<displayfeedback linkrefid="2_fb"/></respcondition>'
    )
    fb = (
        '<itemfeedback ident="{}"><flow_mat><material><mattext texttype="text/html">{}</mattext></material>'
        "</flow_mat></itemfeedback>"
    )
    more = (
        fb.format("2_fb", "&lt;b&gt;No&lt;/b&gt;")
        + fb.format("general_fb", "All.")
        + fb.format("correct_fb", "Yes!")
    )
    taken = take(canvas("multiple_choice_question", labels(TWO), shown + scores(equal("1")), more))
    assert taken.question.answer == Single((option("a", "x"), option("b < c", " ", "**No**")))
    assert taken.question.feedback is not None
    assert taken.question.feedback.text("en") == "All.\n\n**If right:** Yes!"


def test_canvas_several_answers() -> None:
    condition = f"<and>{equal('1')}<not>{equal('2')}</not></and>"
    taken = take(canvas("multiple_answers_question", labels(TWO), scores(condition)))
    assert taken.question.answer == Multiple((option("a", "x"), option("b < c", " ")))


def test_canvas_true_or_false() -> None:
    taken = take(canvas("true_false_question", labels({"1": "True", "2": "False"}), scores(equal("2"))))
    assert taken.question.answer == TrueFalse(is_true=False)


BLANK = '<response_str ident="response1"><render_fib/></response_str>'


def test_canvas_short_answer() -> None:
    taken = take(canvas("short_answer_question", BLANK, scores(equal("MQTT") + equal("mqtt *"))))
    assert taken.question.answer == Short(("MQTT", "mqtt *"))


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        ("<or>{e}<and>{g}5{l}5</and></or>", Number("5.0", "0")),
        ("<or>{e}<and>{g}4.75{l}5.25</and></or>", Number("5.0", "0.25")),
        ("<or>{e}<and>{g}4{l}5.25</and></or>", Number(low="4", high="5.25")),
        ("{g}-1{l}2", Number(low="-1", high="2")),
        ("{e}", Number("5.0", "0")),
    ],
)
def test_canvas_numbers(condition: str, number: Number) -> None:
    condition = condition.replace("{e}", equal("5.0"))
    for name, short in (("vargte", "{g}"), ("varlte", "{l}")):
        before, mark, after = condition.partition(short)
        if mark:
            end = next((at for at, sign in enumerate(after) if sign in "{<"), len(after))
            condition = f'{before}<{name} respident="response1">{after[:end]}</{name}>{after[end:]}'
    assert take(canvas("numerical_question", BLANK, scores(condition))).question.answer == number


def test_canvas_matching() -> None:
    partners = {"r1": "one", "r2": "two &lt;", "r3": "three"}
    asked = labels(partners, "response_1", "left a") + labels(partners, "response_2", "left b")
    rules = scores(equal("r2", "response_1"), "50") + scores(equal("r1", "response_2"), "50")
    taken = take(canvas("matching_question", asked, rules))
    assert taken.question.answer == Matching(
        (Pair(same("left a"), same("two <")), Pair(same("left b"), same("one"))), (same("three"),)
    )


def test_canvas_blanks_and_dropdowns() -> None:
    asked = labels({"1": "MQTT", "2": "mqtt"}, "response_p", "p")
    taken = take(
        canvas("fill_in_multiple_blanks_question", asked, scores(equal("1", "response_p")), stem="Use [p] here.")
    )
    pieces = ("Use ", TextGap(("MQTT",)), " here.")
    assert taken.question.answer == Cloze((("en", pieces), ("zh", pieces)))
    asked = labels({"1": "MQTT", "2": "CoAP"}, "response_p", "p")
    taken = take(
        canvas("multiple_dropdowns_question", asked, scores(equal("2", "response_p")), stem="Use [p] here.")
    )
    pieces = ("Use ", ChoiceGap(("MQTT", "CoAP"), 1), " here.")
    assert taken.question.answer == Cloze((("en", pieces), ("zh", pieces)))


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("essay_question", "essay"),
        ("file_upload_question", "asks for a file"),
        ("text_only_question", "asks nothing"),
        ("calculated_question", "calculated anew"),
        ("hot_spot_question", "our bank has no type like 'hot_spot_question'"),
        ("multiple_choice_question", "it has no <response_lid>"),
        ("fill_in_multiple_blanks_question", "it has no gap"),
    ],
)
def test_a_canvas_question_that_cannot_be_held_is_told_with_its_reason(kind: str, why: str) -> None:
    assert why in reason(canvas(kind, "", ""))


def test_a_package_of_canvas_is_opened_and_names_the_file_of_each_question() -> None:
    source = canvas("true_false_question", labels({"1": "True", "2": "False"}), scores(equal("1")))
    taken = take(package({"q/q.xml": source}))
    assert (taken.place, taken.name) == ("q/q.xml line 2", "Name")


def test_common_cartridge_names_its_types_otherwise() -> None:
    source = canvas("x", labels(TWO), scores(equal("1"))).replace(
        "<fieldlabel>question_type</fieldlabel><fieldentry>x<",
        "<fieldlabel>cc_profile</fieldlabel><fieldentry>cc.multiple_choice.v0p1<",
    )
    assert isinstance(take(source).question.answer, Single)
