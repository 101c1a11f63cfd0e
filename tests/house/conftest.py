"""What tests of the whole house share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from lms.core.house import House
from tests.house.furnishing import Furnished, Post, furnish


@pytest.fixture
def furnish_house(house: House, app: Flask, post: Post) -> Callable[[], Furnished]:
    """`furnish_house()` furnishes the test's house, after whatever the test has planted in it."""
    return lambda: furnish(house, app, post)


@pytest.fixture
def furnished(furnish_house: Callable[[], Furnished]) -> Furnished:
    """A house in use: one course of one module, one person of each role."""
    return furnish_house()
