"""Makes what can be searched: published courses with the keeper's turn done, or many sections at once."""

from __future__ import annotations

import random
from collections.abc import Iterator

from lms.core import chores
from lms.core.house import House
from lms.core.parts import SearchDocument
from lms.core.work import VISITOR, Actor
from lms.search import rules, service
from lms.search.index import stem
from lms.search.service import SearchPage, Wanted
from lms.search.service.table import insert_sections
from tests.catalog.makers import ModuleToMake, make_course

MEMBER = Actor(person_id=1)


def publish(house: House, *modules: ModuleToMake, course_id: str = "course", access: str = "everyone") -> None:
    """Publish a course of these modules, and let the keeper have its turn."""
    make_course(house, course_id, modules, access=access)
    keep_once(house)


def keep_once(house: House) -> None:
    """The keeper's turn: letters are delivered, and the index follows the table."""
    chores.run_unless_kept(house)


def search(house: House, text: str, actor: Actor = VISITOR, **wanted: str) -> SearchPage:
    with house.reading(actor) as work:
        return service.search(work, Wanted(text, **wanted))  # type: ignore[arg-type]  # no test asks for a page by number


def suggest(house: House, text: str, language: str = "en", actor: Actor = VISITOR) -> list[str]:
    """Language, module and anchor of each passage suggested."""
    with house.reading(actor) as work:
        modules = service.suggest(work, text, language)
    return [f"{m.language} {m.module_id}#{passage.anchor}" for m in modules for passage in m.passages]


def anchors(page: SearchPage) -> list[str]:
    """Language, module and anchor of each passage of a page, in order."""
    return [f"{m.language} {m.module_id}#{passage.anchor}" for m in page.modules for passage in m.passages]


def write_sections(house: House, count: int) -> None:
    """Put sections into the table as a very large course would, without publishing it."""
    with house.writing() as work:
        insert_sections(work.session, (rules.make_section(document, stem) for document in _invent(count)))
        work.session.commit()


def _invent(count: int) -> Iterator[SearchDocument]:
    chance = random.Random(count)
    for number in range(count):
        words = "".join(chr(0x4E00 + chance.randrange(900)) for _ in range(60))
        yield SearchDocument("c", "课程", f"m-{number // 4}", "模块", f"s-{number}", "节", words, "zh", "everyone")
