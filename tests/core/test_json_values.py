"""A stored value comes back as it was, and one of another shape is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.json_values import from_json, to_json
from lms.core.markup import SectionKind
from lms.core.parts import (
    Choice,
    CourseOutline,
    Fact,
    ModuleOutline,
    Profession,
    Requirements,
    SectionOutline,
)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str
    colour: Colour = Colour.RED


@dataclass(frozen=True, slots=True)
class Tree:
    leaves: tuple[Leaf, ...]
    words: Mapping[str, str]
    best: Leaf | None
    numbers: tuple[int, ...] = ()
    either: str | Mapping[str, str] = ""
    is_old: bool = False


TEXTS = st.text(max_size=5)
WORDS = st.fixed_dictionaries({"zh": TEXTS, "en": TEXTS})
NUMBERS = st.integers(0, 600)
FACTS = st.builds(Fact, TEXTS | WORDS, TEXTS)
CHOICES = st.lists(st.builds(Choice, TEXTS, WORDS, st.lists(TEXTS, max_size=2).map(tuple)), max_size=2).map(tuple)
PROFESSIONS = st.builds(Profession, WORDS, FACTS, FACTS, FACTS, TEXTS, CHOICES, TEXTS, CHOICES, TEXTS)
SECTIONS = st.lists(st.builds(SectionOutline, TEXTS, WORDS, st.sampled_from(SectionKind)), max_size=3).map(tuple)
REQUIREMENTS = st.builds(Requirements, st.booleans(), st.booleans(), st.booleans())
MODULES = st.builds(
    ModuleOutline, TEXTS, NUMBERS, WORDS, SECTIONS, *(NUMBERS for _ in range(6)), requires=REQUIREMENTS
)
COURSES = st.builds(
    CourseOutline, TEXTS, NUMBERS, WORDS, WORDS, TEXTS, PROFESSIONS, st.lists(MODULES, max_size=2).map(tuple)
)


@given(course=COURSES)
def test_a_published_course_comes_back_as_it_was(course: CourseOutline) -> None:
    assert from_json(CourseOutline, json.loads(json.dumps(to_json(course)))) == course


@pytest.mark.parametrize(
    "tree",
    [
        Tree((), {}, None),
        Tree((Leaf("a"), Leaf("b", Colour.BLUE)), {"en": "x"}, Leaf("c"), (1, 2), {"zh": "y"}, is_old=True),
        Tree((), {}, None, either="plain"),
    ],
)
def test_nested_values_come_back_as_they_were(tree: Tree) -> None:
    assert from_json(Tree, json.loads(json.dumps(to_json(tree)))) == tree


def test_what_is_written_is_plain_json() -> None:
    plain = to_json({"a": (Leaf("x", Colour.BLUE),), "b": frozenset({1}), "c": None, "d": Colour.RED})
    assert plain == {"a": [{"name": "x", "colour": "blue"}], "b": [1], "c": None, "d": "red"}
    assert type(plain["d"]) is str


def test_a_value_of_an_older_version_takes_the_defaults_of_what_it_lacks() -> None:
    assert from_json(Tree, {"leaves": [{"name": "a"}], "words": {}, "best": None}) == Tree((Leaf("a"),), {}, None)


@pytest.mark.parametrize(
    "stored",
    [
        {"words": {}, "best": None},
        {"leaves": [], "words": {}, "best": None, "unknown": 1},
        {"leaves": [{"nam": "a"}], "words": {}, "best": None},
        {"leaves": ["a"], "words": {}, "best": None},
        {"leaves": None, "words": {}, "best": None},
        {"leaves": 5, "words": {}, "best": None},
        {"leaves": [], "words": {}, "best": {"name": "a", "size": 1}},
        ["leaves"],
        None,
    ],
)
def test_a_value_of_another_shape_is_refused(stored: Any) -> None:
    with pytest.raises(TypeError):
        from_json(Tree, stored)


def test_a_word_that_is_none_of_an_enumerations_is_refused() -> None:
    with pytest.raises(ValueError, match="green"):
        from_json(Leaf, {"name": "a", "colour": "green"})
