"""The numbers of the guide for authors: every threshold that a rule compares with."""

from __future__ import annotations

from types import MappingProxyType

MODULES_MINIMUM = 8
MODULE_MINUTES = (45, 120)
PRACTICE_MINUTES = (20, 60)
OBJECTIVES = (3, 5)
READING_SECTIONS_MINIMUM = 5

PACE = MappingProxyType({"en": 130, "zh": 260})
"""What is read in a minute: English words, Chinese characters."""
LENGTH = MappingProxyType({"en": (1800, 3500), "zh": (3600, 7000)})
"""Words or characters of a module; the Chinese ones take as long to read as the English ones."""
UNITS = MappingProxyType({"en": "words", "zh": "characters"})

ALTERNATIVE_MINIMUM = MappingProxyType({"en": 20, "zh": 10})
"""Characters of a text alternative: fewer name a figure, but do not say what it shows."""

GRADED_MINIMUM = 12
TYPES_MINIMUM = 4
MINUTES_A_DRAWN_QUESTION = 1.5
POSITION_SHARE_MAXIMUM = 0.40
LONGEST_SHARE_MAXIMUM = 0.35
SHARES_FROM = 10
"""Questions from which on a share over a course says anything."""
SIMILARITY_MAXIMUM = 0.85
"""Of two texts by their pairs of letters: above it they say the same in nearly the same words."""
