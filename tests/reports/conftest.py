"""What tests of this room share."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.core.house import House
from tests.catalog.makers import ModuleToMake, make_course
from tests.progress.makers import Post, Trainee, make_trainee
from tests.quizzes.repairs import Instructor, make_instructor


@pytest.fixture
def course(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02")])


@pytest.fixture
def trainee(app: Flask, house: House, post: Post) -> Trainee:
    """A person who is signed in."""
    return make_trainee(app, house, post)


@pytest.fixture
def instructor(app: Flask, house: House, post: Post) -> Instructor:
    return make_instructor(app, house, post)
