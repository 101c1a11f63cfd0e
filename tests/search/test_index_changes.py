"""An index that changes under way, is asked nonsense, gets damaged or is open to others."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from lms.search.index import Document, IndexLocked, IndexUnavailable, SearchIndex, parse_query


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SearchIndex]:
    built = SearchIndex(tmp_path / "index")
    built.rebuild(
        [section("a1", "云计算"), section("b1", "云与边缘", course="b"), section("b2", "标注", course="b")]
    )
    yield built
    built.close()


def section(key: str, text: str, *, course: str = "a", title: str = "") -> Document:
    return Document(key, course, "课程", f"{course}-01", "模块", key, title, text, "zh", "everyone")


def keys(index: SearchIndex, query: str) -> list[str]:
    results = index.search(parse_query(query), access=frozenset({"everyone"}))
    assert results.total == len(results.hits)
    return [hit.document.key for hit in results.hits]


def test_a_section_called_what_is_sought_comes_first(small: SearchIndex) -> None:
    small.replace_course("c", [section("c1", "讲边缘的一节", course="c", title="云")])
    assert keys(small, "云")[0] == "c1"


def test_what_is_found_is_what_was_given(small: SearchIndex) -> None:
    given = replace(section("c1", "“引号”\n换行 {brackets}", course="c"), title="É𠮷")
    small.replace_course("c", [given])
    assert [hit.document for hit in small.search(parse_query("引号"), access=frozenset({"everyone"})).hits] == [
        given
    ]


GARBAGE = """* " AND OR_NOT title:云 云_OR_标注 [a_TO_b] 云~2 ^ \\ ?!，。 's +_-_#_++ \ud800 \0 _"""
ONLY_CLOUD = ["云*", "(云", '"云', "云^", "^云?", "云" + "*" * 10_000]
LONG = ["云" * 10_000, "word " * 2_000, "*" * 10_000, "ab\u0301" * 99, ""]


@pytest.mark.parametrize("query", [*(query.replace("_", " ") for query in GARBAGE.split(" ")), *LONG])
def test_no_query_is_an_error(small: SearchIndex, query: str) -> None:
    assert keys(small, query) == []


@pytest.mark.parametrize("query", ONLY_CLOUD)
def test_signs_in_a_query_are_no_commands(small: SearchIndex, query: str) -> None:
    assert keys(small, query) == ["a1", "b1"]


# --- what changes ------------------------------------------------------------------------------------------------


def test_replacing_a_course_forgets_its_old_sections(small: SearchIndex) -> None:
    assert keys(small, "云") == ["a1", "b1"]
    small.replace_course("b", [section("b3", "云端标注", course="b")])
    assert set(keys(small, "云")) == {"a1", "b3"}
    assert keys(small, "标注") == ["b3"]


def test_a_deleted_course_is_not_found(small: SearchIndex) -> None:
    small.replace_course("b", [])
    small.replace_course("unknown", [])
    assert keys(small, "云") == ["a1"]
    small.replace_course("a", [])
    assert keys(small, "云") == []


def test_many_small_changes_end_where_a_plain_reading_ends(small: SearchIndex) -> None:
    chance = random.Random(3)
    shelf: dict[str, list[Document]] = {}
    small.rebuild([])
    for round_number in range(25):
        course = chance.choice("abcdef")
        texts = [
            "".join(chance.choices(["云", "数字", "孪生", "，", "5G"], k=5)) for _ in range(chance.randint(0, 12))
        ]
        shelf[course] = [
            section(f"{course}{round_number}.{i}", text, course=course) for i, text in enumerate(texts)
        ]
        small.replace_course(course, shelf[course])
        standing = [document for documents in shelf.values() for document in documents]
        for query in ("云", "数字孪生"):
            assert set(keys(small, query)) == {document.key for document in standing if query in document.text}


def test_a_document_must_belong_and_be_unique(small: SearchIndex) -> None:
    with pytest.raises(ValueError, match="do not belong to b: x1"):
        small.replace_course("b", [section("x1", "云")])
    with pytest.raises(ValueError, match="Two documents have the key x1"):
        small.rebuild([section("x1", "云"), section("x1", "云")])
    with pytest.raises(ValueError, match="Two documents have the key x1"):
        small.replace_course("a", [section("x1", "云"), section("x1", "云")])
    assert keys(small, "云") == ["a1", "b1"]


def test_a_rebuild_tells_how_far_it_is(small: SearchIndex) -> None:
    told: list[int] = []
    assert small.rebuild([section(f"k{i}", "云") for i in range(3)], told.append) == 3
    assert told == [1, 2, 3]


def test_a_rebuild_that_fails_leaves_the_old_index(small: SearchIndex, tmp_path: Path) -> None:
    def documents() -> Iterator[Document]:
        yield section("new", "云")
        assert keys(small, "云") == ["a1", "b1"]
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        small.rebuild(documents())
    assert keys(small, "云") == ["a1", "b1"]
    assert len(list((tmp_path / "index").glob("v*"))) == 1


def test_two_cannot_write_at_once(small: SearchIndex, tmp_path: Path) -> None:
    other = SearchIndex(tmp_path / "index")

    def documents() -> Iterator[Document]:
        with pytest.raises(IndexLocked, match="try again later"):
            other.replace_course("a", [])
        yield section("new", "云")

    small.rebuild(documents())
    other.replace_course("a", [])
    assert keys(small, "云") == []


def test_a_reader_in_another_thread_sees_the_new_index_and_never_half_of_one(tmp_path: Path) -> None:
    writer, reader = SearchIndex(tmp_path / "index"), SearchIndex(tmp_path / "index")
    writer.rebuild([section("0", "云")])
    done = threading.Event()

    def read() -> set[int]:
        seen = set()
        while not done.is_set():
            seen.add(len(keys(reader, "云")))
        assert len(keys(reader, "云")) == 40
        return seen

    with ThreadPoolExecutor() as threads:
        readers = [threads.submit(read) for _ in range(2)]
        try:
            for size in (30, 20, 40):
                documents = [section(f"{size}.{i}", "云") for i in range(size)]
                writer.rebuild(documents)
                writer.replace_course("a", documents)
        finally:
            done.set()
        for future in readers:
            assert future.result() <= {1, 30, 20, 40}
    reader.close()


# --- what can go wrong -------------------------------------------------------------------------------------------


def damage(folder: Path, kind: str) -> None:
    build = next(folder.glob("v*"))
    match kind:
        case "no table of contents":
            next(build.glob("*.toc")).unlink()
        case "half a table of contents":
            table = next(build.glob("*.toc"))
            table.write_bytes(table.read_bytes()[: table.stat().st_size // 2])
        case "half a segment":
            segment = next(build.glob("*.seg"))
            segment.write_bytes(segment.read_bytes()[: segment.stat().st_size // 2])
        case "no segment":
            next(build.glob("*.seg")).unlink()
        case "noise":
            for path in build.iterdir():
                path.write_bytes(b"noise" * 100)
        case "another version":
            (folder / "current").write_text("v0-abc")
        case "another folder":
            (folder / "current").write_text("../elsewhere")
        case "no build":
            (folder / "current").write_text("v1-gone")


DAMAGES = "no table of contents,half a table of contents,half a segment,no segment,noise,another version,no build"


# Whoosh leaves a damaged file to the garbage collector to close.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("kind", [*DAMAGES.split(","), "another folder"])
def test_a_damaged_index_is_unavailable_until_it_is_rebuilt(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "index"
    SearchIndex(folder).rebuild([section("a1", "云")])
    damage(folder, kind)
    index = SearchIndex(folder)
    for _ in range(2):
        with pytest.raises(IndexUnavailable):
            keys(index, "云")
    with pytest.raises(IndexUnavailable):
        index.replace_course("a", [])
    index.rebuild([section("a2", "云")])
    assert keys(index, "云") == ["a2"]
    index.close()


def test_without_an_index_nothing_can_be_searched_or_replaced(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    with pytest.raises(IndexUnavailable, match="rebuild it"):
        keys(index, "云")
    with pytest.raises(IndexUnavailable, match="rebuild it"):
        index.replace_course("a", [])
    assert index.rebuild([]) == 0
    assert keys(index, "云") == []
    index.close()


def test_the_folder_is_made_for_its_owner_alone(small: SearchIndex, tmp_path: Path) -> None:
    assert (tmp_path / "index").stat().st_mode & 0o777 == 0o700
    assert next((tmp_path / "index").glob("v*")).stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("place", "mode"), [(".", 0o720), (".", 0o702), ("v*", 0o777), ("v*/*.seg", 0o666)])
def test_an_index_that_others_can_write_is_not_opened(
    small: SearchIndex, tmp_path: Path, place: str, mode: int
) -> None:
    folder = tmp_path / "index"
    target = next(folder.glob(place)) if place != "." else folder
    target.parent.chmod(0o755)
    target.chmod(mode)
    with pytest.raises(IndexUnavailable, match="Others may write"):
        keys(SearchIndex(folder), "云")
    with pytest.raises(IndexUnavailable, match="Others may write"):
        small.replace_course("a", [])


def test_an_index_of_another_user_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = SearchIndex(tmp_path / "index")
    index.rebuild([])
    owner = (tmp_path / "index").stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    with pytest.raises(IndexUnavailable, match="another user"):
        keys(index, "云")
    with pytest.raises(IndexUnavailable, match="another user"):
        index.rebuild([])
