"""Search in the courses that ship and in 2,000 generated modules, by each engine, beside a scan of them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.measuring import SHIPPED, heading, line, median, milliseconds, p95
from lms.app import open_house
from lms.core.house import House
from lms.core.migration import migrate
from lms.core.outbox import deliver_due
from lms.core.parts import SearchDocument
from lms.core.settings import Settings
from lms.core.work import VISITOR
from lms.search import rules, service
from lms.search.commands import follow
from lms.search.index import stem
from lms.search.service.table import insert_sections
from lms.search.service.vocabulary import refresh_words
from tests.catalog.makers import publish_courses
from tests.postgres import find_programs, running_server

MODULES = 2_000
TIMES = 20
QUERIES = {
    "the seven of Chinese": "数字孪生 标注 密钥 量子密钥分发 云 物联网 MQTT，协议",
    "words of English": "training networks data，quality MQTT，sensor labelling",
    "words that stand everywhere": "的 the 的，数字孪生 the，network 的，the",
    "words that stand nowhere": "trainning netwrok，sensor 木琴 xylophone",
}
TYPED = "数 数字 tr trai th netw 数字，tr"
HAN = re.findall(r"\S+", "数字孪生 映射 设备 标注 规则 密钥 量子 分发 云 边缘 物联网 协议 网络 训练 模型")
LATIN = ["MQTT", "training", "trained", "network", "networks", "data", "quality", "label", "labelling", "sensor"]


def run() -> None:
    """Ask every engine the same, first in what ships, then in much more."""
    documents = _documents(Random(2026))  # a corpus, not a secret
    with ExitStack() as open_ones:
        urls = {"Whoosh": "", "database, without the index": ""}
        if find_programs():
            server = open_ones.enter_context(running_server())
            urls |= {"PostgreSQL": server.address(server.create_database())}
        for name, url in urls.items():
            with _house(url) as house:
                publish_courses(house)
                _measure(f"{name}: the courses that ship", house, has_index=name == "Whoosh")
        for name in urls:
            url = server.address(server.create_database()) if name == "PostgreSQL" else ""
            with _house(url) as house:
                _fill(house, documents)
                _measure(f"{name}: {len(documents)} sections", house, has_index=name == "Whoosh")
    _measure_scan(documents)


@contextmanager
def _house(database_url: str) -> Iterator[House]:
    with TemporaryDirectory() as folder:
        settings = Settings(instance=Path(folder, "instance"), courses=SHIPPED)
        house = open_house(replace(settings, database_url=database_url))
        migrate(house)
        yield house
        house.database.close()


def _measure(title: str, house: House, *, has_index: bool) -> None:
    heading(title, "median ms", "p95 ms")
    started = time.perf_counter()
    deliver_due(house)
    line("the table of sections (s)", time.perf_counter() - started)
    if has_index:
        started = time.perf_counter()
        follow(house)
        line("building the index (s)", time.perf_counter() - started)
    with house.reading(VISITOR) as work:
        for name, queries in QUERIES.items():
            _line(name, queries, lambda asked: service.search(work, service.Wanted(asked)))
        _line("as one types", TYPED, lambda typed: service.suggest(work, typed, "zh"))


def _line(name: str, queries: str, ask: Callable[[str], object]) -> None:
    taken: list[float] = []
    for query in queries.split():
        asked = query.replace("，", " ")
        taken += milliseconds(partial(ask, asked), times=TIMES)
    line(name, median(taken), p95(sorted(taken)))


def _measure_scan(documents: Iterable[SearchDocument]) -> None:
    heading("A linear scan of the same", "median ms", "p95 ms")
    forms = [rules.searchable(document, stem) for document in documents]
    queries = [rules.parse_query(text, stem) for text in QUERIES["the seven of Chinese"].split()]
    taken = milliseconds(lambda: [rules.matches(q, form) for q in queries for form in forms], times=3)
    line("a query", median(taken) / len(queries), p95(taken) / len(queries))


def _fill(house: House, documents: list[SearchDocument]) -> None:
    with house.writing() as work:
        for course_id in sorted({document.course_id for document in documents}):
            of_course = [document for document in documents if document.course_id == course_id]
            insert_sections(work.session, (rules.make_section(document, stem) for document in of_course))
            refresh_words(work, course_id, of_course)
        work.session.commit()


def _documents(random: Random) -> list[SearchDocument]:
    """Sections of a hundred words, most of them from a large vocabulary and a few that are asked for."""
    han = ["".join(chr(0x4E00 + random.randrange(2500)) for _ in range(2)) for _ in range(4_000)]
    latin = ["".join(random.choices("abcdefghiklmnoprstuvw", k=7)) for _ in range(4_000)]
    return [
        SearchDocument(
            course_id=f"c-{module % 10}",
            course_title="Course",
            module_id=f"m-{module}",
            module_title=f"Module {module}",
            anchor=anchor,
            title=random.choice(asked),
            text=joint.join(random.choices(filler, k=95) + random.choices(asked, k=3) + [common] * 2),
            language=language,
            access="everyone",
        )
        for module in range(MODULES)
        for anchor in ("first", "second")
        for language, asked, filler, common, joint in (
            ("zh", HAN, han, "的", "，"),
            ("en", LATIN, latin, "the", " "),
        )
    ]
