"""How a section and a query meet: folding, matching, ranking and the passage that is shown."""

from lms.search.rules.matching import (
    MAX_QUERY_CHARACTERS,
    Form,
    Query,
    Stem,
    count,
    count_endings,
    frequencies,
    is_decided_by_tokens,
    matches,
    parse_query,
    required_tokens,
    tokens,
)
from lms.search.rules.passages import ELLIPSIS, Match, Piece, find_marks, find_matches, marked_words, snippet
from lms.search.rules.ranking import cut, rarity, score
from lms.search.rules.sections import FORMAT, Scope, Section, digest_of, distinct, make_section, searchable
from lms.search.rules.spelling import (
    correctable_words,
    corrected,
    edits_allowed,
    list_words,
    unfinished_word,
)

__all__ = [
    "ELLIPSIS",
    "FORMAT",
    "MAX_QUERY_CHARACTERS",
    "Form",
    "Match",
    "Piece",
    "Query",
    "Scope",
    "Section",
    "Stem",
    "correctable_words",
    "corrected",
    "count",
    "count_endings",
    "cut",
    "digest_of",
    "distinct",
    "edits_allowed",
    "find_marks",
    "find_matches",
    "frequencies",
    "is_decided_by_tokens",
    "list_words",
    "make_section",
    "marked_words",
    "matches",
    "parse_query",
    "rarity",
    "required_tokens",
    "score",
    "searchable",
    "snippet",
    "tokens",
    "unfinished_word",
]
