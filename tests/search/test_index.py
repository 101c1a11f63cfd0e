"""On every engine a search finds exactly the sections that a linear scan of 2,000 modules finds."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import event, text
from whoosh.lang.snowball.english import EnglishStemmer

from lms.core.parts import SearchDocument
from lms.search import rules
from lms.search.service.engines import Engine
from tests.postgres import Server
from tests.search.engines import ENGINES, EVERYTHING, find_keys, open_engines, parse

CHINESE = """
数字孪生 数字 孪生 字孪 孪数字生 数字双胞胎 标注 标注员 标记 注标 密钥 密码 钥匙 量子密钥分发 量子密钥 密钥分发
量子分发密钥 量子 云 云计算 白云 物联网 物联 联网 网物联 协议 协 议 MQTT ＭＱＴＴ MQTT5 數字孿生
数据 模型 设备 的 与 3D打印 5G
"""
ENGLISH = """
train training trained trains trainer rain network networks networked networking label labelling labeled data datum
quality qualities cloud clouds key keys quantum distribution distributed protocol MQTT mqtt5 the of and to is edge
edges model models C++ C# secure security twin twins digital device-level IoT
"""
CHINESE_QUERIES = (
    "数字孪生 标注 密钥 量子密钥分发 云 物联网 MQTT_协议 ＭＱＴＴ　协议 5G_3D打印 协议_云_的 密钥_key"
)

stem = EnglishStemmer().stem
ENGLISH_QUERIES = """
train training trained networks network labelling labels data_quality quality_of_data quantum_key_distribution
clouds the secured MQTT5 device edge_model digital_twins
"""


def corpus() -> Iterator[SearchDocument]:
    chance = random.Random(20261123)
    for number in range(2_000):
        access = "members" if number % 5 == 0 else "everyone"
        for section in ("first", "second"):
            for language, words, space in (("zh", CHINESE.split(), ""), ("en", ENGLISH.split(), " ")):
                title = space.join(chance.choices(words, k=2))
                parts = [chance.choice(words) + chance.choice(("", "", "，", " ", "。\n")) for _ in range(8)]
                yield SearchDocument(
                    course_id=f"c{number % 20}",
                    course_title="课程",
                    module_id=f"m{number}",
                    module_title="模块",
                    anchor=section,
                    title=title,
                    text=space.join(parts),
                    language=language,
                    access=access,
                )


DOCUMENTS = list(corpus())


def linear_scan(query: str, documents: list[SearchDocument]) -> set[str]:
    """The same question asked another way: no index, nothing of the search's own rules."""

    def folded(text: str) -> str:
        return unicodedata.normalize("NFKC", text).casefold()

    def stems(text: str) -> set[str]:
        return {stem(word) for word in re.findall(r"[a-z0-9]+", folded(text))}

    runs, words = re.findall(r"[一-鿿]+", folded(query)), stems(query)
    found = set()
    for document in documents:
        title, text = folded(document.title), folded(document.text)
        if all(run in title or run in text for run in runs) and words <= stems(f"{title} {text}"):
            found.add(document.key)
    return found


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory, postgres_server: Server) -> Iterator[dict[str, Engine]]:
    with open_engines(DOCUMENTS, tmp_path_factory.mktemp("search"), postgres_server) as opened:
        yield opened


@pytest.fixture(params=ENGINES)
def engine(engines: dict[str, Engine], request: pytest.FixtureRequest) -> Engine:
    """Each test that asks runs once on each engine."""
    return engines[request.param]


@pytest.mark.parametrize("query", [*CHINESE_QUERIES.split(" "), *ENGLISH_QUERIES.split()])
def test_a_search_finds_exactly_the_sections_a_linear_scan_finds(engine: Engine, query: str) -> None:
    query = query.replace("_", " ")
    found = find_keys(engine, query)
    expected = linear_scan(query, DOCUMENTS)
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert expected or query == "密钥 key"


def test_any_search_finds_exactly_the_sections_a_linear_scan_finds(engine: Engine) -> None:
    chance = random.Random(7)
    some = DOCUMENTS[:4000]
    known = {document.key for document in some}
    for _ in range(30):
        words = chance.choice(some).text
        start = chance.randrange(len(words))
        query = words[start : start + chance.randint(1, 9)].replace("+", " ").replace("#", " ")
        assert set(find_keys(engine, query)) & known == (
            linear_scan(query, some) if query.strip("，。 \n-") else set()
        ), query


@pytest.mark.parametrize("query", [*CHINESE_QUERIES.split(" "), *ENGLISH_QUERIES.split()])
def test_every_engine_puts_the_same_section_first(engines: dict[str, Engine], query: str) -> None:
    query = query.replace("_", " ")
    whoosh, sqlite, postgresql = (find_keys(engines[name], query) for name in ENGINES)
    assert whoosh == postgresql
    # Without tokens a run is counted as it stands and not by its pairs, which matters where there are several.
    assert whoosh == sqlite or " " in query


@pytest.mark.parametrize(
    "forms", [("train", "training", "Trained", "trains"), ("label", "labelling", "labeled"), ("key", "keys")]
)
def test_all_forms_of_a_word_find_the_same_sections(engine: Engine, forms: tuple[str, ...]) -> None:
    found = {tuple(find_keys(engine, form)) for form in forms}
    assert len(found) == 1
    assert found.pop()


def test_a_visitor_sees_no_section_for_members(engine: Engine) -> None:
    found = find_keys(engine, "云", rules.Scope(frozenset({"everyone"})))
    assert set(found) == linear_scan("云", [document for document in DOCUMENTS if document.access == "everyone"])
    assert find_keys(engine, "云", rules.Scope(frozenset())) == []


def test_a_reader_can_ask_for_one_language_and_one_course(engine: Engine) -> None:
    found = find_keys(engine, "mqtt", rules.Scope(EVERYTHING, language="zh", course_id="c3"))
    wanted = [document for document in DOCUMENTS if (document.language, document.course_id) == ("zh", "c3")]
    assert set(found) == linear_scan("mqtt", wanted)
    assert find_keys(engine, "mqtt", rules.Scope(EVERYTHING, language="fr")) == []


def test_what_is_found_is_what_was_given(engine: Engine) -> None:
    given = {document.key: document for document in DOCUMENTS}
    for hit in engine.search(parse("量子密钥分发"), rules.Scope(EVERYTHING), limit=30).hits:
        assert hit.document == given[hit.document.key]


def test_pages_of_results_are_the_results_in_order(engine: Engine) -> None:
    query, scope = parse("量子密钥分发"), rules.Scope(EVERYTHING)
    everything = engine.search(query, scope, limit=10_000)
    pages = [engine.search(query, scope, limit=50, offset=offset) for offset in range(0, 200, 50)]
    assert tuple(hit for page in pages for hit in page.hits) == everything.hits[:200]
    assert {page.total for page in pages} == {everything.total}
    assert list(everything.hits) == sorted(everything.hits, key=lambda hit: -hit.score)


def test_the_language_of_the_page_leads_and_the_other_follows(engine: Engine) -> None:
    scope = rules.Scope(EVERYTHING, first_language="en")
    results = engine.search(parse("mqtt"), scope, limit=10_000)
    languages = [hit.document.language for hit in results.hits]
    assert set(languages) == {"en", "zh"}
    assert languages == sorted(languages)
    assert {hit.document.key for hit in results.hits} == set(find_keys(engine, "mqtt"))


@pytest.mark.parametrize(("typed", "stems"), [("net", ["net", "network"]), ("云 tr", ["tr", "train", "trainer"])])
def test_an_unfinished_word_finds_all_that_it_may_become(engine: Engine, typed: str, stems: list[str]) -> None:
    query = rules.parse_query(typed, stem, tuple(stems))
    found = {hit.document.key for hit in engine.search(query, rules.Scope(EVERYTHING), limit=10_000).hits}
    before = typed.rpartition(" ")[0]
    assert found == set.union(*(linear_scan(f"{before} {word}", DOCUMENTS) for word in stems))
    assert bool(found) == (before == "")


@pytest.mark.parametrize("query", ["量子密钥分发", "data quality", "的", "the"])
def test_postgresql_finds_sections_by_the_index_of_their_tokens(engines: dict[str, Engine], query: str) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    event.listen(SqlEngine, "before_cursor_execute", note)
    try:
        assert find_keys(engines["postgresql"], query)
    finally:
        event.remove(SqlEngine, "before_cursor_execute", note)
    session = engines["postgresql"]._session  # type: ignore[attr-defined]  # to ask how it finds, not what
    session.execute(text("ANALYZE search_section"))
    connection = session.connection()
    for statement, values in asked:
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars())
        assert "Bitmap Index Scan on ix_search_section_tokens" in plan, plan
