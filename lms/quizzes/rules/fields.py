"""Several inputs of one question: what was sent for each, and the places of inputs within a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

FIELDS_MAXIMUM = 100
"""So many inputs of one question are read from a form, and no more."""

# A plane of private use: Markdown and the cleaning of HTML take these for letters and leave them alone.
_FIRST_PLACE, _LAST_PLACE = 0xF0000, 0xF0000 + FIELDS_MAXIMUM - 1
_PLACE = re.compile(f"([{chr(_FIRST_PLACE)}-{chr(_LAST_PLACE)}])")


def place(position: int) -> str:
    """What stands in a text where the field at `position` belongs."""
    return chr(_FIRST_PLACE + position)


def without_places(text: str) -> str:
    """The text of an author, in which no place can stand."""
    return _PLACE.sub("", text)


def split_at_places(text: str) -> list[str | int]:
    """The text around its places, each of them as the position of its field."""
    parts = _PLACE.split(text)
    return [ord(part) - _FIRST_PLACE if at % 2 else part for at, part in enumerate(parts) if part]


def field_values(values: Sequence[object], count: int) -> list[str]:
    """What was sent for each of `count` fields, "" where it is nothing that a browser sends."""
    sent = [value if isinstance(value, str) else "" for value in values[:count]]
    return sent + [""] * (count - len(sent))


def find_choice(value: str, order: Sequence[int]) -> int | None:
    """The real position of a choice that was sent by its shown one."""
    return next((real for shown, real in enumerate(order) if value == str(shown)), None)


def is_choice(value: object, count: int) -> bool:
    """Whether a stored value names one of `count` choices; True and False are numbers to Python, but not here."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count
