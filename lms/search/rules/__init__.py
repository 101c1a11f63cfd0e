"""How a section and a query meet: folding, matching, ranking and the passage that is shown."""

from lms.search.rules.matching import (
    MAX_QUERY_CHARACTERS,
    Measure,
    Query,
    Stem,
    matches,
    measure,
    parse_query,
    required_tokens,
    scores,
    searchable,
    tokens,
)
from lms.search.rules.passages import ELLIPSIS, Piece, find_marks, marked_words, snippet

__all__ = [
    "ELLIPSIS",
    "MAX_QUERY_CHARACTERS",
    "Measure",
    "Piece",
    "Query",
    "Stem",
    "find_marks",
    "marked_words",
    "matches",
    "measure",
    "parse_query",
    "required_tokens",
    "scores",
    "searchable",
    "snippet",
    "tokens",
]
