"""Fences of code in markdown: what opens one, and what closes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"(?P<indent>\s*)(?P<mark>`{3,}|~{3,})(?P<info>.*)")


@dataclass(frozen=True, slots=True)
class Fence:
    """The opening line of a code block: `indent` counts characters, `info` is what stands behind the mark."""

    indent: int
    mark: str
    info: str

    def is_closed_by(self, line: str) -> bool:
        other = find_fence(line)
        return other is not None and not other.info and other.mark.startswith(self.mark)


def find_fence(line: str) -> Fence | None:
    """The fence that a line is, or None."""
    match = _FENCE.fullmatch(line.rstrip())
    # ```inline``` is a code span that happens to begin a line.
    if match is None or (match["mark"].startswith("`") and "`" in match["info"]):
        return None
    return Fence(len(match["indent"]), match["mark"], match["info"].strip())
