"""Every row of a table has the cells of its head: Markdown cuts what is too much without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.core.findings import Finding
from lms.lint.rules.findings import warn
from lms.lint.rules.module import Module
from lms.lint.rules.texts import numbered_lines

# A bar that parts no cells: escaped, in code, or in a formula.
_WHOLE = re.compile(
    r"\\.|(?P<ticks>`++)(?:[^`]++|(?!(?P=ticks)(?!`))`++)++(?P=ticks)(?!`)"
    r"|(?<![A-Za-z0-9$])\$(?![\s$])(?:\\.|[^$\\])++(?<!\s)\$(?![0-9$])"
)
_RULE = re.compile(r"(?=.*\|)[|:\s-]*-[|:\s-]*")
_END = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|#+\s|!!!|$)")
"""Begins what ends a table: a list, a heading, a note, or a blank line; all other lines are rows."""
_HINT = "write one cell for each of the head; a bar that belongs into a cell is written \\|"


def check_tables(module: Module) -> Iterator[Finding]:
    """Rows with more or fewer cells than the head of their table, in both texts."""
    for text in module.texts.values():
        lines = dict(numbered_lines(text.source))
        for number, line in lines.items():
            head = lines.get(number - 1, "")
            if _RULE.fullmatch(_inside(line)) and "|" in head and not _RULE.fullmatch(_inside(head)):
                yield from _check_table(text.path, number, lines)


def _check_table(path: str, rule: int, lines: dict[int, str]) -> Iterator[Finding]:
    """The table whose line of hyphens stands in this line."""
    cells = _count_cells(lines[rule - 1])
    if (hyphens := _count_cells(lines[rule])) != cells:
        message = f"This table is printed as text: its head has {cells} cells, the line below it {hyphens}."
        yield warn(path, rule, "table-cells", message, "write |---| once for each cell of the head")
        return
    number = rule + 1
    while not _END.match(_inside(lines.get(number, ""))):
        if (found := _count_cells(lines[number])) != cells:
            fate = "is not printed" if found > cells else "is printed empty"
            message = f"The row has {found} cells and its head {cells}: the rest {fate}."
            yield warn(path, number, "table-cells", message, _HINT)
        number += 1


def _inside(line: str) -> str:
    return line.lstrip(" \t>").rstrip()


def _count_cells(line: str) -> int:
    row = _WHOLE.sub("x", _inside(line))
    return row.removeprefix("|").removesuffix("|").count("|") + 1
