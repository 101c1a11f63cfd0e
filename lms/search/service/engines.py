"""Who answers: the index of this machine, or the database."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

from lms.core.settings import Settings
from lms.core.work import Work
from lms.search import rules
from lms.search.index import IndexUnavailable, Results, SearchIndex
from lms.search.service.database import DatabaseSearch
from lms.search.service.table import is_postgresql


class Engine(Protocol):
    """Finds sections; two engines find the same in the same sections."""

    def search(self, query: rules.Query, scope: rules.Scope, *, limit: int, offset: int = 0) -> Results:
        """The sections that have everything the query asks for, best first; an empty query finds nothing."""


class IndexOrDatabase:
    """Asks the index, and the database from the moment on that the index cannot answer."""

    def __init__(self, index: SearchIndex, database: DatabaseSearch) -> None:
        self._index = index
        self._database = database
        self.is_slow = False

    def search(self, query: rules.Query, scope: rules.Scope, *, limit: int, offset: int = 0) -> Results:
        """The sections that have everything the query asks for, best first; an empty query finds nothing."""
        if not self.is_slow:
            try:
                return self._index.search(query, scope, limit=limit, offset=offset)
            except IndexUnavailable:
                self.is_slow = True
        return self._database.search(query, scope, limit=limit, offset=offset)


@cache
def _open_index(folder: Path) -> SearchIndex:
    return SearchIndex(folder)


def open_index(settings: Settings) -> SearchIndex:
    """The index of the installation; one reader a process, which notices by itself that the index has changed."""
    return _open_index(settings.instance / "search")


def choose_engine(work: Work) -> Engine:
    """The database where it is PostgreSQL, else the index, with the database to fall back on."""
    database = DatabaseSearch(work.session)
    return database if is_postgresql(work.session) else IndexOrDatabase(open_index(work.settings), database)
