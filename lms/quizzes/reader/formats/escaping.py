"""Makes Markdown of plain text, and keeps a text from being read as something else in a question block."""

from __future__ import annotations

import re
from collections.abc import Callable

from lms.quizzes.rules.fences import Fence, find_fence
from lms.quizzes.rules.spans import outside_spans

_ALWAYS = re.compile(r"[\\`*$]")
# A blank to be filled in, and an underscore within a word, stay as they are; others would begin an emphasis.
_UNDERSCORES = re.compile(
    r"(?P<kept>(?<!\S)_{3,}+(?=[\s.,;:!?，。；：！？]|$)|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))|_++"
)
_TAG = re.compile(r"<(?=\S)")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_LINK = re.compile(r"\][(\[:]|\]\s\[|\[\^|\[\[")
_NUMBERED = re.compile(r"(\s*[0-9]{1,9})([.)])(?=\s|$)")
_BULLET = re.compile(r"(\s*)([-+#](?=\s|$)|>)")
_LINE_SIGN = re.compile(r"(\s*)([|:~]|!!!|-{2,}|={2,}|_{3,}\s*$)")
_ANY_ESCAPE = frozenset("-+#>!_|")
_QUESTION_SIGN = re.compile(r"[?!](?=\s|$)|@[a-z]{2}(?![A-Za-z0-9_])")
_FORMULA_SIGN = re.compile(r"\$\$|\\[()\[\]]")
_CLOSING = {"$$": "$$", r"\(": r"\)", r"\[": r"\]"}
_ARROW = outside_spans(r"(?<![-<])(?P<arrow>->)")
_BRACKETS = outside_spans(r"(?P<open>\[\[)")


def escape_plain(text: str) -> str:
    """Markdown that shows a plain text as it stands; a blank of underscores and words_like_this stay readable."""
    return "\n".join(_escape_line(line) for line in text.split("\n"))


def escape_words(text: str) -> str:
    """Markdown that shows a piece of a line, wherever in the line it will stand."""
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _UNDERSCORES.sub(lambda found: found["kept"] or r"\_" * len(found[0]), text)
    if _LINK.search(text):
        text = text.replace("[", r"\[").replace("](", r"\](")
    return _TAG.sub("&lt;", _ENTITY.sub("&amp;", text))


def escape_line_start(line: str) -> str:
    """The line, whose words are escaped already, kept from being a heading, a list, a table or a rule."""
    line = _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line
    if found := _BULLET.match(line) or _LINE_SIGN.match(line):
        sign = line[found.start(2)]
        written = f"\\{sign}" if sign in _ANY_ESCAPE else f"&#{ord(sign)};"
        line = f"{found[1]}{written}{line[found.start(2) + 1 :]}"
    return line


def _escape_line(line: str) -> str:
    words = (piece if is_formula else escape_words(piece) for piece, is_formula in find_formulas(line))
    return escape_line_start("".join(words))


def find_formulas(text: str) -> list[tuple[str, bool]]:
    """The pieces of a text, with the formulas of other systems ($$…$$, \\(…\\), \\[…\\]) as ours."""
    pieces: list[tuple[str, bool]] = []
    end, opening = 0, None
    for sign in _FORMULA_SIGN.finditer(text):
        if opening is not None and sign[0] == _CLOSING[opening[0]]:
            latex = " ".join(text[opening.end() : sign.start()].split())
            is_alone = not text[: opening.start()].strip() and not text[sign.end() :].strip()
            is_display = opening[0] == r"\[" or (opening[0] == "$$" and is_alone)
            if latex:
                pieces += [
                    (text[end : opening.start()], False),
                    (write_formula(latex, is_display=is_display), True),
                ]
                end = sign.end()
            opening = None
        elif sign[0] in _CLOSING:
            opening = sign
    return [*pieces, (text[end:], False)]


def write_formula(latex: str, *, is_display: bool) -> str:
    """A formula as our Markdown has it."""
    return f"$${latex}$$" if is_display else f"${latex}$"


def protect(text: str, marker: re.Pattern[str] | None, *, in_item: bool = False) -> str:
    """Markdown that reads as before and that no question block takes for a hint, a translation or an answer line.

    `marker` is that of the question's type; `in_item` says that the text stands below an answer line, where a
    quotation would be read as feedback.
    """

    def guard(line: str) -> str:
        content = line.lstrip()
        is_taken = (
            _QUESTION_SIGN.match(content)
            or (marker is not None and marker.match(content))
            or (in_item and content.startswith(">"))
        )
        if not is_taken:
            return line
        indent = line[: len(line) - len(content)]
        if content.startswith("- ") and not (marker is not None and marker.match("* ")):
            return f"{indent}* {content[2:].lstrip()}"
        return f"{indent}&#{ord(content[0])};{content[1:]}"

    return outside_code(text, guard)


def protect_arrows(text: str) -> str:
    """Markdown without an arrow outside of code, which would part the two sides of a pair."""
    return _ARROW.sub(lambda found: "-&gt;" if found["arrow"] else found[0], text)


def protect_brackets(text: str) -> str:
    """Markdown without double brackets outside of code, which would open a gap."""
    return _BRACKETS.sub(lambda found: r"\[\[" if found["open"] else found[0], text)


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with every line changed that stands in no fenced code."""
    lines: list[str] = []
    fence: Fence | None = None
    for line in text.split("\n"):
        if fence is not None:
            fence = None if fence.is_closed_by(line) else fence
            lines.append(line)
            continue
        fence = find_fence(line)
        lines.append(line if fence else change(line))
    return "\n".join(lines)


def tidy(text: str) -> str:
    """The text without the space around it, behind its lines, and with one blank line where several stood."""
    lines = outside_code(text.replace("\t", "    "), str.rstrip)
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n").rstrip()
