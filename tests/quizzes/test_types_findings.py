"""What an instructor is told about a short text, an order, pairs or gaps: each fault where it stands."""

from __future__ import annotations

import pytest

from lms.quizzes.reader import read_bank
from lms.quizzes.rules import (
    OWN_TYPES,
    Answer,
    ChoiceGap,
    Cloze,
    Gap,
    Number,
    NumberGap,
    Short,
    TextGap,
    register_types,
)

TYPES = register_types(OWN_TYPES)
Told = list[tuple[int, int, str]]


def read(kind: str, body: str) -> tuple[Told, Answer | None]:
    """Line, column and rule of each finding, and the answer; the body begins at line 5."""
    bank = read_bank(f"`````quiz\nid: a-q01\ntype: {kind}\n\n{body}\n`````\n", path="quiz.md", types=TYPES)
    assert all(finding.message and finding.path == "quiz.md" for finding in bank.findings)
    told = [(finding.line, finding.column, finding.rule.removeprefix("question-")) for finding in bank.findings]
    return told, bank.questions[0].answer if bank.questions else None


def read_with_header(line: str, body: str) -> Told:
    bank = read_bank(f"```quiz\nid: a-q01\n{line}\n\n{body}\n```\n", path="quiz.md", types=TYPES)
    return [(finding.line, finding.column, finding.rule.removeprefix("question-")) for finding in bank.findings]


def shared(*pieces: str | Gap) -> Cloze:
    """A text that is the same in both languages."""
    return Cloze((("en", pieces), ("zh", pieces)))


ITEMS = "1?\n\n1. A\n2. B\n3. C"
PAIRS = "1?\n\n- A -> B\n- C -> D"


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("short", "1?", [(1, 1, "no-key")]),
        ("short", "1?\n\n=\n= A", [(7, 2, "empty-answer")]),
        ("short", f"1?\n\n= {'x' * 101}", [(7, 3, "long-answer")]),
        ("short", "1?\n\n= broker\n  @zh 代理", [(8, 7, "stray-line")]),
        ("short", "1?\n\n= A\n  > Yes", [(8, 5, "stray-feedback")]),
        ("order", "1?", [(1, 1, "no-items")]),
        ("order", "1?\n\n1. A\n2. B", [(7, 1, "items-count")]),
        ("order", "1?\n\n" + "\n".join(f"{n}. A{n}" for n in range(1, 102)), [(7, 1, "items-count")]),
        ("order", "1?\n\n1. A\n3. B\n2. C", [(8, 1, "numbering"), (9, 1, "numbering")]),
        ("order", "1?\n\n1. A\n2. B\n3. A", [(9, 1, "same-item")]),
        ("order", "1?\n\n1. one\n  @zh 一\n2. two\n  @zh 一\n3. C", [(9, 1, "same-item")]),
        ("order", "1?\n\n1. A\n2.\n3. C", [(8, 1, "empty-option")]),
        ("order", "1?\n\n1. one\n2. B\n3. C", [(7, 4, "no-translation")]),
        ("order", ITEMS + "\n  > Well", [(10, 5, "stray-feedback")]),
        ("order", ITEMS + "\nand on", [(10, 1, "stray-line")]),
        ("match", "1?", [(1, 1, "items-count")]),
        ("match", "1?\n\n- A -> B\n- -> D", [(7, 1, "items-count")]),
        ("match", "1?\n\n- A -> B\n- C", [(8, 3, "no-arrow")]),
        ("match", "1?\n\n- A -> B\n-", [(8, 1, "no-arrow")]),
        ("match", "1?\n\n- A -> B -> C\n- D -> E", [(7, 3, "no-arrow")]),
        ("match", "1?\n\n- A -> B\n- C ->", [(8, 3, "empty-side")]),
        ("match", "1?\n\n- A -> B\n- one -> two\n  @zh 一 二", [(9, 7, "no-arrow")]),
        ("match", "1?\n\n- A -> B\n- one -> two\n  @zh -> 二", [(8, 1, "empty-side")]),
        ("match", "1?\n\n- A -> B\n- one -> two", [(8, 3, "no-translation")]),
        ("match", "1?\n\n- A -> B\n- A -> C", [(8, 1, "same-item")]),
        ("match", "1?\n\n- A -> B\n- C -> D\n- -> B", [(9, 1, "same-item")]),
        ("match", "1?\n\n- A -> B\n- C -> D\n- -> E\n- -> E", [(10, 1, "same-item")]),
        ("match", "1?\n\n- A -> x\n  @zh A -> 甲\n- B -> y\n  @zh B -> 甲", [(9, 1, "same-item")]),
        ("match", "1?\n\n- A -> B\n- C -> B", [(7, 1, "no-choice")]),
        ("match", "1?\n\n- A -> $x^2$\n- C -> B", [(7, 3, "formula-in-choice")]),
        ("match", "1?\n\n- A -> ~~~\n- C -> B", [(7, 3, "bad-pair")]),
        ("match", "1?\n\n- A -> B\n\n  C\n- C -> D", [(7, 3, "bad-pair")]),
        ("match", PAIRS + "\n  > Well", [(9, 5, "stray-feedback")]),
        ("cloze", "", [(1, 1, "no-gaps")]),
        ("cloze", "1 + 1", [(5, 1, "no-gaps")]),
        ("cloze", "  1 + 1 = `[[2]]`", [(5, 3, "no-gaps")]),
        ("cloze", "A [[B", [(5, 3, "gap-open")]),
        ("cloze", "A [[B]\nC]] D", [(5, 3, "gap-open")]),
        ("cloze", "A [[B [[C]]", [(5, 3, "gap-open")]),
        ("cloze", "A [[]]", [(5, 5, "empty-answer")]),
        ("cloze", "A [[B||C]]", [(5, 7, "empty-answer")]),
        ("cloze", f"A [[B|{'C' * 101}]]", [(5, 7, "long-answer")]),
        ("cloze", "A [[= B]]", [(5, 7, "bad-number")]),
        ("cloze", "A [[= 3]]", [(5, 7, "no-tolerance")]),
        ("cloze", "A [[(B)]]", [(5, 5, "gap-choice")]),
        ("cloze", "A [[(B)|C|(D)]]", [(5, 11, "gap-choice")]),
        ("cloze", "A [[(B)| |C]]", [(5, 10, "empty-option")]),
        ("cloze", "A [[(B)|C|Ｂ]]", [(5, 11, "same-item")]),
        ("cloze", "See [[A]].", [(5, 1, "no-translation")]),
        ("cloze", "See [[A]].\n@zh 见。", [(5, 1, "gaps-differ")]),
        ("cloze", "See [[A]].\n@zh 见[[A]]和[[B]]。", [(6, 12, "gaps-differ")]),
        (
            "cloze",
            "See [[A]] [[= 3 +- 0]].\n@zh 见[[= 3 +- 0]][[A]]。",
            [(6, 6, "gaps-differ"), (6, 18, "gaps-differ")],
        ),
        ("cloze", "See [[= 3 +- 0]].\n@zh 见[[= 4 +- 0]]。", [(6, 6, "gaps-differ")]),
        ("cloze", "See [[(A)|B]].\n@zh 见[[A|(B)]]。", [(6, 6, "gaps-differ")]),
        ("cloze", "See [[(A)|B]].\n@zh 见[[(A)|B|C]]。", [(6, 6, "gaps-differ")]),
        ("cloze", "See [[A]].\n@zh 见[[]]。", [(6, 8, "empty-answer")]),
        ("cloze", "[[A]]\n\n? B\n\nand on", [(9, 1, "stray-line")]),
    ],
)
def test_a_faulty_question_is_withheld_and_the_fault_told(kind: str, body: str, told: Told) -> None:
    assert read(kind, body) == (told, None)


def test_a_word_on_case_that_is_neither_yes_nor_no_is_a_fault() -> None:
    assert read_with_header("type: short\ncase: maybe", "1?\n\n= A") == [(4, 7, "bad-case")]
    assert read_with_header("type: number\ncase: no", "1?\n\n= 1 +- 0") == [(4, 1, "unknown-key")]


@pytest.mark.parametrize(
    ("kind", "body", "answer"),
    [
        ("short", "1?\n\n= A\n=  乙 丙 ", Short(("A", "乙 丙"))),
        ("short", "1?\n\n= = x", Short(("= x",))),
        ("cloze", "A [[= 1883 +- 0]]", shared("A ", NumberGap(Number("1883", "0")))),
        ("cloze", "[[ A | B ]]", shared(TextGap(("A", "B")))),
        ("cloze", "[[(TCP)|UDP]]", shared(ChoiceGap(("TCP", "UDP"), 0))),
        ("cloze", "[[A｜（B）]]", shared(ChoiceGap(("A", "B"), 1))),
        ("cloze", "[[＝ 3±0]]", shared(NumberGap(Number("3", "0")))),
        ("cloze", r"[[\(A)|B\|C|D[1]]]", shared(TextGap(("(A)", "B|C", "D[1]")))),
        ("cloze", r"[[C:\X|\\|\=]]", shared(TextGap(("C:\\X", "\\", "=")))),
        ("cloze", r"\[[ A [[B]]", shared(r"\[[ A ", TextGap(("B",)))),
        ("cloze", "$A_{[[1]]}$ [[B]]", shared("$A_{[[1]]}$ ", TextGap(("B",)))),
        ("cloze", "1 $ [[B]] $", shared("1 $ ", TextGap(("B",)), " $")),
        ("cloze", '[A](X "[[B]]") [[C]]', shared('[A](X "[[B]]") ', TextGap(("C",)))),
    ],
)
def test_what_is_unusual_and_right_is_read(kind: str, body: str, answer: Answer) -> None:
    assert read(kind, body) == ([], answer)


def test_a_fault_in_a_text_that_both_languages_share_is_told_once() -> None:
    assert read("cloze", "A [[B\n\nC [[D]]") == ([(5, 3, "gap-open")], None)


def test_gaps_are_found_in_both_languages_around_code_that_has_none() -> None:
    code = "\n\n```\nx = [[1]]\n  y\n```\n\n"
    told, answer = read("cloze", f"See [[a]]\n@zh 见[[甲]]{code}and [[b]].\n@zh 和[[乙]]。")
    assert told == []
    assert answer == Cloze(
        (
            ("en", ("See ", TextGap(("a",)), f"{code}and ", TextGap(("b",)), ".")),
            ("zh", ("见", TextGap(("甲",)), f"{code}和", TextGap(("乙",)), "。")),
        )
    )


@pytest.mark.parametrize("rule", ["no-key", "numbering", "no-arrow", "gap-open", "gaps-differ", "gap-choice"])
def test_a_fault_names_its_remedy(rule: str) -> None:
    sources = [("short", "1?"), ("order", "1?\n\n1. A\n3. B\n2. C"), ("match", "1?\n\n- A -> B\n- C")]
    sources += [("cloze", body) for body in ("A [[B", "See [[A]].\n@zh 见。", "A [[(B)]]")]
    hints = {}
    for kind, body in sources:
        bank = read_bank(f"```quiz\nid: a-q01\ntype: {kind}\n\n{body}\n```", path="", types=TYPES)
        hints |= {finding.rule: finding.hint for finding in bank.findings}
    assert hints[f"question-{rule}"]
