"""Where something stands in a file, and who is told what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass

from lms.core.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line or the rest of one: `number` and `column`, both from 1, say where `text` begins in the file."""

    number: int
    column: int
    text: str

    def after(self, count: int) -> SourceLine:
        """The rest behind the first `count` characters."""
        return SourceLine(self.number, self.column + count, self.text[count:])

    def without_end(self) -> SourceLine:
        """The same line without the white space behind it."""
        return SourceLine(self.number, self.column, self.text.rstrip())

    def stripped(self) -> SourceLine:
        """The same line without the white space around it."""
        return SourceLine(self.number, self.column + len(self.text) - len(self.text.lstrip()), self.text.strip())


class Reporter:
    """Collects what is wrong in one file, or in one question of it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []

    @property
    def has_error(self) -> bool:
        return any(finding.is_error for finding in self.findings)

    def error(self, at: SourceLine, rule: str, message: str, hint: str = "") -> None:
        """Report what withholds a question."""
        self.add(Severity.ERROR, at, rule, message, hint)

    def warn(self, at: SourceLine, rule: str, message: str, hint: str = "") -> None:
        """Report what a question can be asked with."""
        self.add(Severity.WARNING, at, rule, message, hint)

    def add(self, severity: Severity, at: SourceLine, rule: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(self.path, at.number, at.column, severity, rule, message, hint))
