"""Means, variances and k-statistics of samples, with None where a sample says nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

# Marks are sums of exact fractions turned into floats: below this, a spread is rounding.
NOTHING = 1e-12


def mean(values: Sequence[float]) -> float:
    """The mean; 0 of no values."""
    return math.fsum(values) / len(values) if values else 0.0


def covariance(first: Sequence[float], second: Sequence[float]) -> float | None:
    """The sample covariance of pairs (n - 1 in the denominator); None of fewer than two."""
    if len(first) < 2:
        return None
    mean_first, mean_second = mean(first), mean(second)
    products = ((x - mean_first) * (y - mean_second) for x, y in zip(first, second, strict=True))
    return _cleared(math.fsum(products) / (len(first) - 1))


def variance(values: Sequence[float]) -> float | None:
    """The sample variance; None of fewer than two values."""
    return covariance(values, values)


def deviation(values: Sequence[float]) -> float | None:
    """The sample standard deviation; None of fewer than two values."""
    spread = variance(values)
    return None if spread is None else math.sqrt(spread)


def skewness(values: Sequence[float]) -> float | None:
    """Fisher's skewness from k-statistics; None of fewer than three values or without spread."""
    n, k2 = len(values), variance(values)
    if n < 3 or not k2:
        return None
    k3 = n * n * _central(values, 3) / ((n - 1) * (n - 2))
    return k3 / (k2 * math.sqrt(k2))


def kurtosis(values: Sequence[float]) -> float | None:
    """The excess kurtosis from k-statistics; None of fewer than four values or without spread."""
    n, k2 = len(values), variance(values)
    if n < 4 or not k2:
        return None
    fourth, second = _central(values, 4), _central(values, 2)
    k4 = n * n * ((n + 1) * fourth - 3 * (n - 1) * second**2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / k2**2


def _central(values: Sequence[float], power: int) -> float:
    middle = mean(values)
    return math.fsum((value - middle) ** power for value in values) / len(values)


def _cleared(value: float) -> float:
    return 0.0 if abs(value) < NOTHING else value
