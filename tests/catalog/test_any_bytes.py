"""Checking raises for no bytes whatever, and what it lets through can be published and read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.catalog import service
from lms.catalog.service import CheckReport, PublishError
from lms.core.house import House
from tests.catalog.makers import ModuleToMake, write_course
from tests.catalog.specimen import PICTURE

Check = Callable[[Path], CheckReport]

FILES = ("course.toml", "m-m-01/en.md", "m-m-01/zh.md", "m-m-01/quiz.md", "picture.svg")
VALUES = (
    '"x"',
    '""',
    '"\\u0000"',
    '"../x"',
    "'" + "x" * 300 + "'",
    "0",
    "-1",
    "5.5",
    "nan",
    "true",
    "1979-05-27",
    "[]",
    "[[]]",
    '["x", 1]',
    "[{ id = 1 }]",
    "{}",
    "{ en = 1, zh = [] }",
    '{ en = "x", zh = "y", status = "z" }',
    f"0x{'f' * 5_000}",
    '"""\n[[modules]]\n"""',
)
# What Markdown and the question bank are made of, so that something is nearly right.
SCRAPS = st.sampled_from(
    [
        *("# T", "## S {#s}", "## S {#first}", "### x", "{#practice minutes=9}", "flowchart LR", "  accDescr: x"),
        *(
            "```",
            "```check",
            "```mermaid",
            "```python run",
            "```output",
            "```claims",
            "```quiz",
            "~~~",
            "m-01-p01",
        ),
        *("![a](media/a.svg)", "![](m)", "[a](../m-m-01/en.md#first)", "[b](#first)", "[^1]", "[^1]: n", "1. one"),
        *(
            "$x$",
            "$$",
            "$\\frac{1}{2}$",
            "<script>",
            "<!--",
            "-->",
            "| a | b |",
            "&#0;",
            "    code",
            '!!! note "x"',
        ),
        *("\ufeff", "\u2028", "\x07", "\ue000", "\\", "*", "_", "[", "]", "(", ")", "=> b", "[[x|y]]"),
        *("id: m-01-q01", "type: single", "pool: practice", "section: first", "= true", "= 3 +- 1", "- a -> b"),
        *("- [x] a", "- [ ] b", "@zh c", "> d", "? e", "! f"),
    ]
)
TEXTS = st.lists(SCRAPS | st.text(max_size=8), max_size=30).map("\n".join)


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every example writes anew."""
    return tmp_path_factory.mktemp("courses") / "course"


def write_anew(course: Path) -> None:
    write_course(course.parent, course.name, [ModuleToMake("m-01")], picture=PICTURE)


def assert_is_told(report: CheckReport) -> None:
    for finding in report.findings:
        assert finding.line >= 1
        assert finding.column >= 1
        assert str(finding).isprintable()


@pytest.mark.parametrize("name", FILES)
@given(content=st.binary(max_size=300) | st.text().map(str.encode) | TEXTS.map(str.encode))
def test_no_bytes_raise(check: Check, course: Path, name: str, content: bytes) -> None:
    write_anew(course)
    (course / name).write_bytes(content)
    assert_is_told(check(course.parent))


@pytest.mark.parametrize("name", FILES)
@given(cuts=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 40), st.binary(max_size=6)), max_size=4))
def test_no_damage_raises(check: Check, course: Path, name: str, cuts: list[tuple[int, int, bytes]]) -> None:
    write_anew(course)
    content = (course / name).read_bytes()
    for start, length, put in cuts:
        content = content[:start] + put + content[start + length :]
    (course / name).write_bytes(content)
    assert_is_told(check(course.parent))


@given(changes=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(VALUES)), min_size=1, max_size=5))
def test_no_value_of_a_key_raises(check: Check, course: Path, changes: list[tuple[int, str]]) -> None:
    write_anew(course)
    path = course / "course.toml"
    lines = path.read_text("utf-8").split("\n")
    for number, value in changes:
        key, equals, _ = lines[number % len(lines)].partition(" = ")
        if equals:
            lines[number % len(lines)] = f"{key} = {value}"
    path.write_text("\n".join(lines), "utf-8")
    assert_is_told(check(course.parent))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=TEXTS)
def test_what_is_let_through_can_be_published_and_read(
    house: House, check: Check, course: Path, body: str
) -> None:
    write_anew(course)
    for language in ("en", "zh"):
        (course / f"m-m-01/{language}.md").write_text(f"# Title\n\n{body}\n\n## First {{#first}}\n\nx\n", "utf-8")
    report = check(course.parent)
    with house.writing() as work:
        try:
            service.publish(work, report, by="a test")
        except PublishError:
            assert report.errors
            return
        work.session.commit()
        reading = service.get_reading(work, "course", "m-01", "en")
        assert reading.module.titles["en"] == "Title"
        assert len(list(service.list_search_documents(work, "course"))) == 2 * len(reading.sections)
