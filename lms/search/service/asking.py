"""What readers ask: a page of results, or a few passages as they type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from lms import catalog
from lms.core.parts import SearchDocument
from lms.core.work import Work
from lms.search import rules
from lms.search.index import Hit, stem
from lms.search.service.engines import Engine, IndexOrDatabase, choose_engine
from lms.search.service.values import FoundModule, Passage, SearchPage, Wanted
from lms.search.service.vocabulary import check_spelling, find_endings

HITS_PER_PAGE = 30
PAGES_MAXIMUM = 1_000_000
SUGGESTED_HITS = 8
MARKS_MAXIMUM = 5


def search(work: Work, wanted: Wanted, first_language: str = "") -> SearchPage:
    """The sections that have everything that is asked for, grouped by module, the best module first.

    Those in `first_language` lead: whoever reads one language wants the section there, and its twin behind it.
    """
    wanted = replace(wanted, number=min(max(1, wanted.number), PAGES_MAXIMUM))
    query, engine = rules.parse_query(wanted.text, stem), choose_engine(work)
    scope = rules.Scope(_access_of(work), wanted.language, wanted.course_id, first_language)
    results = engine.search(query, scope, limit=HITS_PER_PAGE, offset=(wanted.number - 1) * HITS_PER_PAGE)
    total_elsewhere, suggestion = 0, ""
    if not results.total and not query.is_empty:
        total_elsewhere, suggestion = _look_further(work, wanted, engine, all_held=results.all_held)
    return SearchPage(
        wanted=wanted,
        total=results.total,
        modules=_group(results.hits, query),
        pages=max(1, -(-results.total // HITS_PER_PAGE)),
        total_elsewhere=total_elsewhere,
        suggestion=suggestion,
        is_slow=isinstance(engine, IndexOrDatabase) and engine.is_slow,
    )


def _look_further(work: Work, wanted: Wanted, engine: Engine, *, all_held: bool) -> tuple[int, str]:
    """How many there are in both languages and all courses, or the question as it may have been meant.

    Where everything that was asked for stands somewhere, no word is misspelt.
    """
    query = rules.parse_query(wanted.text, stem)
    everywhere = rules.Scope(_access_of(work))
    if not all_held:
        spelling = check_spelling(work, wanted.text, everywhere.access)
        if spelling.has_unknown_words:
            corrected = rules.parse_query(spelling.corrected, stem)
            return 0, spelling.corrected if engine.search(corrected, everywhere, limit=0).total else ""
    return (engine.search(query, everywhere, limit=0).total if wanted.is_narrowed else 0), ""


def suggest(work: Work, text: str, language: str) -> tuple[FoundModule, ...]:
    """The best passages for what is typed so far, those in the language first; the last word may be unfinished."""
    access = _access_of(work)
    word = rules.unfinished_word(text)
    query = rules.parse_query(text, stem, find_endings(work, word, access) if word else ())
    found = choose_engine(work).search(query, rules.Scope(access, first_language=language), limit=SUGGESTED_HITS)
    return _group(found.hits, query)


def list_courses(work: Work, language: str) -> tuple[tuple[str, str], ...]:
    """Id and title of each course that the actor can search."""
    courses = (course for course in catalog.list_outlines(work) if course.modules)
    return tuple(
        (course.course_id, course.titles[language])
        for course in courses
        if work.actor.is_signed_in or not course.is_for_members
    )


def _access_of(work: Work) -> frozenset[str]:
    return frozenset({"everyone", "members"} if work.actor.is_signed_in else {"everyone"})


def _group(hits: Sequence[Hit], query: rules.Query) -> tuple[FoundModule, ...]:
    best: dict[tuple[str, str, str], int] = {}
    documents = [hit.document for hit in hits]
    for place, document in enumerate(documents):
        best.setdefault(_module_of(document), place)
    documents.sort(key=lambda document: best[_module_of(document)])
    return tuple(_found_module(list(found), query) for _key, found in groupby(documents, key=_module_of))


def _module_of(document: SearchDocument) -> tuple[str, str, str]:
    return document.course_id, document.module_id, document.language


def _found_module(found: list[SearchDocument], query: rules.Query) -> FoundModule:
    first = found[0]
    return FoundModule(
        course_id=first.course_id,
        course_title=first.course_title,
        module_id=first.module_id,
        module_title=first.module_title,
        language=first.language,
        passages=tuple(_passage(document, query) for document in found),
    )


def _passage(document: SearchDocument, query: rules.Query) -> Passage:
    matches = rules.find_matches(document.text, query, stem)
    return Passage(
        title=document.title,
        anchor=document.anchor,
        pieces=rules.snippet(document.text, matches),
        marks=rules.marked_words(document.text, matches)[:MARKS_MAXIMUM],
    )
