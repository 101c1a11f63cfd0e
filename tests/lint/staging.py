"""Wrong examples that no fragment of text can show: files that are missing, too large, or not text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

STAGED: Mapping[str, Callable[[Path], None]] = {}
"""By rule: what is done to the folder of a course."""
