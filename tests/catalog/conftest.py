"""What tests of this room share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pluggy import HookRelay

from lms.app import load_rooms
from lms.catalog import service
from lms.catalog.service import CheckReport
from lms.core.house import House
from lms.core.settings import DEFAULT_PLUGINS
from tests.accounts.makers import make_person, sign_in
from tests.catalog.specimen import write_specimen


@pytest.fixture(scope="session")
def hooks() -> HookRelay:
    """All rooms as an author's check asks them: without a database."""
    return load_rooms(DEFAULT_PLUGINS).hook


@pytest.fixture
def specimen(tmp_path: Path) -> Path:
    """The folder of a correct course, alone in its folder of courses."""
    return write_specimen(tmp_path / "courses")


@pytest.fixture(scope="session")
def check(hooks: HookRelay) -> Callable[[Path], CheckReport]:
    """`check(folder)` checks courses; findings name them as if they stood in `courses`."""
    return lambda folder: service.check(hooks, folder, "courses")


@pytest.fixture
def enter(house: House, client: FlaskClient) -> Callable[[bool], FlaskClient]:
    """`enter(signed_in)` is the browser of a visitor, or of somebody with an account."""

    def enter(signed_in: bool) -> FlaskClient:
        if signed_in:
            sign_in(client, make_person(house))
        return client

    return enter
