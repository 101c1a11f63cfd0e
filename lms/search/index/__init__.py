"""The search index: the sections of all courses in Whoosh, built beside the old index and swapped at once."""

from lms.search.index.documents import Document, Hit, IndexLocked, IndexUnavailable, Results
from lms.search.index.searching import SearchIndex
from lms.search.index.segments import parse_query, stem

__all__ = ["Document", "Hit", "IndexLocked", "IndexUnavailable", "Results", "SearchIndex", "parse_query", "stem"]
