"""Writes findings for people, for programs, and for code hosts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from lms.core.findings import Finding, Severity
from lms.lint.rules import Counts

SARIF_VERSION = "2.1.0"
RULE_PAGE = "docs/rules/{rule}.md"
"""Where a rule is explained."""


def write_text(findings: tuple[Finding, ...], _counts: Counts) -> str:
    """A line for each finding."""
    return "".join(f"{finding}\n" for finding in findings)


def write_json(findings: tuple[Finding, ...], counts: Counts) -> str:
    """One object: `findings`, each with its place, and `counts`."""
    value = {"findings": [asdict(finding) for finding in findings], "counts": asdict(counts)}
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n"


def write_sarif(findings: tuple[Finding, ...], _counts: Counts) -> str:
    """The Static Analysis Results Interchange Format of OASIS, which code hosts show beside the lines."""
    names = sorted({finding.rule for finding in findings})
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "lms check", "rules": [_describe(rule) for rule in names]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, names) for finding in findings],
    }
    value = {
        "version": SARIF_VERSION,
        "runs": [run],
    }
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n"


def _describe(rule: str) -> dict[str, Any]:
    page = RULE_PAGE.format(rule=rule)
    return {"id": rule, "help": {"text": f"See {page}.", "markdown": f"See [{rule}]({page})."}}


def _result(finding: Finding, names: list[str]) -> dict[str, Any]:
    text = f"{finding.message} Remedy: {finding.hint}." if finding.hint else finding.message
    region = {"startLine": finding.line, "startColumn": finding.column}
    return {
        "ruleId": finding.rule,
        "ruleIndex": names.index(finding.rule),
        "level": "error" if finding.severity is Severity.ERROR else "warning",
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": finding.path}, "region": region}}],
    }


WRITERS: Mapping[str, Callable[[tuple[Finding, ...], Counts], str]] = MappingProxyType(
    {"text": write_text, "json": write_json, "sarif": write_sarif}
)
