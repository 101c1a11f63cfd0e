"""How a rule says what it found: a warning, for nothing of the guide stops a course from being published."""

from __future__ import annotations

from lms.core.findings import Finding, Severity


def warn(path: str, line: int, rule: str, message: str, hint: str) -> Finding:
    """A finding at the beginning of a line."""
    return Finding(path, line, 1, Severity.WARNING, rule, message, hint)
