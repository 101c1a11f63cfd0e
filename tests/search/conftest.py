"""What tests of the index may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.search.index import SearchIndex
from tests.search.small import rebuild, section


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SearchIndex]:
    """An index of three sections in two courses."""
    built = SearchIndex(tmp_path / "index")
    rebuild(
        built, section("a1", "云计算"), section("b1", "云与边缘", course="b"), section("b2", "标注", course="b")
    )
    yield built
    built.close()
