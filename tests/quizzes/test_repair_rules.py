"""What a repair makes of marks and keys: no score falls, and no answer comes to mean something else."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes import rules
from lms.quizzes.reader import read_bank
from lms.quizzes.rules import Drawn, Question
from lms.quizzes.rules.repair import (
    Difference,
    Mark,
    Outcome,
    Rekeyed,
    list_changes,
    regrade,
    rekey,
    score_percent,
)
from tests.quizzes.bank import CLOZE, EVERY, MATCH, MULTIPLE, NUMBER, ORDER, SHORT, SINGLE, TRUE_FALSE

TYPES = rules.register_types(rules.OWN_TYPES)
MARKS = st.lists(st.builds(Mark, st.fractions(0, 1, max_denominator=12), st.booleans()), min_size=1, max_size=12)


def read(block: str) -> Question:
    bank = read_bank(block, path="quiz.md", types=TYPES)
    assert [str(finding) for finding in bank.findings] == []
    (question,) = bank.questions
    return question


def rekeyed(asked: str, *edits: tuple[str, str]) -> Rekeyed:
    found = rekey(read(asked), read(edited(asked, *edits)))
    assert isinstance(found, Rekeyed), found
    return found


def edited(block: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in block
        block = block.replace(old, new, 1)
    return block


# ── Scores ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_voided_question_leaves_the_mean_to_the_others() -> None:
    marks = [Mark(Fraction(1)), Mark(Fraction(0), counts=False), Mark(Fraction(1, 2)), Mark(Fraction(1))]
    assert score_percent(marks) == Decimal("83.3")


def test_an_attempt_of_nothing_but_voided_questions_counts_as_it_did() -> None:
    marks = [Mark(Fraction(1), counts=False), Mark(Fraction(0), counts=False)]
    assert score_percent(marks) == Decimal("50.0")


@given(marks=MARKS, score=st.integers(0, 1000), passed=st.booleans(), pass_mark=st.integers(0, 100))
def test_no_score_falls_and_no_pass_is_taken_back(
    marks: list[Mark], score: int, passed: bool, pass_mark: int
) -> None:
    before = Outcome(Decimal(score).scaleb(-1), passed)
    after = regrade(before, pass_mark, marks)
    assert after.score_percent >= before.score_percent
    assert after.passed >= before.passed
    assert after.passed == (passed or after.score_percent >= pass_mark)
    assert regrade(after, pass_mark, marks) == after


# ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_option_is_right() -> None:
    found = rekeyed(SINGLE, ("- [x] exactly", "- [ ] exactly"), ("- [ ] none", "- [x] none"))
    assert [found.grade(response) for response in (0, 1, 2, None)] == [1, 0, Fraction(1, 2), 0]


def test_an_option_is_given_another_weight_and_another_feedback() -> None:
    found = rekeyed(SINGLE, ("- [50] one", "- [75] one"), ("> hushedq01c", "> Nearly."))
    assert found.grade(2) == Fraction(3, 4)


def test_several_options_are_right_or_wrong_anew() -> None:
    found = rekeyed(MULTIPLE, ("- [ ] four legs", "- [x] four legs"), ("- [x] two wings", "- [ ] two wings"))
    assert [found.grade(response) for response in ([0, 2], [2], [0, 1])] == [1, Fraction(1, 2), 0]


def test_what_was_true_is_false() -> None:
    found = rekeyed(TRUE_FALSE, ("= true", "= false"))
    assert [found.grade(response) for response in (True, False, None)] == [0, 1, 0]


def test_a_tolerance_is_wider() -> None:
    found = rekeyed(NUMBER, ("+- 0.0625", "+- 0.5"))
    assert [found.grade(response) for response in ("3.6", "2.7", "3.7")] == [1, 1, 0]


def test_another_text_is_accepted_too_and_case_may_come_to_matter() -> None:
    assert rekeyed(SHORT, ("= emerald green", "= emerald green\n= green")).grade("Green") == 1
    assert rekeyed(SHORT, ("type: short", "type: short\ncase: yes")).grade("Emerald green") == 0


def test_gaps_accept_something_else() -> None:
    found = rekeyed(
        CLOZE,
        ("[[(steel)|wool|paper]]", "[[steel|(wool)|paper]]"),
        ("[[(钢)|羊毛|纸]]", "[[钢|(羊毛)|纸]]"),
        ("[[= 4 +- 0]]", "[[= 4 +- 1]]"),
        ("[[= 4 +- 0]]", "[[= 4 +- 1]]"),
        ("[[bow]]", "[[bow|stick]]"),
    )
    assert found.grade(["stick", "5", 1, "fifths"]) == 1
    assert found.grade(["stick", "5", 0, "fifths"]) == Fraction(3, 4)


ITEMS = tuple(re.findall(r"\d\. .*\n  @zh .*\n", ORDER))


@pytest.mark.parametrize("order", [order for order in permutations(range(3)) if order != (0, 1, 2)])
def test_items_that_belong_in_another_order_keep_the_places_they_were_given(order: tuple[int, ...]) -> None:
    moved = "".join(f"{number}{ITEMS[old][1:]}" for number, old in enumerate(order, 1))
    asked = read(ORDER)
    found = rekey(asked, read(ORDER.replace("".join(ITEMS), moved)))
    assert isinstance(found, Rekeyed)
    for places in permutations(range(3)):
        put_first_to_last = [places.index(place) for place in range(3)]
        wanted = sum(order.index(here) + 1 == order.index(there) for here, there in pairwise(put_first_to_last))
        assert found.grade(list(places)) == Fraction(wanted, 2)
    drawn = Drawn(asked.id, "", (2, 0, 1))
    before = rules.review(asked, drawn, [0, 2, 1], "en")
    after = rules.review(found.question, found.carry_drawn(drawn), found.carry_response([0, 2, 1]), "en")
    assert after.question == before.question
    assert [field.value for field in after.fields] == [field.value for field in before.fields]


def test_other_sides_belong_together_and_each_answer_is_still_the_one_that_was_chosen() -> None:
    found = rekeyed(
        MATCH,
        ("rain -> a coat of *wax*", "rain -> a pair of sandals"),
        ("雨 -> 一层*蜡*", "雨 -> 一双凉鞋"),
        ("- -> a pair of sandals", "- -> a coat of *wax*"),
        ("-> 一双凉鞋\n\n", "-> 一层*蜡*\n\n"),
    )
    asked = read(MATCH)
    wax, boots, sandals = range(3)
    assert asked.answer.grade([wax, boots, boots]) == 1
    assert found.grade([sandals, boots, boots]) == 1
    assert found.grade([wax, boots, None]) == Fraction(1, 3)
    drawn = Drawn(asked.id, "", (sandals, wax, boots))
    before = rules.review(asked, drawn, [sandals, None, boots], "zh")
    after = rules.review(
        found.question, found.carry_drawn(drawn), found.carry_response([sandals, None, boots]), "zh"
    )
    assert after.question == before.question
    assert [field.value for field in after.fields] == [field.value for field in before.fields]


@pytest.mark.parametrize("block", EVERY, ids=lambda block: read(block).type)
@pytest.mark.parametrize("response", [None, "", [], [None], [99, -1, True], {"a": 1}, 7, "x", [[0], "1", 2]])
def test_whatever_was_stored_can_be_graded_by_another_key(block: str, response: object) -> None:
    found = rekey(read(block), read(edited(block, ("! hushed", "! Another word, hushed"))))
    assert isinstance(found, Rekeyed)
    assert 0 <= found.grade(response) <= 1


# ── What may not differ ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("block", "edits", "difference"),
    [
        (SINGLE, [("id: m-01-q01", "id: m-01-q31")], Difference.ID),
        (SINGLE, [("type: single", "type: multiple"), ("- [50] one", "- [ ] one")], Difference.TYPE),
        (SINGLE, [("section: first", "section: second")], Difference.HEADER),
        (SINGLE, [("type: single", "type: single\ntags: trees")], Difference.HEADER),
        (SINGLE, [("Orchard: how many?", "Orchard: how few?")], Difference.STEM),
        (SINGLE, [("果园：多少？", "果园：几棵？")], Difference.STEM),
        (SINGLE, [("? Count the trees.", "? Count the leaves.")], Difference.HINT),
        (SINGLE, [("exactly one", "about one")], Difference.CHOICES),
        (SINGLE, [("恰好一个", "大约一个")], Difference.CHOICES),
        (SINGLE, [("- [50] one", "- [ ] two\n  @zh 两个\n- [50] one")], Difference.CHOICES),
        (MULTIPLE, [("a beak", "wheels"), ("two wings", "a beak"), ("wheels", "two wings")], Difference.CHOICES),
        (NUMBER, [("unit: ms", "unit: s")], Difference.CHOICES),
        (ORDER, [("open the door", "open the window")], Difference.CHOICES),
        (ORDER, [("3. let", "3. wait\n  @zh 等待\n4. let")], Difference.CHOICES),
        (MATCH, [("- rain ->", "- hail ->")], Difference.CHOICES),
        (MATCH, [("- -> a pair of sandals\n  @zh -> 一双凉鞋\n", "")], Difference.CHOICES),
        (CLOZE, [("wool|paper", "paper|wool")], Difference.CHOICES),
        (CLOZE, [("is drawn over", "is pulled over")], Difference.CHOICES),
        (
            CLOZE,
            [("[[fifths|perfect fifths]]", "[[= 5 +- 0]]"), ("[[五度|纯五度]]", "[[= 5 +- 0]]")],
            Difference.CHOICES,
        ),
    ],
)
def test_more_than_the_key_may_not_differ(
    block: str, edits: list[tuple[str, str]], difference: Difference
) -> None:
    assert rekey(read(block), read(edited(block, *edits))) == (difference,)


def test_every_difference_is_told_at_once() -> None:
    assert rekey(read(SINGLE), read(MULTIPLE)) == (
        Difference.ID,
        Difference.TYPE,
        Difference.STEM,
        Difference.HINT,
    )


def test_the_lines_that_were_changed_are_listed_and_no_others() -> None:
    changed = edited(SINGLE, ("- [x] exactly", "- [ ] exactly"), ("- [ ] none", "- [x] none"))
    lines = [(line.text, line.is_new) for line in list_changes(read(SINGLE), read(changed))]
    assert lines == [
        ("- [ ] none at all", False),
        ("- [x] none at all", True),
        ("- [x] exactly one", False),
        ("- [ ] exactly one", True),
    ]
