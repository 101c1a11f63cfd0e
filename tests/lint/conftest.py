"""What tests of the guide may ask for: a course as authors begin one, and the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from pluggy import HookRelay

from lms.app import load_rooms
from lms.core.settings import DEFAULT_PLUGINS
from lms.lint.writer import write_course

COURSE = "edge-computing"


@pytest.fixture(scope="module")
def hooks() -> HookRelay:
    """All rooms as an author's check asks them: without a database."""
    return load_rooms(DEFAULT_PLUGINS).hook


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The folder of a course that has just been begun, alone in its folder of courses."""
    courses = tmp_path / "courses"
    courses.mkdir()
    return write_course(courses, COURSE)
