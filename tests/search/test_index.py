"""A search finds exactly the sections that a linear scan of 2,000 modules finds."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator

import pytest
from whoosh.lang.porter import stem

from lms.search.index import Document, SearchIndex, parse_query

EVERYTHING = frozenset({"everyone", "members"})

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
ENGLISH_QUERIES = """
train training trained networks network labelling labels data_quality quality_of_data quantum_key_distribution
clouds the secured MQTT5 device edge_model digital_twins
"""


def corpus() -> Iterator[Document]:
    chance = random.Random(20261123)
    for number in range(2_000):
        access = "members" if number % 5 == 0 else "everyone"
        for section in ("first", "second"):
            for language, words, space in (("zh", CHINESE.split(), ""), ("en", ENGLISH.split(), " ")):
                title = space.join(chance.choices(words, k=2))
                parts = [chance.choice(words) + chance.choice(("", "", "，", " ", "。\n")) for _ in range(8)]
                yield Document(
                    key=f"m{number}:{language}:{section}",
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


def linear_scan(query: str, documents: list[Document]) -> set[str]:
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
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    built = SearchIndex(tmp_path_factory.mktemp("search") / "index")
    assert built.rebuild(DOCUMENTS) == len(DOCUMENTS)
    yield built
    built.close()


def keys(index: SearchIndex, query: str) -> list[str]:
    results = index.search(parse_query(query), access=EVERYTHING)
    assert results.total == len(results.hits)
    return [hit.document.key for hit in results.hits]


@pytest.mark.parametrize("query", [*CHINESE_QUERIES.split(" "), *ENGLISH_QUERIES.split()])
def test_a_search_finds_exactly_the_sections_a_linear_scan_finds(index: SearchIndex, query: str) -> None:
    query = query.replace("_", " ")
    found = keys(index, query)
    expected = linear_scan(query, DOCUMENTS)
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert expected or query == "密钥 key"


def test_any_search_finds_exactly_the_sections_a_linear_scan_finds(index: SearchIndex) -> None:
    chance = random.Random(7)
    some = DOCUMENTS[:4000]
    known = {document.key for document in some}
    for _ in range(60):
        text = chance.choice(some).text
        start = chance.randrange(len(text))
        query = text[start : start + chance.randint(1, 9)].replace("+", " ").replace("#", " ")
        assert set(keys(index, query)) & known == (
            linear_scan(query, some) if query.strip("，。 \n-") else set()
        ), query


@pytest.mark.parametrize(
    "forms", [("train", "training", "Trained", "trains"), ("label", "labelling", "labeled"), ("key", "keys")]
)
def test_all_forms_of_a_word_find_the_same_sections(index: SearchIndex, forms: tuple[str, ...]) -> None:
    found = {tuple(keys(index, form)) for form in forms}
    assert len(found) == 1
    assert found.pop()


def test_a_visitor_sees_no_section_for_members(index: SearchIndex) -> None:
    results = index.search(parse_query("云"), access=frozenset({"everyone"}))
    assert {hit.document.access for hit in results.hits} == {"everyone"}
    assert {hit.document.key for hit in results.hits} == linear_scan(
        "云", [document for document in DOCUMENTS if document.access == "everyone"]
    )
    assert index.search(parse_query("云"), access=frozenset()).total == 0


def test_a_reader_can_ask_for_one_language_and_one_course(index: SearchIndex) -> None:
    mqtt = parse_query("mqtt")
    results = index.search(mqtt, access=EVERYTHING, languages=frozenset({"zh"}), course_id="c3")
    wanted = [document for document in DOCUMENTS if (document.language, document.course_id) == ("zh", "c3")]
    assert {hit.document.key for hit in results.hits} == linear_scan("mqtt", wanted)
    assert index.search(mqtt, access=EVERYTHING, languages=frozenset({"fr"})).total == 0


def test_pages_of_results_are_the_results_in_order(index: SearchIndex) -> None:
    query = parse_query("量子密钥分发")
    everything = index.search(query, access=EVERYTHING)
    pages = [index.search(query, access=EVERYTHING, limit=50, offset=offset) for offset in range(0, 200, 50)]
    assert tuple(hit for page in pages for hit in page.hits) == everything.hits[:200]
    assert {page.total for page in pages} == {everything.total}
    assert list(everything.hits) == sorted(everything.hits, key=lambda hit: -hit.score)
