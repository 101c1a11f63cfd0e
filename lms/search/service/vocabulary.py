"""The Latin words of all sections: what an unfinished one may become, and what a wrong one was meant for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, insert, or_, select

from lms.core.parts import SearchDocument
from lms.core.work import Work
from lms.search import rules
from lms.search.index import find_closest, stem
from lms.search.models import SearchWord

ENDINGS_MAXIMUM = 16
_EDITS_MAXIMUM = 2

_WORDS_OF_COURSE = select(SearchWord.access, SearchWord.word, SearchWord.holders).where(
    SearchWord.course_id == bindparam("course_id")
)
_HOLDERS = func.sum(SearchWord.holders)
_STEMS = (
    select(SearchWord.stem)
    .where(
        SearchWord.word >= bindparam("first"),
        SearchWord.word < bindparam("after"),
        SearchWord.access.in_(bindparam("access", expanding=True)),
    )
    .group_by(SearchWord.stem)
    .order_by(_HOLDERS.desc(), SearchWord.stem)
    .limit(ENDINGS_MAXIMUM)
)
_SIMILAR = (
    select(SearchWord.word, SearchWord.stem, _HOLDERS.label("holders"))
    .where(
        SearchWord.access.in_(bindparam("access", expanding=True)),
        or_(
            SearchWord.stem.in_(bindparam("stems", expanding=True)),
            func.length(SearchWord.word).between(bindparam("shortest"), bindparam("longest")),
        ),
    )
    .group_by(SearchWord.word, SearchWord.stem)
)
_DELETE_WORD = delete(SearchWord).where(
    SearchWord.course_id == bindparam("of"),
    SearchWord.access == bindparam("had"),
    SearchWord.word == bindparam("outdated"),
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """Whether a query has words that no section holds, and the query with others instead, where all have some."""

    has_unknown_words: bool
    corrected: str


def find_endings(work: Work, word: str, access: Collection[str]) -> tuple[str, ...]:
    """The stems an unfinished word may come to: its own, and those of the commonest words that begin with it."""
    after = word[:-1] + chr(ord(word[-1]) + 1)
    found = work.session.scalars(_STEMS, {"first": word, "after": after, "access": sorted(access)})
    return tuple(dict.fromkeys([stem(word), *found]))


def check_spelling(work: Work, text: str, access: Collection[str]) -> Spelling:
    """What may be misspelt in a query; nothing is taken from sections that the actor may not see."""
    asked = rules.correctable_words(text, stem)
    if not asked:
        return Spelling(has_unknown_words=False, corrected="")
    lengths = sorted(map(len, asked))
    values = {
        "access": sorted(access),
        "stems": sorted(set(asked.values())),
        "shortest": lengths[0] - _EDITS_MAXIMUM,
        "longest": lengths[-1] + _EDITS_MAXIMUM,
    }
    rows = work.session.execute(_SIMILAR, values).all()
    known, holders = {row.stem for row in rows}, {row.word: int(row.holders) for row in rows}
    unknown = [word for word, word_stem in asked.items() if word_stem not in known]
    found = {word: find_closest(word, holders, rules.edits_allowed(word)) for word in unknown}
    corrections = {word: other for word, other in found.items() if other}
    is_complete = bool(unknown) and len(corrections) == len(unknown)
    return Spelling(bool(unknown), rules.corrected(text, corrections) if is_complete else "")


def refresh_words(work: Work, course_id: str, documents: Iterable[SearchDocument]) -> None:
    """Write down how many of a course's sections hold each word; only what differs is touched."""
    counted: Counter[tuple[str, str]] = Counter()
    for document in documents:
        words = rules.list_words(f"{document.title}\n{document.text}")
        counted.update((document.access, word) for word in words)
    rows = work.session.execute(_WORDS_OF_COURSE, {"course_id": course_id})
    stored = {(row.access, row.word): row.holders for row in rows}
    outdated = [key for key, holders in stored.items() if counted.get(key) != holders]
    if outdated:
        values = [{"of": course_id, "had": access, "outdated": word} for access, word in outdated]
        work.session.connection().execute(_DELETE_WORD, values)
    missing = [(key, holders) for key, holders in counted.items() if stored.get(key) != holders]
    if missing:
        work.session.execute(
            insert(SearchWord),
            [
                {"course_id": course_id, "access": access, "word": word, "stem": stem(word), "holders": holders}
                for (access, word), holders in missing
            ],
        )
