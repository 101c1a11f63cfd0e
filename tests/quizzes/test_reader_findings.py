"""What an instructor is told about a bank: every fault in one run, each where it stands."""

from __future__ import annotations

import pytest

from lms.core.findings import Severity
from lms.quizzes.reader import Bank, read_bank
from lms.quizzes.rules import OWN_TYPES, register_types

TYPES = register_types(OWN_TYPES)
OPTIONS = "- [x] A\n- [ ] B"


def read(source: str) -> Bank:
    return read_bank(source, path="quiz.md", types=TYPES)


def found(bank: Bank) -> list[tuple[int, int, str]]:
    return [(finding.line, finding.column, finding.rule.removeprefix("question-")) for finding in bank.findings]


def question(question_id: str = "a-q01", question_type: str = "single", body: str = f"1?\n\n{OPTIONS}") -> str:
    """A block that opens at line 1 with its body at line 5."""
    return f"```quiz\nid: {question_id}\ntype: {question_type}\n\n{body}\n```\n"


def assert_withheld(source: str, *expected: tuple[int, int, str]) -> None:
    bank = read(source)
    assert (found(bank), bank.questions) == (list(expected), ())
    assert all(finding.is_error and finding.message and finding.path == "quiz.md" for finding in bank.findings)


def test_a_question_without_a_fault_is_not_complained_about() -> None:
    assert found(read(question())) == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("id: a-q01\ntype: essay", [(3, 7, "unknown-type")]),
        ("id: a-q01", [(1, 1, "no-type")]),
        ("type: single", [(1, 1, "no-id")]),
        ("id: A_1\ntype: single", [(2, 5, "bad-id")]),
        ("id: a-q1\ntype: single", [(2, 5, "bad-id")]),
        (f"id: {'a' * 90}-q01\ntype: single", [(2, 5, "bad-id")]),
        ("id:\ntype: single", [(2, 1, "empty-value")]),
        ("id: a-q01\ntype: single\nid: b-q01", [(4, 1, "duplicate-key")]),
        ("id: a-q01\ntype: single\nsecton: x", [(4, 1, "unknown-key")]),
        ("id: a-q01\ntype: single\nunit: ms", [(4, 1, "unknown-key")]),
        ("id: a-q01\ntype: single\npool: exam", [(4, 7, "unknown-pool")]),
        ("id: a-q01\ntype: single\nsection: No Anchor", [(4, 10, "bad-section")]),
        ("id: a-q01\ntype: single\ntags: mqtt, , TLS,mqtt", [(4, c, "bad-tags") for c in (13, 15, 19)]),
        ("id: a-q01\ntype: single\ntags: mqtt,", [(4, 12, "bad-tags")]),
    ],
)
def test_a_faulty_header_withholds_the_question(header: str, expected: list[tuple[int, int, str]]) -> None:
    assert_withheld(f"```quiz\n{header}\n\n1?\n\n{OPTIONS}\n```\n", *expected)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("1?\n\n- [x] A\n- [ ] B", [(4, 1, "no-blank-line")]),
        ("- [x] A", [(4, 1, "no-blank-line"), (4, 1, "no-stem"), (4, 1, "no-wrong-option")]),
        ("tags: mqtt", [(1, 1, "no-options"), (1, 1, "no-stem"), (4, 1, "no-blank-line")]),
    ],
)
def test_a_header_that_does_not_end_is_reported_with_what_follows(
    lines: str, expected: list[tuple[int, int, str]]
) -> None:
    assert_withheld(f"```quiz\nid: a-q01\ntype: single\n{lines}\n```\n", *expected)


@pytest.mark.parametrize(
    ("question_type", "body", "expected"),
    [
        ("single", OPTIONS, [(5, 1, "no-stem")]),
        ("single", "1?\n\n- [x] A\n- [ ] B\n- [x]\n", [(9, 1, "empty-option")]),
        ("single", "Why?\n\n" + OPTIONS, [(5, 1, "no-translation")]),
        ("single", "为何？\n\n" + OPTIONS, [(5, 1, "no-translation")]),
        (
            "single",
            "Why?\n@zh 为何？\n\nSo?\n\n- [x] Right\n- [ ] B",
            [(8, 1, "no-translation"), (10, 7, "no-translation")],
        ),
        ("single", f"1?\n\n@zh 为何？\n\n{OPTIONS}", [(7, 5, "translation-alone")]),
        ("single", f"1?\n@fr Quoi ?\n\n{OPTIONS}", [(6, 1, "unknown-language")]),
        ("single", f"1?\n\n{OPTIONS}\n! A\n@zh 甲", [(10, 1, "stray-translation")]),
        ("single", f"1?\n@zh> 甲\n\n{OPTIONS}", [(6, 1, "stray-translation")]),
        ("single", f"1?\n@zh ~~~\n@zh x\n@zh ~~~\n\n{OPTIONS}", [(6, 5, "translated-code")]),
        ("single", f"1?\n\n~~~\nx = 1\n\n{OPTIONS}", [(1, 1, "no-options"), (7, 1, "code-unclosed")]),
        ("single", "1?", [(1, 1, "no-options")]),
        ("single", "1?\n\n- [ ] A\n- [50] B", [(7, 1, "no-key")]),
        ("multiple", "1?\n\n- [ ] A\n- [-50] B", [(7, 1, "no-key")]),
        ("single", "1?\n\n- [x] A\n- [100] B\n- [ ] C", [(8, 1, "several-keys")]),
        ("single", "1?\n\n- [x] A", [(7, 1, "no-wrong-option")]),
        ("multiple", "1?\n\n- [x] A\n- [x] B", [(7, 1, "no-wrong-option")]),
        ("single", "1?\n\n- [y] A\n- [ ] B", [(7, 1, "bad-mark")]),
        ("single", "1?\n\n- [x] A\n- [-5] B", [(8, 1, "bad-weight")]),
        ("multiple", "1?\n\n- [101] A\n- [ ] B", [(7, 1, "bad-weight")]),
        ("multiple", "1?\n\n- [-101] A\n- [x] B", [(7, 1, "bad-weight")]),
        ("multiple", "1?\n\n- [50] A\n- [40] B\n- [ ] C", [(7, 1, "weights-sum")]),
        ("single", f"1?\n\n{OPTIONS}\nand so on", [(9, 1, "stray-line")]),
        ("single", "1?\n\n- [x] A\n  > Yes\n  @zh> 对\n  and so on\n- [ ] B", [(10, 3, "stray-line")]),
        ("single", f"1?\n\n{OPTIONS}\n! X\n  > Y", [(10, 3, "stray-feedback")]),
        ("single", f"1?\n\n{OPTIONS}\n\na\x07", [(10, 2, "control-character")]),
        ("truefalse", "1?\n\n= true\n  > Y", [(8, 5, "stray-feedback")]),
        ("truefalse", "1?\n\n= true\n  Y", [(8, 3, "stray-line")]),
        ("truefalse", "1?", [(1, 1, "no-key")]),
        ("truefalse", "1?\n\n= maybe", [(7, 3, "bad-key")]),
        ("truefalse", "1?\n\n= true\n= false", [(8, 1, "several-keys")]),
        ("number", "1?\n\n= three", [(7, 3, "bad-number")]),
        ("number", "1?\n\n= 3,0 +- 0,1", [(7, 3, "bad-number")]),
        ("number", "1?\n\n= 3.0 ms +- 0.1", [(7, 3, "bad-number")]),
        ("number", "1?\n\n= 3.0 +- -1", [(7, 3, "bad-number")]),
        ("number", "1?\n\n= 0 +- 5%", [(7, 3, "bad-number")]),
        ("number", "1?\n\n= 3.1 .. 2.9", [(7, 3, "bad-number")]),
        ("number", "1?\n\n= 3.0", [(7, 3, "no-tolerance")]),
    ],
)
def test_a_faulty_body_withholds_the_question(
    question_type: str, body: str, expected: list[tuple[int, int, str]]
) -> None:
    assert_withheld(question(question_type=question_type, body=body), *expected)


def test_an_untranslated_feedback_or_hint_is_a_warning_and_the_question_stands() -> None:
    bank = read(question(body="1?\n\n- [x] A\n  > Yes.\n- [ ] B\n\n? Count.\n! See above."))
    assert found(bank) == [(line, column, "no-translation") for line, column in [(8, 5), (11, 3), (12, 3)]]
    assert {finding.severity for finding in bank.findings} == {Severity.WARNING}
    assert bank.questions[0].feedback is not None
    assert bank.questions[0].feedback.text("zh") == "See above."


def test_an_id_of_the_other_pool_is_a_warning() -> None:
    bank = read(question("a-p01"))
    assert found(bank) == [(2, 5, "id-pool")]
    assert len(bank.questions) == 1


def test_the_second_of_two_questions_with_one_id_is_withheld() -> None:
    bank = read(question("a-q01") + question("a-q02") + question("a-q01"))
    assert [q.id for q in bank.questions] == ["a-q01", "a-q02"]
    assert found(bank) == [(20, 5, "duplicate-id")]
    assert "line 2" in bank.findings[0].message


def test_all_faults_of_a_file_are_reported_in_one_run_and_the_good_questions_stand() -> None:
    source = question(body=OPTIONS) + question("a-q02") + question("B") + question("a-q03", "truefalse", "Why?")
    bank = read(source)
    assert [q.id for q in bank.questions] == ["a-q02"]
    assert found(bank) == [
        (5, 1, "no-stem"),
        (18, 5, "bad-id"),
        (26, 1, "no-key"),
        (30, 1, "no-translation"),
    ]


def test_a_forgotten_fence_does_not_swallow_the_next_question() -> None:
    first = question("a-q01").removesuffix("```\n")
    bank = read(first + question("a-q02"))
    assert [q.id for q in bank.questions] == ["a-q02"]
    assert found(bank) == [(1, 1, "fence-unclosed")]


@pytest.mark.parametrize("opening", ["```quiz\nid: a-q01", "~~~text"])
def test_a_fence_that_is_open_at_the_end_of_the_file_is_reported(opening: str) -> None:
    assert found(read(f"Words.\n\n  {opening}\n")) == [(3, 3, "fence-unclosed")]


def test_code_in_a_question_with_too_short_a_fence_is_explained() -> None:
    bank = read(question(body=f"What is printed?\n@zh 输出什么？\n\n```python\nprint(1)\n```\n\n{OPTIONS}"))
    assert (8, 1, "code-unclosed") in found(bank)
    assert "````quiz" in next(f.hint for f in bank.findings if f.rule == "question-code-unclosed")


def test_columns_are_those_of_the_file_where_a_block_is_indented() -> None:
    indented = "".join(f"  {line}\n" for line in question(body="1?\n\n- [y] A\n- [ ] B").splitlines())
    assert_withheld(indented, (7, 3, "bad-mark"))


@pytest.mark.parametrize(("written", "meant"), [("secton: x", "section"), ("type: singel", "single")])
def test_a_misspelt_word_is_answered_with_the_right_one(written: str, meant: str) -> None:
    bank = read(f"```quiz\nid: a-q01\n{written}\n\n1?\n```\n")
    assert f"Did you mean {meant}?" in [finding.hint for finding in bank.findings]
