"""What people do with the search: ask, and keep the index in step with what is published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby
from pathlib import Path

from lms import catalog
from lms.core.work import Work
from lms.search import rules
from lms.search.index import Document, Hit, IndexUnavailable, SearchIndex, parse_query, stem

HITS_PER_PAGE = 30
MARKS_MAXIMUM = 5
PROGRESS_EVERY = 500


@cache
def open_index(folder: Path) -> SearchIndex:
    """The index in the folder; one reader a process, which notices by itself that the index has changed."""
    return SearchIndex(folder)


def index_of(work: Work) -> SearchIndex:
    """The index of the installation."""
    return open_index(work.settings.instance / "search")


@dataclass(frozen=True, slots=True)
class Passage:
    """A section found: where it is, what of it to show, and which words to mark on arrival."""

    title: str
    anchor: str
    pieces: tuple[rules.Piece, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundModule:
    """The passages of one module in one language, best first."""

    course_id: str
    course_title: str
    module_id: str
    module_title: str
    language: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results; pages count from 1. `is_available` is False while the index is being built."""

    asked: str
    total: int
    modules: tuple[FoundModule, ...]
    number: int
    pages: int
    is_available: bool = True


def search(work: Work, asked: str, number: int = 1) -> SearchPage:
    """The sections that have everything that is asked for, grouped by module, the best module first."""
    query = parse_query(asked)
    access = frozenset({"everyone", "members"} if work.actor.is_signed_in else {"everyone"})
    number = max(1, number)
    offset = (number - 1) * HITS_PER_PAGE
    try:
        results = index_of(work).search(query, access=access, limit=HITS_PER_PAGE, offset=offset)
    except IndexUnavailable:
        return SearchPage(asked, 0, (), 1, 1, is_available=False)
    pages = max(1, -(-results.total // HITS_PER_PAGE))
    return SearchPage(asked, results.total, _group(results.hits, query), number, pages)


def _group(hits: tuple[Hit, ...], query: rules.Query) -> tuple[FoundModule, ...]:
    best: dict[tuple[str, str], int] = {}
    for place, hit in enumerate(hits):
        best.setdefault((hit.document.module_id, hit.document.language), place)
    documents = [hit.document for hit in hits]
    documents.sort(key=lambda document: best[document.module_id, document.language])
    groups = groupby(documents, key=lambda document: (document.module_id, document.language))
    return tuple(_found_module(list(found), query) for _key, found in groups)


def _found_module(found: list[Document], query: rules.Query) -> FoundModule:
    first = found[0]
    return FoundModule(
        course_id=first.course_id,
        course_title=first.course_title,
        module_id=first.module_id,
        module_title=first.module_title,
        language=first.language,
        passages=tuple(
            Passage(
                title=document.title,
                anchor=document.anchor,
                pieces=rules.snippet(document.text, query, stem),
                marks=rules.marked_words(document.text, query, stem)[:MARKS_MAXIMUM],
            )
            for document in found
        ),
    )


def index_course(work: Work, course_id: str) -> None:
    """Put what is published of a course into the index; builds the whole index where there is none."""
    try:
        index_of(work).replace_course(course_id, list(_documents(work, course_id)))
    except IndexUnavailable:
        rebuild(work, lambda _line: None)


def rebuild(work: Work, report: Callable[[str], None]) -> None:
    """Build the index anew from everything that is published."""
    courses = [course.course_id for course in catalog.list_outlines(work)]
    documents = chain.from_iterable(_documents(work, course_id) for course_id in courses)

    def tell(count: int) -> None:
        if count % PROGRESS_EVERY == 0:
            report(f"{count} sections …")

    count = index_of(work).rebuild(documents, tell)
    report(f"{count} sections of {len(courses)} courses")


def is_built(work: Work) -> bool:
    """Whether there is an index that can be searched."""
    try:
        index_of(work).search(parse_query("a"), access=frozenset(), limit=1)
    except IndexUnavailable:
        return False
    return True


def _documents(work: Work, course_id: str) -> Iterator[Document]:
    answers = work.hooks.search_documents(work=work, course_id=course_id)
    for found in chain.from_iterable(answers):
        yield Document(
            key=f"{found.module_id}:{found.language}:{found.anchor}",
            course_id=found.course_id,
            course_title=found.course_title,
            module_id=found.module_id,
            module_title=found.module_title,
            anchor=found.anchor,
            title=found.title,
            text=found.text,
            language=found.language,
            access=found.access,
        )
