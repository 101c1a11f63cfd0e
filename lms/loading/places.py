"""Where a mistake is, and what was probably meant."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any


def shown(path: Path) -> str:
    """The path, from where we stand if it is below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def place_of(function: Callable[..., Any]) -> str:
    """`file:line` of a function."""
    code = inspect.unwrap(function).__code__
    return f"{shown(Path(code.co_filename))}:{code.co_firstlineno}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question with a space before it, or nothing."""
    close = get_close_matches(word, sorted(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def listed(words: Iterable[str]) -> str:
    """Such as "work, course and marks"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
