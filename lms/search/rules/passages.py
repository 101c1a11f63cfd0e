"""The passage of a section that answers a query, cut where a reader would cut it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lms.search.rules.folding import fold, joins_previous
from lms.search.rules.matching import HAN, Query, Stem, find_units

ELLIPSIS = "…"

_SENTENCE_END = re.compile(r"[。！？；]+[”’」』）]*\s*|[.!?;]+[\"'”’)\]]*\s+|\n\s*")
_CLAUSE_END = re.compile(r"[，、：]\s*|[,:]\s+")
_FIRST_OF_WORD = re.compile(rf"[{HAN}]|(?<=\s)[^\s,.;:!?)\]}}，。；：！？、）》】」』”’]")
_LAST_OF_WORD = re.compile(rf"[{HAN}]|\S(?=\s)")


class Piece(NamedTuple):
    """A stretch of a passage, marked where it answers the query."""

    text: str
    is_marked: bool


class _Match(NamedTuple):
    start: int
    end: int
    needle: str


def _find_matches(text: str, query: Query, stem: Stem) -> list[_Match]:
    folded = fold(text)
    found = []
    for unit, start, end, is_run in find_units(folded.text, stem):
        if not is_run:
            if unit in query.words:
                found.append(_Match(*folded.original_span(start, end), unit))
            continue
        for run in query.runs:
            position = folded.text.find(run, start, end)
            while position >= 0:
                found.append(_Match(*folded.original_span(position, position + len(run)), run))
                position = folded.text.find(run, position + 1, end)
    return sorted(found)


def _merged(matches: Sequence[_Match]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for match in matches:
        if match.start > end:
            if end > start:
                yield start, end
            start = match.start
        end = max(end, match.end)
    if end > start:
        yield start, end


def find_marks(text: str, query: Query, stem: Stem) -> tuple[tuple[int, int], ...]:
    """Start and end of every stretch of the text that answers the query, in order and apart from each other."""
    return tuple(_merged(_find_matches(text, query, stem)))


def marked_words(text: str, query: Query, stem: Stem) -> tuple[str, ...]:
    """The words to mark on the page itself, as they are written there, in the order they first appear."""
    return tuple(dict.fromkeys(text[match.start : match.end] for match in _find_matches(text, query, stem)))


def snippet(text: str, query: Query, stem: Stem, *, length: int = 160) -> tuple[Piece, ...]:
    """The passage of about `length` characters that answers most of the query, with ellipses where it is cut.

    It is longer only where a single match is; a text that fits is given whole.
    """
    matches = _find_matches(text, query, stem)
    start, end = _window(text, matches, length)
    inside = [match for match in matches if start <= match.start and match.end <= end]
    pieces = list(_pieces(text, _merged(inside), start, end))
    if text[:start].strip():
        pieces.insert(0, Piece(ELLIPSIS, is_marked=False))
    if text[end:].strip():
        pieces.append(Piece(ELLIPSIS, is_marked=False))
    return tuple(pieces)


def _pieces(text: str, marks: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    for left, right in marks:
        if left > start:
            yield Piece(text[start:left], is_marked=False)
        yield Piece(text[left:right], is_marked=True)
        start = right
    if end > start:
        yield Piece(text[start:end], is_marked=False)


def _window(text: str, matches: Sequence[_Match], length: int) -> tuple[int, int]:
    if len(text) <= length:
        return 0, len(text)
    left, right = _densest(matches, length * 3 // 4) if matches else (0, 1)
    spare = max(0, length - (right - left))
    start = _start(text, max(0, left - spare // 3), left)
    end = max(right, min(len(text), start + length))
    return start, _end(text, right, end, end - length // 3)


def _densest(matches: Sequence[_Match], width: int) -> tuple[int, int]:
    """Span of the matches, at most `width` apart, with the most different needles, then the most matches."""
    best, best_worth = (0, 0), (0, 0)
    inside: Counter[str] = Counter()
    first = 0
    for last, match in enumerate(matches):
        inside[match.needle] += 1
        while first < last and match.end - matches[first].start > width:
            inside[matches[first].needle] -= 1
            first += 1
        worth = sum(count > 0 for count in inside.values()), last - first + 1
        if worth > best_worth:
            best = matches[first].start, max(group.end for group in matches[first : last + 1])
            best_worth = worth
    return best


def _start(text: str, earliest: int, latest: int) -> int:
    """The first place between the two that begins a sentence, else a clause, else a word, else a character."""
    if earliest == 0:
        return 0
    start = earliest
    if match := _SENTENCE_END.search(text, earliest - 1, latest) or _CLAUSE_END.search(text, earliest - 1, latest):
        start = match.end()
    elif first := _FIRST_OF_WORD.search(text, earliest, latest):
        start = first.start()
    while start < latest and _is_inside(text, start):
        start += 1
    return start


def _end(text: str, earliest: int, latest: int, settle: int) -> int:
    """The last place that ends a sentence after `settle`, else a clause there, else a word, else a character."""
    if latest == len(text):
        return latest
    end = (
        _last_end(_SENTENCE_END, text, max(earliest, settle), latest)
        or _last_end(_CLAUSE_END, text, max(earliest, settle), latest)
        or _last_end(_LAST_OF_WORD, text, earliest, latest)
        or latest
    )
    while end > earliest and (text[end - 1].isspace() or _is_inside(text, end)):
        end -= 1
    return end


def _last_end(pattern: re.Pattern[str], text: str, earliest: int, latest: int) -> int:
    """The last end of the pattern between the two; 0 if there is none."""
    # One character further, so that a pattern may look at what follows.
    ends = (match.end() for match in pattern.finditer(text, max(0, earliest - 1), latest + 1))
    return max((end for end in ends if earliest <= end <= latest), default=0)


def _is_inside(text: str, position: int) -> bool:
    """Whether a cut here would part a character from its marks, or the members of a joined sign."""
    return position < len(text) and (joins_previous(text[position]) or text[position - 1] == "\u200d")
