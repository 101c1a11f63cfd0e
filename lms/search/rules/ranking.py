"""How well a section answers a query: BM25F, with titles that count more."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any

# k1 of BM25 as its authors recommend. They recommend 0.75 for b too; but a summary or a glossary is short, and the
# section that teaches is long: less of a penalty was better on the labelled queries of tests/search.
_SATURATION = 1.2
_LENGTH_PENALTY = 0.4


def rarity(holders: int, sections: int) -> float:
    """The weight of a needle that so many of all sections hold."""
    return (_SATURATION + 1) * math.log(1 + sections / max(1, holders))


def score(rarities: Sequence[float], frequencies: Sequence[Any], length: Any, mean_length: Any) -> Any:
    """The worth of a section among those found; numbers or columns of a database, hence plain arithmetic."""
    penalty = _SATURATION * (1 - _LENGTH_PENALTY) + (_SATURATION * _LENGTH_PENALTY) * length / mean_length
    pairs = zip(rarities, frequencies, strict=True)
    return sum(weight * frequency / (frequency + penalty) for weight, frequency in pairs)


def cut(ranks: Sequence[Any], tie_break: Callable[[int], Any], start: int, stop: int) -> list[int]:
    """The places of a stretch of what was found, lowest rank first; ties are broken only where they decide."""
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    shown = order[start:stop]
    if not shown:
        return []
    first = bisect_left(order, ranks[shown[0]], key=ranks.__getitem__)
    last = bisect_right(order, ranks[shown[-1]], key=ranks.__getitem__)
    tied = sorted(order[first:last], key=lambda place: (ranks[place], tie_break(place)))
    return tied[start - first : stop - first]
