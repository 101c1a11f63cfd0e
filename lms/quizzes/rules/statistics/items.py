"""What attempts tell about a quiz and each of its questions, by the definitions of Moodle's statistics report."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from lms.quizzes.rules.statistics import moments

FEW_ANSWERS = 25
"""Below this many answers, figures of a question are shown with a warning."""

Sitting = Mapping[str, float]
"""One attempt: question → mark from 0 to 1, in the order in which the questions stood."""


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One question. What a sample cannot tell is None; percentages run to 100, or from -100 to 100.

    `discrimination_percent` is the correlation of the question's mark with the rest of the attempt's marks.
    `efficiency_percent` is the covariance with the rest, of the greatest that these marks allow.
    `weight_percent` is the question's share in the spread of the totals; None where it runs against them.
    """

    answers: int
    facility: float
    deviation: float | None
    guess: float | None
    covariance: float | None
    covariance_max: float | None
    mark_variance: float | None
    rest_variance: float | None
    discrimination_percent: float | None
    efficiency_percent: float | None
    weight_percent: float | None

    @property
    def is_thin(self) -> bool:
        """Whether there are too few answers to judge by."""
        return self.answers < FEW_ANSWERS


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """One quiz; marks are sums of the questions' marks. `consistency_percent` is Cronbach's alpha, times 100."""

    attempts: int
    median: float
    mean: float
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    consistency_percent: float | None
    error_ratio_percent: float | None
    standard_error: float | None


def quiz_statistics(sittings: Sequence[Sitting]) -> QuizStatistics:
    """The figures of the whole quiz.

    Consistency compares the spread at each place of the quiz with that of the totals; where questions are drawn,
    a place is asked with another question in each attempt.
    """
    totals = [math.fsum(sitting.values()) for sitting in sittings]
    deviation = moments.deviation(totals)
    consistency = _consistency_percent(sittings, totals)
    error_ratio = None if consistency is None else 100 * math.sqrt(1 - consistency / 100)
    return QuizStatistics(
        attempts=len(totals),
        median=median(totals) if totals else 0.0,
        mean=moments.mean(totals),
        deviation=deviation,
        skewness=moments.skewness(totals),
        kurtosis=moments.kurtosis(totals),
        consistency_percent=consistency,
        error_ratio_percent=error_ratio,
        standard_error=None if error_ratio is None or deviation is None else error_ratio * deviation / 100,
    )


def item_statistics(
    sittings: Sequence[Sitting], guesses: Mapping[str, float | None] | None = None
) -> dict[str, ItemStatistics]:
    """The figures of every question, each over the attempts that asked it; `guesses` are their guess scores."""
    marks: dict[str, list[float]] = defaultdict(list)
    totals: dict[str, list[float]] = defaultdict(list)
    for sitting in sittings:
        total = math.fsum(sitting.values())
        for question, mark in sitting.items():
            marks[question].append(mark)
            totals[question].append(total)
    pulls = {question: moments.covariance(marks[question], totals[question]) for question in marks}
    whole = math.fsum(math.sqrt(pull) for pull in pulls.values() if pull is not None and pull > 0)
    return {
        question: _item(marks[question], totals[question], pulls[question], whole, (guesses or {}).get(question))
        for question in marks
    }


def _item(
    marks: Sequence[float], totals: Sequence[float], pull: float | None, whole: float, guess: float | None
) -> ItemStatistics:
    rest = [total - mark for mark, total in zip(marks, totals, strict=True)]
    covariance = moments.covariance(marks, rest)
    covariance_max = moments.covariance(sorted(marks), sorted(rest))
    mark_variance, rest_variance = moments.variance(marks), moments.variance(rest)
    has_spread = bool(mark_variance and rest_variance)
    return ItemStatistics(
        answers=len(marks),
        facility=moments.mean(marks),
        deviation=moments.deviation(marks),
        guess=guess,
        covariance=covariance,
        covariance_max=covariance_max,
        mark_variance=mark_variance,
        rest_variance=rest_variance,
        discrimination_percent=_percent(covariance, math.sqrt((mark_variance or 0) * (rest_variance or 0)))
        if has_spread
        else None,
        efficiency_percent=_percent(covariance, covariance_max) if has_spread else None,
        weight_percent=_percent(math.sqrt(pull), whole) if pull is not None and pull >= 0 else None,
    )


def _consistency_percent(sittings: Sequence[Sitting], totals: Sequence[float]) -> float | None:
    spread = moments.variance(totals)
    places = list(zip(*(sitting.values() for sitting in sittings), strict=False))
    if not spread or len(places) < 2:
        return None
    within = math.fsum(moments.variance(place) or 0.0 for place in places)
    return 100 * len(places) / (len(places) - 1) * (1 - within / spread)


def _percent(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else 100 * part / whole
