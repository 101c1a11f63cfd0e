"""An instructor reads the figures that Moodle would show, and those that are published for LSAT 6."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from lms.quizzes.rules.statistics import (
    Flag,
    ItemStatistics,
    OptionCount,
    Sitting,
    count_options,
    find_flags,
    item_statistics,
    quiz_statistics,
)

# Bock and Lieberman (1970): how many of 1,000 people gave each pattern of right (1) and wrong (0) answers.
LSAT6 = """
00000 3    00001 6    00010 2    00011 11   00100 1    00101 1    00110 3    00111 4
01000 1    01001 8    01010 0    01011 16   01100 0    01101 3    01110 2    01111 15
10000 10   10001 29   10010 14   10011 81   10100 3    10101 28   10110 15   10111 80
11000 16   11001 56   11010 21   11011 173  11100 11   11101 61   11110 28   11111 298
"""


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def set_a(vectors: Path) -> list[Sitting]:
    """25 attempts at 7 questions."""
    rows = read_rows(vectors / "quiz-statistics" / "set-a-marks.csv")
    return [{slot: float(row[f"slot{slot}"]) for slot in "1234567"} for row in rows]


def test_every_figure_of_a_question_is_moodles(vectors: Path, set_a: list[Sitting]) -> None:
    items = item_statistics(set_a)
    names = {
        "facility": "facility",
        "sd": "deviation",
        "effectiveweight": "weight_percent",
        "covariance": "covariance",
        "markvariance": "mark_variance",
        "othermarkvariance": "rest_variance",
        "discriminationindex": "discrimination_percent",
        "covariancemax": "covariance_max",
        "discriminativeefficiency": "efficiency_percent",
    }
    compared = 0
    for row in read_rows(vectors / "quiz-statistics" / "set-a-expected.csv"):
        for column, name in names.items():
            assert getattr(items[row["slot"]], name) == pytest.approx(float(row[column]), rel=1e-5), (row, column)
            compared += 1
    assert compared == 63


def test_every_figure_of_the_quiz_is_moodles(vectors: Path, set_a: list[Sitting]) -> None:
    quiz = quiz_statistics(set_a)
    (row,) = read_rows(vectors / "quiz-statistics" / "set-a-expected-quiz.csv")
    names = {
        "median": "median",
        "mean": "mean",
        "standarddeviation": "deviation",
        "skewness": "skewness",
        "kurtosis": "kurtosis",
        "cic": "consistency_percent",
        "errorratio": "error_ratio_percent",
        "standarderror": "standard_error",
    }
    assert set(row) == set(names)
    for column, name in names.items():
        assert getattr(quiz, name) == pytest.approx(float(row[column]), rel=1e-5), column


def test_the_published_figures_of_lsat_6_are_reproduced() -> None:
    words = LSAT6.split()
    sittings = [
        {str(place): float(mark) for place, mark in enumerate(pattern)}
        for pattern, count in zip(words[::2], words[1::2], strict=True)
        for _ in range(int(count))
    ]
    assert len(sittings) == 1_000
    items = item_statistics(sittings).values()
    assert [item.facility for item in items] == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    correlations = [(item.discrimination_percent or 0) / 100 for item in items]
    assert correlations == pytest.approx([0.1128, 0.1532, 0.1728, 0.1444, 0.1216], abs=5e-5)
    assert (quiz_statistics(sittings).consistency_percent or 0) / 100 == pytest.approx(0.2949972, abs=5e-8)


@pytest.mark.parametrize(
    "sittings",
    [
        [],
        [{"q1": 1.0, "q2": 0.5}],
        [{"q1": 1.0, "q2": 0.5}, {"q1": 1.0, "q2": 0.5}],
        [{"q1": 1.0}, {"q1": 0.0}, {"q1": 0.0}],
        [{}, {}],
    ],
)
def test_what_a_sample_cannot_tell_is_left_open(sittings: list[Sitting]) -> None:
    quiz = quiz_statistics(sittings)
    assert quiz.consistency_percent is None
    assert quiz.standard_error is None
    for item in item_statistics(sittings).values():
        assert item.discrimination_percent is None
        assert item.efficiency_percent is None


def test_a_question_that_runs_against_the_others_has_no_weight_and_shows_its_sign() -> None:
    sittings = [{"a": float(n < 3), "b": float(n >= 3), "c": float(n >= 4)} for n in range(6)]
    items = item_statistics(sittings)
    assert items["a"].weight_percent is None
    assert (items["a"].discrimination_percent or 0) < 0
    assert (items["b"].weight_percent or 0) + (items["c"].weight_percent or 0) == pytest.approx(100)


def test_a_negative_consistency_is_shown_as_it_is() -> None:
    sittings = [{"a": float(n % 2), "b": float(1 - n % 2), "c": float(n == 0)} for n in range(8)]
    assert (quiz_statistics(sittings).consistency_percent or 0) < 0


def test_each_question_is_judged_by_the_attempts_that_asked_it() -> None:
    sittings = [{"a": 1.0, "b": 0.0}, {"a": 0.0, "c": 1.0}, {"a": 1.0, "c": 1.0}]
    items = item_statistics(sittings, {"a": 0.25, "b": None})
    assert {question: item.answers for question, item in items.items()} == {"a": 3, "b": 1, "c": 2}
    assert items["a"].guess == 0.25
    assert items["b"].guess is None
    assert items["c"].facility == 1


def item(answers: int) -> ItemStatistics:
    return ItemStatistics(answers, 0.5, None, None, None, None, None, None, None, None, None)


def test_the_strong_and_the_weak_third_are_counted_apart() -> None:
    x, y, z, w = ("x", True), ("y", False), ("z", False), ("w", False)
    choices = [(float(total), [x] if total > 5 else [y]) for total in range(9)]
    assert count_options([x, y, z], [*choices, (9.0, [w, w]), (9.5, [])]) == (
        OptionCount("x", 3, 1, 0, is_right=True),
        OptionCount("y", 6, 0, 3, is_right=False),
        OptionCount("z", 0, 0, 0, is_right=False),
        OptionCount("w", 1, 1, 0, is_right=False),
    )


def test_typed_answers_stand_the_commonest_first() -> None:
    given = [("3", True), ("4", False), ("4", False), ("3.0", True), ("4", False)]
    counted = count_options([], [(float(place), [choice]) for place, choice in enumerate(given)])
    assert [(option.text, option.chosen, option.is_right) for option in counted] == [
        ("4", 3, False),
        ("3", 1, True),
        ("3.0", 1, True),
    ]


@pytest.mark.parametrize(
    ("answers", "options", "flags"),
    [
        (24, [OptionCount("x", 24, 0, 8, is_right=True)], (Flag.FEW_ANSWERS,)),
        (30, [OptionCount("x", 20, 9, 5, is_right=True), OptionCount("y", 10, 1, 5, is_right=False)], ()),
        (
            30,
            [OptionCount("x", 20, 5, 9, is_right=True), OptionCount("y", 10, 5, 1, is_right=False)],
            (Flag.KEY_MISLEADS,),
        ),
        (
            30,
            [OptionCount("x", 30, 10, 10, is_right=True), OptionCount("y", 0, 0, 0, is_right=False)],
            (Flag.OPTION_UNUSED,),
        ),
    ],
)
def test_what_an_instructor_should_look_at_is_flagged(
    answers: int, options: list[OptionCount], flags: tuple[Flag, ...]
) -> None:
    assert find_flags(item(answers), options) == flags
