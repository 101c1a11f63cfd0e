"""Takes inline code, formulas, footnote marks and task boxes out of running text, line by line exact."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable

from lms.core.findings import Severity
from lms.core.markup.formulas import FormulaError, render_formula
from lms.core.markup.labels import label
from lms.core.markup.page import Page, Token
from lms.core.markup.source import Line

Cite = Callable[[str], str | None]
"""Takes a footnote's label; gives the token of its mark, or None where it is not defined."""

FORMULAS_MAXIMUM = 2000
TASK_MARK = "\ue002"
"""Stands before the box of a task, so that its list item can be found."""

_PIECE = re.compile(
    r"""
    \\.                                                          # an escaped character
  | (?P<ticks>`++)(?P<code>(?:[^`]++|(?!(?P=ticks)(?!`))`++)++)(?P=ticks)
  | `++                                                          # backticks that never close
  | <(?:https?|mailto):[^<>\s]*+>
  | </?[A-Za-z][\w-]*+(?:\s++[\w:@.-]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+\s*+/?>
  | \]\([^()\s]*+                                                # the address of a link
  | \$\$(?P<display>(?:\\.|[^$\\]|\$(?!\$))++)\$\$
  | (?<![A-Za-z0-9$])\$(?![\s$])(?P<formula>(?:\\.|[^$\\])++)(?<!\s)\$(?![0-9$])
  | \[\^(?P<note>[^\]\[\s^]++)\]
    """,
    re.VERBOSE | re.DOTALL,
)
# Nothing inline reaches from one list item, table row or quoted line into the next.
_START = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]|[ \t]*[>|:]|[ \t]*!!!")
_TASK = re.compile(r"([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[(?P<mark>[ xX])\](?=[ \t])")


def prepare_inline(lines: list[Line], page: Page, cite: Cite) -> list[str]:
    """The lines with tokens in place of what Markdown must not touch; the pieces are masked in the source."""
    prepared: list[str] = []
    run: list[Line] = []
    for line in lines:
        if run and (not line.text.strip() or _START.match(line.text)):
            prepared.append(_Run(run, page, cite).text)
            run = []
        if line.text.strip():
            run.append(line)
        else:
            prepared.append("")
    if run:
        prepared.append(_Run(run, page, cite).text)
    return prepared


class _Run:
    """Lines that belong together; `text` is the result."""

    def __init__(self, lines: list[Line], page: Page, cite: Cite) -> None:
        self.lines = lines
        self.page = page
        self.cite = cite
        self.starts = [0]
        for line in lines:
            self.starts.append(self.starts[-1] + len(line.text) + 1)
        joined = "\n".join(line.text for line in lines)
        self.is_row = joined.lstrip().startswith("|")
        task = _TASK.match(joined)
        self.shift = task.end() if task else 0
        self.text = (self._task(task) if task else "") + _PIECE.sub(self._piece, joined[self.shift :])

    def _task(self, match: re.Match[str]) -> str:
        is_done = match["mark"] != " "
        words = label("done" if is_done else "to-do", self.page.language)
        checked = " checked" if is_done else ""
        box = f'<input type="checkbox" disabled{checked} aria-label="{words}">'
        self._mask(match.end(1), match.end())
        return match[1] + TASK_MARK + self.page.keep(Token(box, "", match[0][match.end(1) :]))

    def _piece(self, match: re.Match[str]) -> str:
        written = match[0]
        start, end = match.start() + self.shift, match.end() + self.shift
        if match["code"] is not None:
            token = self._code(match["code"], written)
        elif match["display"] is not None or match["formula"] is not None:
            token = self._formula(match["display"] or match["formula"], written, start)
        elif match["note"] is not None:
            cited = self.cite(match["note"])
            if cited is None:
                message = f"There is no definition of the note [^{match['note']}]."
                hint = f"define it anywhere in the file on a line of its own: [^{match['note']}]: …"
                self.page.report(Severity.ERROR, "footnote-missing", message, *self._place(start), hint)
                return written
            return cited
        else:
            if written.startswith("\\"):
                self._mask(start, end)
            if written == "\\$":
                return "$"  # An escape of ours, unknown to Markdown.
            # Left alone, Markdown would look for their other half to the end of the text, each time anew.
            return "\\`" * len(written) if written.startswith("`") else written
        self._mask(start, end)
        return self.page.keep(token)

    def _code(self, code: str, written: str) -> Token:
        code = code.replace("\n", " ")
        if self.is_row:
            code = code.replace("\\|", "|")  # In a table the pipe is escaped even in code.
        if code.strip() and code.startswith(" ") and code.endswith(" "):
            code = code[1:-1]
        return Token(f"<code>{html.escape(code)}</code>", code, written)

    def _formula(self, latex: str, written: str, start: int) -> Token:
        line, column = self._place(start)
        return formula_token(latex, written, self.page, line, column, display=written.startswith("$$"))

    def _place(self, offset: int) -> tuple[int, int]:
        index = min(bisect_right(self.starts, offset), len(self.lines)) - 1
        return self.lines[index].number, self.lines[index].column + offset - self.starts[index]

    def _mask(self, start: int, end: int) -> None:
        while start < end:
            index = min(bisect_right(self.starts, start), len(self.lines)) - 1
            stop = min(end, self.starts[index + 1])
            self.page.source.mask(*self._place(start), stop - start)
            start = stop


def formula_token(latex: str, written: str, page: Page, line: int, column: int, *, display: bool) -> Token:
    """A formula as MathML; one that cannot be read is reported and shown as written."""
    try:
        rendered = _render_counted(latex, page, display=display)
    except FormulaError as error:
        hint = "check braces and commands; a dollar sign that is money is written \\$"
        page.report(Severity.ERROR, "formula", str(error), line, column, hint)
        return Token(f"<code>{html.escape(latex)}</code>", latex, written)
    return Token(rendered, latex, written)


def _render_counted(latex: str, page: Page, *, display: bool) -> str:
    page.formulas += 1
    if page.formulas > FORMULAS_MAXIMUM:
        raise FormulaError(f"There are more than {FORMULAS_MAXIMUM:,} formulas in this text.")
    return render_formula(latex, display=display)
