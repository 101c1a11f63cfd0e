"""What the program brings along gives way to what stands in the operator's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from lms.core.bundle import bundled_folder
from lms.core.settings import Settings

ROOT = Path(__file__).parent.parent.parent


def test_the_courses_of_the_folder_come_before_those_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings().courses == Settings.from_environment({}).courses == ROOT / "courses"
    (tmp_path / "courses").mkdir()
    assert Settings().courses == Path("courses")
    assert Settings.from_environment({"LMS_COURSES": "elsewhere"}).courses == Path("elsewhere")


@pytest.mark.parametrize("name", ["templates", "static", "courses"])
def test_a_checkout_has_its_folders_at_its_root(name: str) -> None:
    assert bundled_folder(name) == ROOT / name
    assert any(bundled_folder(name).iterdir())
