"""Makes every engine of the search over one list of sections, so that one table of questions runs on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from lms.app import open_house
from lms.core.migration import migrate
from lms.core.parts import SearchDocument
from lms.core.settings import Settings
from lms.search import rules
from lms.search.index import SearchIndex, stem
from lms.search.service.database import DatabaseSearch
from lms.search.service.engines import Engine
from lms.search.service.table import insert_sections
from tests.postgres import Server

ENGINES = ("whoosh", "sqlite", "postgresql")
EVERYTHING = frozenset({"everyone", "members"})


@contextmanager
def open_engines(documents: Sequence[SearchDocument], folder: Path, server: Server) -> Iterator[dict[str, Engine]]:
    """Each of ENGINES over the sections; `folder` is empty or not there yet."""
    sections = [rules.make_section(document, stem) for document in documents]
    folder.mkdir(mode=0o700, exist_ok=True)
    name = server.create_database()
    with ExitStack() as open_ones:
        open_ones.callback(server.drop_database, name)
        index = SearchIndex(folder / "index")
        open_ones.callback(index.close)
        with index.writing() as writer:
            assert writer.rebuild(sections) == len(documents)
        yield {
            "whoosh": index,
            "sqlite": DatabaseSearch(_fill(open_ones, folder, "", sections)),
            "postgresql": DatabaseSearch(_fill(open_ones, folder, server.address(name), sections)),
        }


def _fill(open_ones: ExitStack, folder: Path, url: str, sections: Sequence[rules.Section]) -> Session:
    house = open_house(Settings(instance=folder / "instance", database_url=url))
    open_ones.callback(house.database.close)
    migrate(house)
    with house.writing() as work:
        insert_sections(work.session, sections)
        work.session.commit()
    return open_ones.enter_context(house.database.reading())


def parse(text: str) -> rules.Query:
    return rules.parse_query(text, stem)


def find_keys(engine: Engine, text: str, scope: rules.Scope | None = None) -> list[str]:
    """The keys of everything that is found, best first."""
    results = engine.search(parse(text), scope or rules.Scope(EVERYTHING), limit=1_000_000)
    assert results.total == len(results.hits)
    return [hit.document.key for hit in results.hits]
