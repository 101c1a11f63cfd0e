"""The search index: the sections of all courses in Whoosh, built beside the old index and swapped at once."""

from lms.search.index.results import Hit, IndexLocked, IndexUnavailable, Results
from lms.search.index.searching import SearchIndex
from lms.search.index.segments import stem
from lms.search.index.spelling import find_closest
from lms.search.index.writing import IndexWriter

__all__ = [
    "Hit",
    "IndexLocked",
    "IndexUnavailable",
    "IndexWriter",
    "Results",
    "SearchIndex",
    "find_closest",
    "stem",
]
