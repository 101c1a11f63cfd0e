"""What tests of this room share."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.core.house import House
from tests.progress.makers import Post, Trainee, make_trainee
from tests.quizzes.repairs import Instructor, make_instructor


@pytest.fixture
def trainee(app: Flask, house: House, post: Post) -> Trainee:
    """A person who is signed in."""
    return make_trainee(app, house, post)


@pytest.fixture
def instructor(app: Flask, house: House, post: Post) -> Instructor:
    """An instructor who is signed in."""
    return make_instructor(app, house, post)
