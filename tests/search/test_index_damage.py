"""An index that gets damaged, is open to others, or was left behind half made."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.search.index import IndexUnavailable, SearchIndex
from tests.search.small import anchors, key, rebuild, section


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
            (folder / "current").write_text("v2-gone")


DAMAGES = "no table of contents,half a table of contents,half a segment,no segment,noise,another version,no build"


# Whoosh leaves a damaged file to the garbage collector to close.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("kind", [*DAMAGES.split(","), "another folder"])
def test_a_damaged_index_is_unavailable_until_it_is_rebuilt(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "index"
    rebuild(SearchIndex(folder), section("a1", "云"))
    damage(folder, kind)
    index = SearchIndex(folder)
    for _ in range(2):
        with pytest.raises(IndexUnavailable):
            anchors(index, "云")
    with index.writing() as writer, pytest.raises(IndexUnavailable):
        writer.read_digests()
    rebuild(index, section("a2", "云"))
    assert anchors(index, "云") == ["a2"]
    with index.writing() as writer:
        assert list(writer.read_digests()) == [key("a2")]
    index.close()


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_damage_that_one_process_finds_is_known_to_the_one_that_writes(small: SearchIndex, tmp_path: Path) -> None:
    small.note_in_step(1)
    assert small.is_in_step(1)
    segment = next((tmp_path / "index").glob("v*/*.seg"))
    whole = segment.read_bytes()
    segment.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(IndexUnavailable):
        anchors(SearchIndex(tmp_path / "index"), "云")
    segment.write_bytes(whole)  # so that it is the word of the reader that counts
    assert not small.is_in_step(1)
    with small.writing() as writer, pytest.raises(IndexUnavailable, match="A reader found"):
        writer.read_digests()
    rebuild(small, section("a1", "云"))
    small.note_in_step(1)
    assert small.is_in_step(1)


def test_without_an_index_nothing_can_be_searched_or_compared(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    with pytest.raises(IndexUnavailable, match="rebuild it"):
        anchors(index, "云")
    with index.writing() as writer, pytest.raises(IndexUnavailable, match="rebuild it"):
        writer.read_digests()
    assert not index.is_in_step(0)
    assert rebuild(index) == 0
    assert anchors(index, "云") == []
    index.close()


def test_the_folder_is_made_for_its_owner_alone(small: SearchIndex, tmp_path: Path) -> None:
    assert (tmp_path / "index").stat().st_mode & 0o777 == 0o700
    assert next((tmp_path / "index").glob("v*")).stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("place", "mode"), [(".", 0o720), (".", 0o702), ("v*", 0o777), ("v*/*.seg", 0o666)])
def test_an_index_that_others_can_write_is_never_opened_again(
    small: SearchIndex, tmp_path: Path, place: str, mode: int
) -> None:
    folder = tmp_path / "index"
    [build] = folder.glob("v*")
    target = next(folder.glob(place)) if place != "." else folder
    target.parent.chmod(0o755)
    target.chmod(mode)
    with pytest.raises(IndexUnavailable, match="Others may write"):
        anchors(SearchIndex(folder), "云")
    with SearchIndex(folder).writing() as writer, pytest.raises(IndexUnavailable):
        writer.read_digests()
    rebuild(small, section("a2", "云"))
    assert anchors(small, "云") == ["a2"]
    assert folder.stat().st_mode & 0o022 == 0
    assert not build.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"index"}


def test_an_index_of_another_user_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = SearchIndex(tmp_path / "index")
    rebuild(index)
    owner = (tmp_path / "index").stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    with pytest.raises(IndexUnavailable, match="another user"):
        anchors(index, "云")
    with pytest.raises(IndexUnavailable, match="another user"):
        rebuild(index)


def test_what_a_killed_writer_left_is_removed_by_the_next(small: SearchIndex, tmp_path: Path) -> None:
    left = tmp_path / "index" / "v2-left"
    left.mkdir()
    (left / "MAIN_x.seg").write_text("half")
    with small.writing() as writer:
        assert len(writer.read_digests()) == 3
    assert not left.exists()
    assert anchors(small, "云") == ["a1", "b1"]
