"""The passage of a section that answers a query, cut where a reader would cut it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from lms.search.rules.folding import fold, joins_previous
from lms.search.rules.matching import HAN, Query, Stem

ELLIPSIS = "…"

_LETTER = rf"[^\W_{HAN}]"
_POSSESSIVE = re.compile(rf"({_LETTER}+)['’]s(?![^\W_])")
_SIGNS = "+#"
_SENTENCE_END = re.compile(r"[。！？；]+[”’」』）]*\s*|[.!?;]+[\"'”’)\]]*\s+|\n\s*")
_CLAUSE_END = re.compile(r"[，、：]\s*|[,:]\s+")
_FIRST_OF_WORD = re.compile(rf"[{HAN}]|(?<=\s)[^\s,.;:!?)\]}}，。；：！？、）》】」』”’]")
_LAST_OF_WORD = re.compile(rf"[{HAN}]|\S(?=\s)")


class Piece(NamedTuple):
    """A stretch of a passage, marked where it answers the query."""

    text: str
    is_marked: bool


class Match(NamedTuple):
    """A stretch of the text that answers the query by one of its needles."""

    start: int
    end: int
    needle: str


def find_matches(text: str, query: Query, stem: Stem) -> list[Match]:
    """Every stretch that answers the query, in order; they may overlap."""
    folded = fold(text)
    spans = [
        (position, position + len(run), run) for run in query.runs for position in _find_run(folded.text, run)
    ]
    words = frozenset((*query.words, *query.endings))
    if words:
        spans += _find_words(folded.text, words, stem)
    return sorted(Match(*folded.original_span(start, end), needle) for start, end, needle in spans)


def _find_run(folded: str, run: str) -> Iterator[int]:
    position = folded.find(run)
    while position >= 0:
        yield position
        position = folded.find(run, position + 1)


def _find_words(folded: str, words: frozenset[str], stem: Stem) -> Iterator[tuple[int, int, str]]:
    if "s" in words:
        folded = _POSSESSIVE.sub(r"\1  ", folded)
    for found in _beginnings(words).finditer(folded):
        word = found[0]
        needle = word if word in words and word[-1] in _SIGNS else stem(word)
        if needle in words:
            yield *found.span(), needle


@lru_cache(maxsize=256)
def _beginnings(words: frozenset[str]) -> re.Pattern[str]:
    """What may have one of these stems: to take the stem of every word in a text takes ten times longer."""
    signs = [re.escape(word) for word in words if word[-1] in _SIGNS]
    # A stem parts from its word in the last two letters at most, such as `qualiti` from `quality`.
    begins = {re.escape(word[: max(1, len(word) - 2)]) for word in words if word[-1] not in _SIGNS}
    choices = [*signs, *([rf"(?:{'|'.join(sorted(begins))}){_LETTER}*"] if begins else [])]
    return re.compile(rf"(?<!{_LETTER})(?:{'|'.join(choices)})")


def _merged(matches: Sequence[Match]) -> Iterator[tuple[int, int]]:
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
    return tuple(_merged(find_matches(text, query, stem)))


def marked_words(text: str, matches: Sequence[Match]) -> tuple[str, ...]:
    """The words to mark on the page itself, as they are written there, in the order they first appear."""
    return tuple(dict.fromkeys(text[match.start : match.end] for match in matches))


def snippet(text: str, matches: Sequence[Match], *, length: int = 160) -> tuple[Piece, ...]:
    """The passage of about `length` characters that answers most of the query, with ellipses where it is cut.

    It is longer only where a single match is; a text that fits is given whole.
    """
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


def _window(text: str, matches: Sequence[Match], length: int) -> tuple[int, int]:
    if len(text) <= length:
        return 0, len(text)
    left, right = _densest(matches, length * 3 // 4) if matches else (0, 1)
    spare = max(0, length - (right - left))
    start = _start(text, max(0, left - spare // 3), left)
    end = max(right, min(len(text), start + length))
    return start, _end(text, right, end, end - length // 3)


def _densest(matches: Sequence[Match], width: int) -> tuple[int, int]:
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
