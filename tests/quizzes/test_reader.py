"""A bank as instructors write it: what is read, what is withheld, what is reported and where."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.findings import Severity
from lms.quizzes.reader import Bank, read_bank
from lms.quizzes.rules import (
    OWN_TYPES,
    Multiple,
    Number,
    Option,
    Pool,
    Question,
    Single,
    TrueFalse,
    Words,
    from_json,
    register_types,
    to_json,
    version,
    write_question,
)
from tests.quizzes.questions import generated_questions

TYPES = register_types(OWN_TYPES)

DELIVERY = """\
```quiz
id: iot-01-q01
type: single
tags: mqtt
section: delivery-guarantees

Which QoS level guarantees exactly-once delivery?
@zh 哪个 QoS 等级保证恰好一次交付？

- [ ] 0
  > At most once.
  @zh> 至多一次。
- [x] 2
  > Yes: a four-part handshake.
  @zh> 对：四次握手。

? Think of the handshake.
@zh? 想想握手过程。
! See the section on delivery guarantees.
@zh! 见“交付保证”一节。
```
"""


def read(source: str) -> Bank:
    return read_bank(source, path="quiz.md", types=TYPES)


def block(body: str, *, header: str = "id: iot-01-q01\ntype: single") -> str:
    return f"```quiz\n{header}\n\n{body}\n```\n"


def test_a_question_as_the_guide_shows_it_is_read_whole() -> None:
    bank = read("# Questions\n\nSome words to colleagues.\n\n" + DELIVERY)
    assert bank.findings == ()
    assert bank.questions == (
        Question(
            id="iot-01-q01",
            type="single",
            tags=("mqtt",),
            section="delivery-guarantees",
            stem=Words.of(
                en="Which QoS level guarantees exactly-once delivery?", zh="哪个 QoS 等级保证恰好一次交付？"
            ),
            answer=Single(
                (
                    Option(Words.of(en="0"), " ", Words.of(en="At most once.", zh="至多一次。")),
                    Option(Words.of(en="2"), "x", Words.of(en="Yes: a four-part handshake.", zh="对：四次握手。")),
                )
            ),
            hint=Words.of(en="Think of the handshake.", zh="想想握手过程。"),
            feedback=Words.of(en="See the section on delivery guarantees.", zh="见“交付保证”一节。"),
        ),
    )
    assert bank.questions[0].line == 5
    assert bank.questions[0].pool is Pool.GRADED


def test_the_guides_example_is_already_canonical() -> None:
    assert write_question(read(DELIVERY).questions[0]) == DELIVERY


@pytest.mark.parametrize(
    ("header", "body", "answer"),
    [
        ("type: truefalse", "The sun is cold.\n@zh 太阳是冷的。\n\n= false", TrueFalse(is_true=False)),
        ("type: number\nunit: ms", "1+1?\n\n= 3.0 +- 0.1", Number("3.0", "0.1", unit="ms")),
        ("type: number", "1+1?\n\n= 3.0 +- 5%", Number("3.0", "5%")),
        ("type: number", "1+1?\n\n= 3.0±5 %", Number("3.0", "5%")),
        ("type: number", "1+1?\n\n= -2.9 .. 3.1", Number(low="-2.9", high="3.1")),
        (
            "type: multiple",
            "1?\n\n- [x] A\n- [X] B\n- [-25] C\n- [ ] D",
            Multiple(
                tuple(Option(Words.of(en=t), m) for t, m in [("A", "x"), ("B", "x"), ("C", "-25"), ("D", " ")])
            ),
        ),
        (
            "type: single",
            "1?\n\n- [100] A\n- [+33.30] B\n- [0] C",
            Single(tuple(Option(Words.of(en=t), m) for t, m in [("A", "x"), ("B", "33.3"), ("C", " ")])),
        ),
    ],
)
def test_every_type_is_read(header: str, body: str, answer: object) -> None:
    bank = read(block(body, header=f"id: a-q01\n{header}"))
    assert bank.findings == ()
    assert bank.questions[0].answer == answer


def test_code_is_written_once_and_shown_in_both_languages() -> None:
    stem = "What is printed?\n@zh 输出什么？\n\n```python\n- [x] = 1\n\n@zh\n```"
    body = f"{stem}\n\n- [x] `one`\n- [ ]\n      ~~~\n      if a:\n          b\n      ~~~"
    bank = read(f"````quiz\nid: a-q01\ntype: single\n\n{body}\n````")
    assert bank.findings == ()
    question = bank.questions[0]
    code = "```python\n- [x] = 1\n\n@zh\n```"
    assert question.stem == Words.of(en=f"What is printed?\n\n{code}", zh=f"输出什么？\n\n{code}")
    assert isinstance(question.answer, Single)
    assert question.answer.options[1].text.text("zh") == "~~~\nif a:\n    b\n~~~"
    assert read(write_question(question)).questions == (question,)


def test_paragraphs_and_lines_stand_beside_their_translations() -> None:
    bank = read(block("One\n@zh 一\ntwo.\n@zh 二。\n\nThree.\n@zh 三。\n\n- [x] A\n  or so\n  @zh 甲\n- [ ] B"))
    assert bank.findings == ()
    question = bank.questions[0]
    assert question.stem == Words.of(en="One\ntwo.\n\nThree.", zh="一\n二。\n\n三。")
    assert isinstance(question.answer, Single)
    assert question.answer.options[0].text == Words.of(en="A\nor so", zh="甲")


def test_a_chinese_keyboard_does_no_harm() -> None:
    header = "id： a-q01\ntype：single\ntags: mqtt，tls、tcp"
    bank = read(block("Why?\n@zh为什么？\n\n-[x]A\n  > Yes\n@zh＞对\n-[　] B", header=header))
    assert bank.findings == ()
    question = bank.questions[0]
    assert question.tags == ("mqtt", "tls", "tcp")
    assert question.stem == Words.of(en="Why?", zh="为什么？")
    assert isinstance(question.answer, Single)
    assert question.answer.options[0].feedback == Words.of(en="Yes", zh="对")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "````markdown\n" + DELIVERY + "````\n",
        "<!-- not yet\n" + DELIVERY + "-->\n",
        "    ```quiz\n    id: shown-as-code\n    ```\n",
        "```python\nprint('quiz')\n```\n",
    ],
)
def test_examples_and_comments_are_no_questions(source: str) -> None:
    assert read(source) == Bank((), ())


def test_a_question_within_a_list_is_read_as_any_other() -> None:
    assert read(re.sub("(?m)^(?=.)", "  ", DELIVERY)).questions == read(DELIVERY).questions


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert read("\ufeff" + DELIVERY.replace("\n", "\r\n")) == read(DELIVERY)


# What is written is read back


@pytest.mark.parametrize("type_name", sorted(TYPES))
@given(given=st.data())
def test_what_is_written_is_read_back_equal(type_name: str, given: st.DataObject) -> None:
    question = given.draw(generated_questions([type_name]))
    bank = read(write_question(question))
    assert [finding for finding in bank.findings if finding.severity is Severity.ERROR] == []
    assert bank.questions == (question,)


@pytest.mark.parametrize("type_name", sorted(TYPES))
@given(given=st.data())
def test_what_is_stored_is_loaded_equal(type_name: str, given: st.DataObject) -> None:
    question = given.draw(generated_questions([type_name]))
    stored = json.dumps(to_json(question))
    assert from_json(json.loads(stored), TYPES) == question


FRAGMENTS = [
    *DELIVERY.splitlines(), "```", "````quiz", "~~~", "  ```python", "<!--", "-->", "", "", "id: a-q02",
    "type: number", "type: truefalse", "type: multiple", "pool: practice", "unit: ms", "= true", "  = 3 +- 1",
    "= 2..3", "- [x] A", "- [ ] B", "- [50] 甲", "  - [ ]", "-[x]x", "@zh", "  @zh 甲", "@zh ~~~", "@zh>",
    "@en x", "> x", "  >> x", "?", "!", "! A", "?  B", "1?", "    indented", "  ? x", "- [x] ? x",
    "- [x] ```a", "\t- y", "= ", "==", "&#x3d;", "\x0b", "　", "![](x)", "$$x$$",
    "type: short", "type: order", "type: match", "type: cloze", "case: yes", "= x", "= ~~~", "1. A", "2.B",
    "2) ~~~", "3、 C", "  2. D\n\n  E", "- a -> b", "-甲->乙", "- A ->", "- -> D", "  -> E", "- `->` -> f",
    "- a -> ~~~",
    "@zh 甲 -> 乙", "@zh -> 丁", "[[A]]", "  [[a|b]] c", "@zh [[甲]]", "[[(A)|B]]", "[[= 3 +- 1]]", "[[", "]]",
    "\\[[", "`[[A]]`", "[[\\[|\\\\]]", "@zh [[(甲)|乙]]",
]  # fmt: skip


@pytest.mark.parametrize("type_name", sorted(TYPES))
@given(lines=st.lists(st.sampled_from(FRAGMENTS), max_size=30))
def test_any_mixture_of_lines_is_read_or_reported_and_what_is_read_is_stable(
    type_name: str, lines: Sequence[str]
) -> None:
    for question in read(
        "\n".join(["```quiz", "id: a-q01", f"type: {type_name}", "", "1?", *lines, "```"])
    ).questions:
        assert read(write_question(question)).questions == (question,)


@given(st.text() | st.text("`~quiz\n \t:=-[]x@>?!.id1|()\\$", max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    blocks = [block(text, header=f"id: a-q01\ntype: {name}") for name in TYPES]
    for source in (text, f"```quiz\n{text}\n```", *blocks):
        for question in read(source).questions:
            assert len(version(question)) == 64
