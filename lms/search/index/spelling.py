"""Which of many words another was most likely meant for."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract


def find_closest(word: str, holders: Mapping[str, int], edits: int) -> str | None:
    """The word that takes the fewest edits, at most so many; of several the one that most sections hold.

    An edit is a letter more, less or other, or two neighbours that changed places.
    """
    near = extract(word, list(holders), scorer=OSA.distance, score_cutoff=edits, limit=None)
    ranked = ((distance, -holders[other], other) for other, distance, _place in near)
    return min(ranked, default=(0, 0, None))[2]
