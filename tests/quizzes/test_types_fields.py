"""Orders, pairs and gaps: what is shown, what is sent, what it earns, and what is told afterwards."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from lms.quizzes.rules import (
    ChoiceGap,
    Cloze,
    Field,
    Json,
    Matching,
    Number,
    NumberGap,
    Ordering,
    Pair,
    ReviewedField,
    TextGap,
    Words,
    place,
)


def of(text: str) -> Words:
    return Words.of(en=text, zh=f"{text}一")


# ── An order ────────────────────────────────────────────────────────────────────────────────────────────────

FOUR = Ordering(tuple(of(text) for text in ("lock", "write", "sync", "unlock")))


def test_an_order_is_never_shown_as_it_should_be() -> None:
    orders = {FOUR.arrange(Random(seed)) for seed in range(2_000)}
    assert len(orders) == 23
    assert (0, 1, 2, 3) not in orders
    assert Ordering((of("alone"),)).arrange(Random(1)) == (0,)


def test_every_item_is_shown_with_all_places_to_choose_from() -> None:
    shown = FOUR.show((2, 0, 3, 1), "zh")
    assert shown.input == "order"
    assert [field.label for field in shown.fields] == ["sync一", "lock一", "unlock一", "write一"]
    assert {(field.input, field.choices) for field in shown.fields} == {("word", ("1", "2", "3", "4"))}


@pytest.mark.parametrize(
    ("places", "credit"),
    [
        ([0, 1, 2, 3], 1),
        ([3, 2, 1, 0], 0),
        ([1, 2, 3, 0], Fraction(2, 3)),
        ([2, 3, 0, 1], Fraction(2, 3)),
        ([0, 1, 3, 2], Fraction(1, 3)),
        ([0, 2, 1, 3], 0),
        ([0, 1, None, None], Fraction(1, 3)),
        ([None, 1, 2, 3], Fraction(2, 3)),
        ([0, 0, 0, 0], 0),
        ([0, 1, 0, 1], Fraction(2, 3)),
        ([0, 1, 2], 0),
        ([0, 1, 2, 4], Fraction(2, 3)),
        ([False, True, 2, 3], Fraction(1, 3)),
        ("0123", 0),
        (None, 0),
    ],
)
def test_each_item_that_directly_follows_the_right_one_earns_a_share(places: Json, credit: Fraction) -> None:
    assert FOUR.grade(places) == credit


@pytest.mark.parametrize(
    ("sent", "response"),
    [
        (["2", "0", "3", "1"], [0, 1, 2, 3]),
        (["", "0", "", "1"], [0, 1, None, None]),
        (["0"], [None, None, 0, None]),
        (["0", "0", "4", "-1", "9"], [0, None, 0, None]),
        (["", "", "", ""], None),
    ],
)
def test_the_places_sent_are_kept_by_item(sent: list[str], response: Json) -> None:
    assert FOUR.read((2, 0, 3, 1), sent) == response


def test_afterwards_the_items_are_told_in_their_right_order() -> None:
    seen = FOUR.review((2, 0, 3, 1), [0, 2, 1, None], "en")
    assert seen.fields == (
        ReviewedField("1", "3", is_right=False, rank=2),
        ReviewedField("0", "1", is_right=True, rank=0),
        ReviewedField("", "4", is_right=False, rank=3),
        ReviewedField("2", "2", is_right=False, rank=1),
    )


# ── Pairs ───────────────────────────────────────────────────────────────────────────────────────────────────

MAIL = Matching(
    (Pair(of("HTTP"), of("pages")), Pair(of("SMTP"), of("mail")), Pair(of("POP3"), of("mail"))), (of("files"),)
)


def test_right_sides_and_decoys_are_shuffled_together_and_a_text_is_shown_once() -> None:
    orders = {MAIL.arrange(Random(seed)) for seed in range(200)}
    assert len(orders) == 6
    shown = MAIL.show((2, 0, 1), "zh")
    assert shown.input == "match"
    choices = ("files一", "pages一", "mail一")
    assert shown.fields == tuple(Field("choice", f"{left}一", choices) for left in ("HTTP", "SMTP", "POP3"))


@pytest.mark.parametrize(
    ("sent", "response", "credit"),
    [
        (["1", "2", "2"], [0, 1, 1], 1),
        (["1", "2", "0"], [0, 1, 2], Fraction(2, 3)),
        (["0", "0", "0"], [2, 2, 2], 0),
        (["", "2", ""], [None, 1, None], Fraction(1, 3)),
        (["2", "1", "3"], [1, 0, None], 0),
        (["1"], [0, None, None], Fraction(1, 3)),
        ([], None, 0),
    ],
)
def test_each_left_side_with_its_partner_earns_a_share_and_equal_partners_count_for_each_other(
    sent: list[str], response: Json, credit: Fraction
) -> None:
    assert MAIL.read((2, 0, 1), sent) == response
    assert MAIL.grade(response) == credit


def test_a_decoy_is_nobodys_partner() -> None:
    assert [MAIL.grade([2, choice, choice]) for choice in (0, 1, 2)] == [0, Fraction(2, 3), 0]


def test_afterwards_each_left_side_tells_its_partner() -> None:
    seen = MAIL.review((2, 0, 1), [2, 1, None], "en")
    assert seen.fields == (
        ReviewedField("0", "pages", is_right=False, rank=0),
        ReviewedField("2", "mail", is_right=True, rank=1),
        ReviewedField("", "mail", is_right=False, rank=2),
    )


# ── Gaps ────────────────────────────────────────────────────────────────────────────────────────────────────

PORT = Number("1883", "0")
PROTOCOLS, STREAMS = ChoiceGap(("TCP", "UDP", "IP"), 0), ChoiceGap(("流", "报", "包"), 0)
BROKER = Cloze(
    (
        ("en", ("A ", TextGap(("broker",)), " on ", NumberGap(PORT), " over ", PROTOCOLS, ".")),
        ("zh", (TextGap(("代理", "消息代理")), "用", NumberGap(PORT), "口，经", STREAMS, "。")),
    )
)


def test_a_text_is_shown_with_places_for_its_gaps_and_nothing_of_what_belongs_there() -> None:
    shown = BROKER.show((1, 2, 0), "en")
    assert shown.text == f"A {place(0)} on {place(1)} over {place(2)}."
    assert shown.fields == (Field("text"), Field("number"), Field("word", choices=("UDP", "IP", "TCP")))
    assert BROKER.show((1, 2, 0), "zh").fields[2].choices == ("报", "包", "流")


def test_only_the_options_of_gaps_are_shuffled_each_gaps_own() -> None:
    two = Cloze((("en", (ChoiceGap(("a", "b"), 0), ChoiceGap(("c", "d", "e"), 1))),))
    orders = {two.arrange(Random(seed)) for seed in range(300)}
    assert len(orders) == 2 * 6
    shown = two.show((1, 0, 2, 0, 1), "en")
    assert [field.choices for field in shown.fields] == [("b", "a"), ("e", "c", "d")]
    assert two.read((1, 0, 2, 0, 1), ["1", "0"]) == [0, 2]


@pytest.mark.parametrize(
    ("sent", "response", "credit"),
    [
        (["Broker", "1,883", "2"], ["Broker", "1,883", 0], 1),
        (["消息 代理", "１８８３", "2"], ["消息 代理", "１８８３", 0], 1),
        (["broker", "", "0"], ["broker", None, 1], Fraction(1, 3)),
        ([" ", "port", "2"], [None, "port", 0], Fraction(1, 3)),
        (["x"], ["x", None, None], 0),
        (["", "", "3"], None, 0),
    ],
)
def test_each_gap_earns_a_share_whatever_language_was_typed(
    sent: list[str], response: Json, credit: Fraction
) -> None:
    assert BROKER.read((1, 2, 0), sent) == response
    assert BROKER.grade(response) == credit


def test_afterwards_each_gap_tells_what_belongs_there_in_the_readers_language() -> None:
    seen = BROKER.review((1, 2, 0), ["client", "port", 1], "zh")
    assert seen.fields == (
        ReviewedField("client", "代理 / 消息代理", is_right=False, rank=0),
        ReviewedField("port", "1883", is_right=False, is_readable=False, rank=1),
        ReviewedField("0", "流", is_right=False, rank=2),
    )


def test_a_character_that_marks_places_means_nothing_in_an_authors_text() -> None:
    sly = Cloze((("en", (f"{place(0)}{place(1)} ", TextGap(("a",)))),))
    assert sly.show((), "en").text == f" {place(0)}"
