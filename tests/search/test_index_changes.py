"""An index that changes under way, and is asked nonsense."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from lms.core.parts import SearchDocument
from lms.search import rules
from lms.search.index import IndexLocked, SearchIndex, stem
from tests.search.small import anchors, change, key, rebuild, section


def test_a_section_called_what_is_sought_comes_first(small: SearchIndex) -> None:
    change(small, section("c1", "讲边缘的一节", course="c", title="云"))
    assert anchors(small, "云")[0] == "c1"


def test_what_is_found_is_what_was_given(small: SearchIndex) -> None:
    given = replace(section("c1", "“引号”\n换行 {brackets}", course="c"), title="É𠮷", headings=("云", "É"))
    change(small, given)
    found = small.search(rules.parse_query("引号", stem), rules.Scope(frozenset({"everyone"})), limit=9)
    assert [hit.document for hit in found.hits] == [given]


GARBAGE = """* " AND OR_NOT title:云 云_OR_标注 [a_TO_b] 云~2 ^ \\ ?!，。 's +_-_#_++ \ud800 \0 _"""
ONLY_CLOUD = ["云*", "(云", '"云', "云^", "^云?", "云" + "*" * 10_000]
LONG = ["云" * 10_000, "word " * 2_000, "*" * 10_000, "ab\u0301" * 99, ""]


@pytest.mark.parametrize("query", [*(query.replace("_", " ") for query in GARBAGE.split(" ")), *LONG])
def test_no_query_is_an_error(small: SearchIndex, query: str) -> None:
    assert anchors(small, query) == []


@pytest.mark.parametrize("query", ONLY_CLOUD)
def test_signs_in_a_query_are_no_commands(small: SearchIndex, query: str) -> None:
    assert anchors(small, query) == ["a1", "b1"]


# --- what changes ------------------------------------------------------------------------------------------------


def test_a_section_that_changes_is_found_by_its_new_words_alone(small: SearchIndex) -> None:
    change(small, section("b1", "边缘标注", course="b"))
    assert anchors(small, "云") == ["a1"]
    assert set(anchors(small, "标注")) == {"b1", "b2"}


def test_a_section_that_is_gone_is_not_found(small: SearchIndex) -> None:
    change(small, gone=("b1", "x1"))
    assert anchors(small, "云") == ["a1"]
    change(small, gone=("a1",))
    assert anchors(small, "云") == []


def test_many_small_changes_end_where_a_plain_reading_ends(small: SearchIndex) -> None:
    chance = random.Random(3)
    shelf: dict[str, SearchDocument] = {}
    rebuild(small)
    for _ in range(40):
        gone = chance.sample(sorted(shelf), k=min(len(shelf), chance.randint(0, 2)))
        coming = [
            section(
                f"a{chance.randrange(25)}",
                "".join(chance.choices(["云", "数字", "孪生", "，", "5G"], k=chance.randint(0, 9))),
            )
            for _ in range(chance.randint(0, 6))
        ]
        for anchor in gone:
            del shelf[anchor]
        written = {document.anchor: document for document in coming}
        shelf |= written
        change(small, *written.values(), gone=tuple(gone))
        for query in ("云", "数字孪生"):
            expected = {document.anchor for document in shelf.values() if query in document.text}
            assert set(anchors(small, query)) == expected
    with small.writing() as writer:
        assert writer.read_digests() == {document.key: rules.digest_of(document) for document in shelf.values()}


def test_two_sections_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="Two sections have the key a/a-01/zh/a1"):
        rules.distinct([section("a1", "云"), section("a1", "雾")])


def test_a_rebuild_tells_how_far_it_is(small: SearchIndex) -> None:
    told: list[int] = []
    sections = [rules.make_section(section(f"k{i}", "云"), stem) for i in range(3)]
    with small.writing() as writer:
        assert writer.rebuild(sections, told.append) == 3
    assert told == [1, 2, 3]


def test_a_rebuild_that_fails_leaves_the_old_index(small: SearchIndex, tmp_path: Path) -> None:
    def sections() -> Iterator[rules.Section]:
        yield rules.make_section(section("new", "云"), stem)
        assert anchors(small, "云") == ["a1", "b1"]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"), small.writing() as writer:
        writer.rebuild(sections())
    assert anchors(small, "云") == ["a1", "b1"]
    assert len(list((tmp_path / "index").glob("v*"))) == 1


def test_two_cannot_write_at_once(small: SearchIndex, tmp_path: Path) -> None:
    other = SearchIndex(tmp_path / "index")
    with small.writing(), pytest.raises(IndexLocked, match="try again later"), other.writing():
        pass
    change(other, gone=("a1", "b1"))
    assert anchors(small, "云") == []


def test_whoever_can_wait_writes_when_the_other_is_done(small: SearchIndex, tmp_path: Path) -> None:
    other = SearchIndex(tmp_path / "index")

    def write() -> None:
        with other.writing(wait=True) as writer:
            writer.change([], [rules.make_section(section("a2", "云"), stem)])

    with ThreadPoolExecutor() as threads:
        with small.writing() as writer:
            waiting = threads.submit(write)
            writer.change([key("a1")], [])
            assert not waiting.done()
        waiting.result()
    assert set(anchors(small, "云")) == {"a2", "b1"}


def test_a_reader_in_another_thread_sees_the_new_index_and_never_half_of_one(tmp_path: Path) -> None:
    index, reader = SearchIndex(tmp_path / "index"), SearchIndex(tmp_path / "index")
    rebuild(index, section("0", "云"))
    done = threading.Event()

    def read() -> set[int]:
        seen = set()
        while not done.is_set():
            seen.add(len(anchors(reader, "云")))
        assert len(anchors(reader, "云")) == 40
        return seen

    with ThreadPoolExecutor() as threads:
        readers = [threads.submit(read) for _ in range(2)]
        try:
            for size in (30, 20, 40):
                documents = [section(f"{size}.{i}", "云") for i in range(size)]
                rebuild(index, *documents)
                change(index, *documents)
        finally:
            done.set()
        for future in readers:
            assert future.result() <= {1, 30, 20, 40}
    reader.close()
