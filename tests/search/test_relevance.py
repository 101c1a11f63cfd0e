"""What one wants of the courses that ship stands at the top, on every engine, no lower than FTS5 puts it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from math import log2
from pathlib import Path
from statistics import fmean

import pytest

from lms.app import open_house
from lms.core.parts import SearchDocument
from lms.core.settings import Settings
from lms.core.work import VISITOR
from lms.search import rules
from lms.search.index import stem
from lms.search.service.table import list_course_ids, list_documents
from tests.catalog.makers import copy_courses, publish_courses
from tests.postgres import Server
from tests.search.engines import ENGINES, EVERYTHING, find_keys, open_engines, parse
from tests.search.judging import FullText5, LabelledQuery, ndcg, read_labelled, section_of
from tests.search.test_index import CHINESE_QUERIES, ENGLISH_QUERIES

LABELLED = read_labelled()
MODULES = {section.partition(":")[0] for query in LABELLED for section in query.relevant}
QUERIES = [query.text for query in LABELLED]
QUERIES += [query.replace("_", " ") for query in (*CHINESE_QUERIES.split(" "), *ENGLISH_QUERIES.split())]
PLAIN, TITLES_COUNT_THREE = "FTS5", "FTS5, titles × 3"
COLUMNS = (*ENGINES, PLAIN, TITLES_COUNT_THREE)


@pytest.fixture(scope="module")
def documents(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[SearchDocument]:
    """Every section of the modules that were labelled, published once for all that is asked here."""
    instance, courses = tmp_path_factory.mktemp("house"), tmp_path_factory.mktemp("courses")
    copy_courses(courses, *MODULES)
    shutil.copyfile(sqlite_template, instance / "lms.db")
    house = open_house(Settings(instance=instance, courses=courses, secret_key="5" * 64, payload_key="7" * 64))
    publish_courses(house)
    with house.reading(VISITOR) as work:
        found = [list_documents(work, course_id).values() for course_id in list_course_ids(work)]
    house.database.close()
    return sorted(chain.from_iterable(found), key=lambda document: document.key)


@pytest.fixture(scope="module")
def forms(documents: list[SearchDocument]) -> dict[str, rules.Form]:
    return {document.key: rules.searchable(document, stem) for document in documents}


@pytest.fixture(scope="module")
def found(
    documents: list[SearchDocument], tmp_path_factory: pytest.TempPathFactory, postgres_server: Server
) -> dict[str, dict[str, list[str]]]:
    """Query → engine → the keys of everything that it finds, best first."""
    languages = {query.text: query.language for query in LABELLED}
    with open_engines(documents, tmp_path_factory.mktemp("shipped"), postgres_server) as engines:
        return {
            query: {
                # As on the page: what is written in the reader's language leads.
                name: find_keys(
                    engines[name], query, rules.Scope(EVERYTHING, first_language=languages.get(query, ""))
                )
                for name in ENGINES
            }
            for query in QUERIES
        }


@pytest.fixture(scope="module")
def table(documents: list[SearchDocument], found: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, float]]:
    """nDCG@10 of every labelled query in each of COLUMNS."""
    full_text = FullText5(documents)
    judged = {}
    for query in LABELLED:
        keys = found[query.text] | {
            PLAIN: _lead(query.language, full_text.find_keys(query.text, title_weight=1)),
            TITLES_COUNT_THREE: _lead(query.language, full_text.find_keys(query.text, title_weight=3)),
        }
        judged[query.text] = {column: _judge(query, keys[column]) for column in COLUMNS}
    full_text.close()
    return judged


def _lead(language: str, keys: Sequence[str]) -> list[str]:
    """The same keys, those in the language first, as ours are."""
    return sorted(keys, key=lambda key: f":{language}:" not in section_of(key))


def _judge(query: LabelledQuery, keys: Sequence[str]) -> float:
    """Modules that nobody has labelled are passed over, so that a new one does not look like worse answers."""
    sections = [section for section in map(section_of, keys) if section.partition(":")[0] in MODULES]
    return ndcg([query.relevant.get(section, 0) for section in sections], query.relevant.values())


def _print(table: dict[str, dict[str, float]]) -> str:
    def line(name: str, measured: Sequence[dict[str, float]]) -> str:
        return (
            " ".join(f"{fmean(of[column] for of in measured):{len(column) + 2}.3f}" for column in COLUMNS)
            + f"  {name}"
        )

    lines = [" ".join(f"{column:>{len(column) + 2}}" for column in COLUMNS) + "  nDCG@10"]
    lines += [line(f"{query.language}  {query.text}  ({query.kind})", [table[query.text]]) for query in LABELLED]
    for language in ("zh", "en"):
        lines.append(line(f"{language}, mean", [table[q.text] for q in LABELLED if q.language == language]))
    return "\n".join([*lines, line("mean", list(table.values()))])


# ── The measure and the labels ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("found", "labelled", "expected"),
    [
        ([3, 2, 1], [1, 2, 3], 1.0),
        ([], [3], 0.0),
        ([0, 0], [1], 0.0),
        ([0, 3], [3], 1 / log2(3)),
        ([0, 0, 1], [1], 0.5),
        ([2, 3], [3, 2], (3 + 7 / log2(3)) / (7 + 3 / log2(3))),
        ([3], [3, 3, 1], 7 / (7 + 7 / log2(3) + 1 / 2)),
        ([0] * 10 + [3], [3], 0.0),
        ([1] * 12, [1] * 11, 1.0),
    ],
)
def test_ndcg_tells_how_near_an_order_comes_to_the_best(
    found: list[int], labelled: list[int], expected: float
) -> None:
    assert ndcg(found, labelled) == pytest.approx(expected, abs=1e-12)


def test_twenty_queries_of_each_language_are_labelled() -> None:
    assert Counter(query.language for query in LABELLED) == {"zh": 20, "en": 20}
    assert len({query.text for query in LABELLED}) == 40
    for query in LABELLED:
        grades = query.relevant.values()
        assert set(grades) <= {1, 2, 3}, query.text
        assert 3 in grades, f"No section is what one wants with {query.text}."


def test_every_labelled_section_exists(documents: list[SearchDocument]) -> None:
    labelled = {section for query in LABELLED for section in query.relevant}
    assert labelled - {section_of(document.key) for document in documents} == set()


# ── What is found, and in which order ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("query", QUERIES)
def test_every_engine_finds_the_same_sections_of_the_courses_that_ship(
    forms: dict[str, rules.Form], found: dict[str, dict[str, list[str]]], query: str
) -> None:
    expected = sorted(key for key, form in forms.items() if rules.matches(parse(query), form))
    for name in ENGINES:
        assert sorted(found[query][name]) == expected, name


def test_every_labelled_query_has_a_labelled_section_among_the_first_ten(
    table: dict[str, dict[str, float]],
) -> None:
    assert [query for query, of in table.items() if not all(of[name] for name in ENGINES)] == []


def test_what_one_wants_stands_no_lower_than_fts5_puts_it(table: dict[str, dict[str, float]]) -> None:
    print("\n" + _print(table))  # pytest shows it when the test fails, and with -s
    means = {column: fmean(of[column] for of in table.values()) for column in COLUMNS}
    for name in ENGINES:
        assert means[name] >= means[PLAIN], name
