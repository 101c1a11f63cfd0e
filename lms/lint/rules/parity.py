"""Both languages teach the same: what one has, the other has too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lms.core.findings import Finding
from lms.core.markup import CodeBlock
from lms.lint.rules.findings import warn
from lms.lint.rules.module import Module
from lms.lint.rules.texts import ModuleText, SectionText


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What of a section must be equal in both languages."""

    rule: str
    name: str
    of: Callable[[SectionText], object]


def _shape(section: SectionText) -> list[list[int]]:
    return [[len(row) for row in table.rows] for table in section.tables]


_COMPARISONS = (
    _Comparison("figures-differ", "figures", lambda section: [figure.name for figure in section.figures]),
    _Comparison("exercises-differ", "checks and boxes to tick", lambda section: (section.checks, section.tasks)),
    _Comparison("tables-differ", "tables and their rows", _shape),
    _Comparison("boxes-differ", "boxes", lambda section: section.boxes),
    _Comparison("formulas-differ", "formulas", lambda section: section.formulas),
    _Comparison("headings-differ", "### headings", lambda section: section.headings),
    _Comparison("links-differ", "links to modules", lambda section: sorted(section.links)),
    _Comparison("notes-differ", "footnotes", lambda section: section.notes),
    _Comparison("terms-differ", "glossary entries", lambda section: len(section.entries)),
)


def check_parity(module: Module) -> Iterator[Finding]:
    """Compare the texts of a module section by section; sections that only one has are the catalog's concern."""
    if len(module.texts) < 2:
        return
    one, other = module.texts.values()
    for section in one.sections:
        counterpart = other.find(section.anchor)
        if counterpart is None:
            continue
        for comparison in _COMPARISONS:
            if (mine := comparison.of(section)) != (theirs := comparison.of(counterpart)):
                message = (
                    f"The {comparison.name} of #{section.anchor} are not those of {one.language}.md:"
                    f" {_short(theirs)} here, {_short(mine)} there."
                )
                hint = "write the same in both languages"
                yield warn(other.path, counterpart.line, comparison.rule, message, hint)
    yield from _compare_programs(one, other)
    yield from _compare_claims(one, other)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _compare_programs(one: ModuleText, other: ModuleText) -> Iterator[Finding]:
    """The same programs print the same; comments and texts in quotes may be translated."""
    mine = [block for block in one.code_blocks if block.run]
    theirs = [block for block in other.code_blocks if block.run]
    hint = "take the program over; only comments and texts in quotes may differ"
    if len(mine) != len(theirs):
        message = f"{len(theirs)} programs are run here, {len(mine)} in {one.language}.md."
        yield warn(other.path, 1, "code-differs", message, hint)
        return
    for block, counterpart in zip(mine, theirs, strict=True):
        if _bare(block) != _bare(counterpart):
            message = f"This program is not that of {one.language}.md, line {block.line}."
            yield warn(other.path, counterpart.line, "code-differs", message, hint)


_TRANSLATED = re.compile(r"""#[^\n]*|[rbfRBF]{0,2}("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""")


def _bare(block: CodeBlock) -> str:
    return "".join(_TRANSLATED.sub("", block.source).split())


def _compare_claims(one: ModuleText, other: ModuleText) -> Iterator[Finding]:
    if len(one.claims) == len(other.claims):
        return
    line = other.claims[0].line if other.claims else 1
    message = f"{len(other.claims)} claims stand here, {len(one.claims)} in {one.language}.md."
    yield warn(other.path, line, "claims-differ", message, "write the same claims in the same order")
