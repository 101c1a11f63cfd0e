"""The question blocks of a bank: every fenced `quiz` block, wherever it stands between free text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lms.quizzes.rules.fences import Fence, find_fence
from lms.quizzes.rules.places import Reporter, SourceLine

# Deeper than this, markdown shows a fence instead of opening it.
_DEEPEST_INDENT = 3


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one question, between its fences."""

    opening: SourceLine
    lines: tuple[SourceLine, ...]


def find_blocks(source: str, report: Reporter) -> list[Block]:
    """The question blocks of a file; a fence that is never closed is reported, and its question left out."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last_comment_end = max((at for at, line in enumerate(lines) if "-->" in line), default=-1)
    blocks: list[Block] = []
    position = 0
    while position < len(lines):
        fence = _opening(lines[position])
        if fence is None:
            if lines[position].lstrip().startswith("<!--"):
                while position < last_comment_end and "-->" not in lines[position]:
                    position += 1
            position += 1
            continue
        end, is_closed = _find_end(lines, position + 1, fence)
        opening = SourceLine(position + 1, fence.indent + 1, lines[position])
        if not is_closed:
            hint = f"Close it with {fence.mark} on a line of its own."
            report.error(opening, "question-fence-unclosed", "This fence is never closed.", hint)
        elif _is_quiz(fence):
            content = range(position + 1, end)
            block = Block(opening, tuple(_content_line(lines[at], at + 1, fence.indent) for at in content))
            if not _report_control_characters(block, report):
                blocks.append(block)
        position = end + 1 if is_closed else end
    return blocks


def _opening(line: str) -> Fence | None:
    fence = find_fence(line)
    return fence if fence is not None and fence.indent <= _DEEPEST_INDENT else None


def _is_quiz(fence: Fence) -> bool:
    return fence.info.casefold().split()[:1] == ["quiz"]


def _find_end(lines: Sequence[str], start: int, fence: Fence) -> tuple[int, bool]:
    """Where a fence ends and whether it is closed there; the opening of the next question ends it too."""
    for position in range(start, len(lines)):
        if fence.is_closed_by(lines[position]):
            return position, True
        other = _opening(lines[position])
        # One forgotten fence must not swallow all the questions that follow.
        if other is not None and _is_quiz(other) and other.mark.startswith(fence.mark):
            return position, False
    return len(lines), False


def _content_line(text: str, number: int, indent: int) -> SourceLine:
    removed = min(indent, len(text) - len(text.lstrip()))
    return SourceLine(number, 1, text.rstrip()).after(removed)


def _report_control_characters(block: Block, report: Reporter) -> bool:
    """Whether there is a character that no database or page can carry."""
    found = False
    for line in block.lines:
        for offset, character in enumerate(line.text):
            if character != "\t" and unicodedata.category(character) in {"Cc", "Cs"}:
                message = f"The character U+{ord(character):04X} cannot stand in a question."
                report.error(line.after(offset), "question-control-character", message, "Delete it.")
                found = True
                break
    return found
