"""A trainee answers a question of every type on a page of plain forms, and reads what was right."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.core.house import House
from lms.quizzes.rules import place
from lms.quizzes.service.fields import FieldView, view_pieces
from tests.catalog.makers import publish_courses
from tests.progress.makers import Post, Trainee, answer_form
from tests.quizzes.bank import CLOZE, EVERY, MATCH, MUTTERED, ORDER, SHORT, write_every_type

QUESTION = re.compile(r'<fieldset class="question"[^>]*>.*?</fieldset>', re.DOTALL)
SELECT = re.compile(r'<select name="(answer[\d-]*)" ([^>]*)>(.*?)</select>', re.DOTALL)
OPTION = re.compile(r'<option value="(\d*)"( selected)?>(.*?)</option>')
TYPED = re.compile(r'<input (?:id="[\w-]+" )?name="(answer[\d-]*)" type="text"[^>]* value="([^"]*)"')
LABEL = re.compile(r'aria-label(?:ledby)?="([^"]*)"')


@pytest.fixture
def every_type(house: House) -> House:
    """The house with a quiz of a question of each type, and the same as checks in the reading."""
    write_every_type(house, draws=len(EVERY), graded=EVERY)
    publish_courses(house)
    return house


def question_with(page: str, word: str) -> str:
    """The part of a page that asks the question with a word."""
    return next(found for found in QUESTION.findall(page) if word in found)


def fields_of(part: str) -> dict[str, dict[str, str]]:
    """Name of each select → text of an option → its value, in the order of the page."""
    return {
        name: {html.unescape(text): value for value, _chosen, text in OPTION.findall(options)}
        for name, _attributes, options in SELECT.findall(part)
    }


def chosen_in(part: str) -> list[str]:
    """What the selects and the text inputs of a question hold."""
    chosen = [
        text
        for _n, _a, options in SELECT.findall(part)
        for _v, is_chosen, text in OPTION.findall(options)
        if is_chosen
    ]
    return chosen + [value for _name, value in TYPED.findall(part) if value]


# ── In a quiz ───────────────────────────────────────────────────────────────────────────────────────────────


def test_every_type_is_answered_saved_seen_again_and_right(every_type: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    address = f"/quizzes/attempts/{attempt_id}"
    assert "0 of 8 answered" in trainee.get(address).text
    form = answer_form(every_type, attempt_id)
    assert "Your answers are saved." in trainee.save(attempt_id, form).text
    page = trainee.get(address).text
    assert "8 of 8 answered" in page
    assert sorted(chosen_in(question_with(page, "Tractor"))) == ["1", "2", "3"]
    assert chosen_in(question_with(page, "Umbrella")) == ["a coat of wax", "a pair of boots", "a pair of boots"]
    assert chosen_in(question_with(page, "Violin")) == ["steel", "bow", "4", "fifths"]
    assert chosen_in(question_with(page, "Spinach")) == ["emerald green"]
    chinese = trainee.client.get(f"/zh{address}").text
    assert chosen_in(question_with(chinese, "雨伞")) == ["一层蜡", "一双靴子", "一双靴子"]
    assert chosen_in(question_with(chinese, "小提琴")) == ["钢", "bow", "4", "fifths"]
    page = trainee.submit(attempt_id, {}).text
    assert "Passed: 100.0%" in page
    assert "Not right" not in page


def test_every_type_tells_afterwards_what_was_right(every_type: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    page = trainee.submit(attempt_id, answer_form(every_type, attempt_id, right=False)).text
    assert "Not passed yet" in page
    words = " ".join(html.unescape(re.sub("<[^>]*>", " ", page)).split())
    for told in (
        "Your answer: -987654",
        "Right answer: emerald green / 翠绿色",
        "-987654 (right answer: bow)",
        "-987654 (right answer: 4)",
        "(right answer: steel)",
        "-987654 (right answer: fifths / perfect fifths)",
        "(right answer: a coat of wax )",
        "(right answer: a pair of boots)",
        "1. open the door",
        "2. turn the key",
        "3. let the clutch go",
    ):
        assert told in words, told
    assert words.index("1. open the door") < words.index("2. turn the key") < words.index("3. let the clutch go")
    chinese = trainee.client.get(f"/zh/quizzes/attempts/{attempt_id}").text
    for told in ("（正确答案：琴弓）", "（正确答案：一双靴子）", "打开车门"):
        assert told in chinese


def test_who_leaves_fields_empty_earns_for_the_others(every_type: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    page = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    fields = list(fields_of(question_with(page, "Umbrella")).items())
    name, options = fields[1]
    page = trainee.save(attempt_id, {name: options["a pair of boots"]}).text
    assert "1 of 8 answered" in page
    assert chosen_in(question_with(page, "Umbrella")) == ["a pair of boots"]
    assert "Partly right: 33%" in trainee.submit(attempt_id, {}).text


def test_a_number_that_cannot_be_read_in_a_gap_is_said_to_be_none(every_type: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    part = question_with(trainee.get(f"/quizzes/attempts/{attempt_id}").text, "Violin")
    names = [name for name, _value in TYPED.findall(part)]
    page = trainee.submit(attempt_id, {names[1]: "four"}).text
    assert "(right answer: 4; yours could not be read as a number)" in page


def test_every_input_has_a_name_for_those_who_hear_the_page(every_type: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    for language, gap in (("en", "Gap 2 of 4"), ("zh", "第 2 空，共 4 空")):
        page = trainee.client.get(f"/{language}/quizzes/attempts/{attempt_id}").text
        assert f'aria-label="{gap}"' in page
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        labels = re.findall(r'aria-labelledby="(input-[^"]+)"', page)
        assert len(labels) == 6
        assert set(labels) <= set(ids)


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "\ufffe\U000f0000", "9" * 5_000, '"><b>', "-1", "3"]
)
def test_junk_in_every_field_breaks_nothing_and_earns_nothing(
    every_type: House, trainee: Trainee, value: str
) -> None:
    attempt_id = trainee.start()
    junk = {f"answer-{place}-{field}": value for place in range(9) for field in (*range(6), 99, 999)}
    junk |= {f"answer-{place}": value for place in range(9)} | {"answer-0-1000": value, "answer-0-x": value}
    assert trainee.save(attempt_id, junk).status_code == 200
    page = trainee.submit(attempt_id, junk).text
    assert "<script>alert" not in page
    assert '"><b>' not in page
    assert "Passed" not in page.partition("Not passed yet")[0].rpartition("<h2")[2]


def test_what_was_missed_can_be_tried_again_in_every_type(every_type: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    trainee.submit(attempt_id, {})
    address = f"/quizzes/attempts/{attempt_id}/missed"
    part = question_with(trainee.get(address).text, "Umbrella")
    form = {name: options["a pair of boots"] for name, options in fields_of(part).items()}
    page = question_with(trainee.press(address, form).text, "Umbrella")
    assert chosen_in(page) == ["a pair of boots"] * 3
    assert page.count('class="gap right"') == 2
    assert page.count('class="gap wrong"') == 1


# ── In the reading ──────────────────────────────────────────────────────────────────────────────────────────


def check_form(client: FlaskClient, number: int) -> str:
    page = client.get("/en/courses/course/m-01").text
    return page[page.index(f"/quizzes/checks/m-01/m-01-p{number:02}") :].partition("</form>")[0]


Fill = Callable[[str], dict[str, str]]


def fill_order(form: str) -> dict[str, str]:
    right = ["open the door", "turn the <code>key</code>", "let the clutch go"]
    labels = [label.strip() for label in re.findall(r'<div id="check-[^"]*">(.*?)</div>', form)]
    return {name: str(right.index(label)) for name, label in zip(fields_of(form), labels, strict=True)}


def fill_match(form: str) -> dict[str, str]:
    texts = ["a coat of wax", "a pair of boots", "a pair of boots"]
    return {name: options[text] for (name, options), text in zip(fields_of(form).items(), texts, strict=True)}


def fill_cloze(form: str) -> dict[str, str]:
    ((name, options),) = fields_of(form).items()
    typed = zip((name for name, _ in TYPED.findall(form)), ("Bow", "４", "Perfect  fifths"), strict=True)
    return {name: options["steel"], **dict(typed)}


@pytest.mark.parametrize(
    ("number", "fill"),
    [(5, lambda _form: {"answer": " 翠绿 色"}), (6, fill_order), (7, fill_match), (8, fill_cloze)],
    ids=["short", "order", "match", "cloze"],
)
def test_a_check_in_the_reading_is_answered_in_place_and_right(
    every_type: House, client: FlaskClient, post: Post, number: int, fill: Fill
) -> None:
    form = check_form(client, number)
    assert not MUTTERED.search(form)
    address = f"/en/quizzes/checks/m-01/m-01-p{number:02}"
    page = post(client, address, fill(form)).text
    assert f"mutteredq{number:02}" in page
    assert "Not right" not in page
    for empty in ({}, dict.fromkeys(fill(form), ""), {"answer": " ", "answer-x": "1"}):
        page = post(client, address, empty).text
        assert "Choose or type an answer first." in page
        assert not MUTTERED.search(page)


# ── Gaps within markdown ────────────────────────────────────────────────────────────────────────────────────

RICH = """
```quiz
id: m-01-q01
type: cloze
section: first

**BOLD [[A|B]]**, *[[C]]*, `[[x]]`, [LINK](https://example.org "[[E]]") AND $[[1]]$.
@zh **BOLD [[A|B]]**, *[[C]]*, `[[x]]`, [LINK](https://example.org "[[E]]") AND $[[1]]$.

- FIRST [[F]]
- SECOND [[(G)|H]]

| LEFT | RIGHT |
|---|---|
| [[I|J]] | <B TITLE="[[K]]">L</B> |

> QUOTED [[= 3 +- 0]]
```
"""


def test_gaps_stand_wherever_markdown_puts_them_and_nowhere_else(house: House, trainee: Trainee) -> None:
    write_every_type(house, draws=1, graded=[RICH])
    publish_courses(house)
    page = trainee.get(f"/quizzes/attempts/{trainee.start()}").text
    part = question_with(page, "gap-text")
    assert re.search(r"<strong>BOLD <input [^>]*></strong>", part)
    assert re.search(r"<em><input [^>]*></em>", part)
    assert "<code>[[x]]</code>" in part
    assert re.search(r"<li>FIRST <input [^>]*></li>", part)
    assert re.search(r"<td><input [^>]*></td>", part)
    assert re.search(r"<blockquote>\s*<p>QUOTED <input [^>]*inputmode=\"decimal\"[^>]*></p>", part)
    assert len(re.findall(r'aria-label="Gap \d of 6"', part)) == 6


def test_a_gap_that_was_swallowed_stands_at_the_end_and_none_stands_in_a_tag() -> None:
    fields = [FieldView(number, "text", "", (), "") for number in range(3)]
    text = f'<p title="{place(0)}">a{place(2)}b{place(2)}{place(7)}</p>'
    assert view_pieces(text, fields) == ('<p title="">', "a", fields[2], "b", "</p>", fields[0], fields[1])


def test_the_bank_of_these_tests_has_every_new_type() -> None:
    assert {SHORT, ORDER, MATCH, CLOZE} < set(EVERY)
