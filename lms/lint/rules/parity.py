"""Both languages teach the same: what one has, the other has too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lms.core.findings import Finding
from lms.core.markup import CodeBlock, SectionKind
from lms.lint.rules.findings import warn
from lms.lint.rules.module import Module
from lms.lint.rules.texts import ModuleText, SectionText


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What of a section must be equal in both languages; `of` says in words what there is of it."""

    rule: str
    name: str
    of: Callable[[SectionText], str]


def _figures(section: SectionText) -> str:
    return _listed(figure.name or "a diagram" for figure in section.figures)


def _exercises(section: SectionText) -> str:
    return f"{_listed(section.checks)}, {section.tasks} to tick"


def _tables(section: SectionText) -> str:
    """The rows of each table, the head among them, and the cells of its head."""
    return _listed(f"{len(table.rows)} × {len(table.rows[0])} cells" for table in section.tables if table.rows)


def _objectives(section: SectionText) -> str:
    is_opening = section.kind is SectionKind.OPENING
    return str(len(section.lists[0])) if is_opening and section.lists else "none"


def _listed(things: Iterable[str]) -> str:
    return ", ".join(things) or "none"


_COMPARISONS = (
    _Comparison("objectives-differ", "objectives", _objectives),
    _Comparison("figures-differ", "figures", _figures),
    _Comparison("exercises-differ", "checks and boxes to tick", _exercises),
    _Comparison("tables-differ", "tables", _tables),
    _Comparison("boxes-differ", "boxes", lambda section: _listed(section.boxes)),
    _Comparison("formulas-differ", "formulas", lambda section: str(section.formulas)),
    _Comparison("headings-differ", "### headings", lambda section: str(section.headings)),
    _Comparison("links-differ", "links to modules", lambda section: _listed(sorted(section.links))),
    _Comparison("notes-differ", "footnotes", lambda section: str(section.notes)),
    _Comparison("terms-differ", "glossary entries", lambda section: str(len(section.entries))),
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


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


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
