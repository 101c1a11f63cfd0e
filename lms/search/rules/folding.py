"""Text in one width and one case, with the way back to the original characters."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

# Every character here stays one character under NFKC and casefold, so a run of them keeps its positions.
_PLAIN = re.compile(r"[\x00-\x7f\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e‘’“”—·]+")
# Soft hyphens, zero-width characters and variation selectors: a reader does not see them, a search ignores them.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10))))
_VARIATION_SUPPLEMENT = range(0xE0100, 0xE01F0)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text in blocks: block `i` begins at `folded_at[i]` here and at `original_at[i]` in the original."""

    text: str
    folded_at: tuple[int, ...]
    original_at: tuple[int, ...]  # one more than blocks: the last is the length of the original
    is_plain: tuple[bool, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that became `text[start:end]`; a block that changed length counts whole."""
        first = bisect_right(self.folded_at, start) - 1
        last = bisect_right(self.folded_at, end - 1) - 1
        left, right = self.original_at[first], self.original_at[last + 1]
        if self.is_plain[first]:
            left += start - self.folded_at[first]
        if self.is_plain[last]:
            right = self.original_at[last] + end - self.folded_at[last]
        return left, right


def joins_previous(character: str) -> bool:
    """Whether the character belongs to the one before it and must never be cut from it."""
    if character.isascii():
        return False
    # Half-width voicing marks and Hangul vowels and finals are letters, but NFKC joins them to what stands before.
    return (
        unicodedata.category(character)[0] == "M"
        or _is_invisible(character)
        or character in "ﾞﾟ"
        or "\u1160" <= character <= "\u11ff"
    )


def _is_invisible(character: str) -> bool:
    return character in _INVISIBLE or ord(character) in _VARIATION_SUPPLEMENT


def _blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans that fold independently of each other, and whether each keeps its positions."""
    position = 0
    while position < len(text):
        plain = _PLAIN.match(text, position)
        end = plain.end() if plain else position + 1
        has_marks = end < len(text) and joins_previous(text[end])
        if plain:
            last = end - 1 if has_marks else end
            if last > position:
                yield position, last, True
            position = last
            if not has_marks:
                continue
        while end < len(text) and joins_previous(text[end]):
            end += 1
        yield position, end, False
        position = end


def _fold_block(block: str) -> str:
    return unicodedata.normalize("NFKC", "".join(c for c in block if not _is_invisible(c))).casefold()


def fold(text: str) -> Folded:
    """The text in one width and one case; traditional and simplified forms stay as they are."""
    pieces: list[str] = []
    folded_at: list[int] = []
    original_at: list[int] = []
    is_plain: list[bool] = []
    length = 0
    for start, end, plain in _blocks(text):
        block = text[start:end]
        piece = unicodedata.normalize("NFKC", block).casefold() if plain else _fold_block(block)
        pieces.append(piece)
        folded_at.append(length)
        original_at.append(start)
        is_plain.append(plain)
        length += len(piece)
    return Folded("".join(pieces), tuple(folded_at), (*original_at, len(text)), tuple(is_plain))
