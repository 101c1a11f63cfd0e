"""Anything at all, brought to be imported: read soon, or refused by the one kind of error, whatever it is."""

from __future__ import annotations

import contextlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.reader.formats import READERS, ForeignFileError
from lms.quizzes.rules import Question
from tests.quizzes.foreign import answer, canvas, equal, labels, moodle, package, read, scores

ITEM = canvas("true_false_question", labels({"1": "True", "2": "False"}), scores(equal("1")))
SLOW = [
    "\\(" * 15_000,
    "$$x" * 10_000,
    "{1:SA:" * 5_000,
    "{1:SA:=" + "\\}" * 14_000,
    "_" * 30_000,
    "_____ x_ " * 3_000,
    "<a " * 10_000,
    "<b>" * 10_000,
    "<ul><li>" * 3_700,
    "<table><tr><td>" * 2_000,
    "<!--" * 7_500,
    "<span lang='en' class='multilang'>" * 800,
    "&" * 30_000,
    "[" * 30_000,
    "`" * 29_999 + "x",
    "> " * 15_000,
    "```\n" * 7_500,
    "1. " * 10_000,
    "x" * 30_001,
]


@pytest.mark.parametrize("text", SLOW, ids=lambda text: f"{text[:12]!r}")
def test_no_text_is_slow_to_read(text: str) -> None:
    started = time.process_time()
    try_to_read(moodle("cloze", "", text).encode(), "moodle")
    try_to_read(moodle("truefalse", answer("true", "100"), text).encode(), "moodle")
    escaped = re.sub(r"[\\~=#{}:]", r"\\\g<0>", text).replace("\n", "\\n")
    for name in ("plain", "markdown", "html", "moodle"):
        try_to_read(f"[{name}]{escaped} {{T}}".encode(), "gift")
    assert time.process_time() - started < 10


def test_a_number_that_would_fill_the_memory_is_no_number() -> None:
    for weight in ("1e999999999", "9" * 400_000):
        assert read(moodle("multichoice", answer("a", weight) + answer("b", "0"))).taken == ()
    assert read("How many? {#1e999999999}").taken == ()


# ── Anything at all ─────────────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [
        "{", "}", "=", "~", "#", "####", "->", "\\", "%50%", "::", "$$", "//", "[html]", "[markdown]", "TRUE",
        "\n", "\n\n", "A. x", "B) y", "ANSWER: A", "a", "甲", "1..2", "3:1", "<b>", "</b>", "<p>", "<pre>", "<ul>",
        "<li>", "<table><tr><td>", "<img src=x>", "&#0;", "&#xD800;", "{1:SA:=a}", "{1:NM:=1}", "{2:MC:=a~b}",
        "<span lang='en' class='multilang'>", "</span>", "\u200b", "\u2028", "\U000f0000", "`", "```", "[[", "@zh",
    ]
)  # fmt: skip
MADE = st.lists(PIECES, max_size=30).map("".join)
XML_TYPES = st.sampled_from(
    ["multichoice", "truefalse", "shortanswer", "numerical", "matching", "ordering", "cloze"]
)


def try_to_read(data: bytes, format_name: str) -> None:
    """Only the one kind of error may come, and whatever is taken is a question of ours."""
    with contextlib.suppress(ForeignFileError):
        bank = read(data, format_name)
        assert all(isinstance(taken.question, Question) for taken in bank.taken)
        assert all(refused.reason for refused in bank.refused)


@given(st.binary(max_size=300), st.sampled_from(["", *READERS]))
def test_no_bytes_raise_another_error(data: bytes, format_name: str) -> None:
    try_to_read(data, format_name)


@given(MADE, st.sampled_from(["gift", "aiken", ""]))
def test_no_text_raises_another_error(text: str, format_name: str) -> None:
    try_to_read(text.encode(), format_name)


@given(
    XML_TYPES,
    MADE,
    st.lists(st.tuples(MADE, st.sampled_from(["100", "0", "50", "-1e9", "x", "1e999"])), max_size=4),
)
def test_no_moodle_question_raises_another_error(kind: str, stem: str, answers: list[tuple[str, str]]) -> None:
    inside = "".join(answer(text.replace("]]>", ""), weight) for text, weight in answers)
    try_to_read(moodle(kind, inside, stem.replace("]]>", "")).encode(), "moodle")


TAGS = st.sampled_from(
    [
        "item",
        "presentation",
        "material",
        "mattext",
        "response_lid",
        "response_str",
        "render_choice",
        "response_label",
        "resprocessing",
        "respcondition",
        "conditionvar",
        "varequal",
        "and",
        "not",
        "or",
        "vargte",
        "varlte",
        "setvar",
        "displayfeedback",
        "itemfeedback",
    ]
)
VALUES = st.sampled_from(["", "response1", "1", "2", "general_fb", "100", "text/html", "x"])
TREES = st.recursive(
    st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", TAGS, VALUES),
    lambda inner: st.builds(
        lambda tag, ident, linked, parts: (
            f'<{tag} ident="{ident}" respident="{ident}" linkrefid="{linked}" texttype="{linked}">'
            f"{''.join(parts)}</{tag}>"
        ),
        TAGS,
        VALUES,
        VALUES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)
KINDS = st.sampled_from(
    [
        "multiple_choice",
        "true_false",
        "multiple_answers",
        "short_answer",
        "numerical",
        "matching",
        "ordering",
        "multiple_dropdowns",
        "fill_in_multiple_blanks",
    ]
)


@given(KINDS, st.lists(TREES, max_size=3), st.lists(TREES, max_size=3), st.lists(TREES, max_size=2))
def test_no_item_of_canvas_raises_another_error(
    kind: str, asked: list[str], processing: list[str], more: list[str]
) -> None:
    source = canvas(
        f"{kind}_question", "".join(asked), "".join(processing), "".join(more), "Use [response1] or [x]"
    )
    try_to_read(source.encode(), "canvas")


@given(st.integers(0, 2_000), st.integers(0, 255), st.booleans())
def test_no_damage_to_a_package_raises_another_error(at: int, byte: int, cut: bool) -> None:
    data = bytearray(package({"q/q.xml": ITEM}))
    data[at % len(data)] = byte
    try_to_read(bytes(data[: at % len(data)] if cut else data), "canvas")
