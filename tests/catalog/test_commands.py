"""What an author and an operator see when they check, publish and prepare courses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from lms.catalog import commands, service
from lms.cli import main
from lms.core.house import House
from lms.core.outbox import deliver_due
from tests.catalog.makers import ModuleToMake, publish_courses, rewrite, write_course
from tests.catalog.test_publishing import rows_of

Type = Callable[..., Result]
LINE = re.compile(r"[^:]+:[1-9][0-9]*:[1-9][0-9]*: (error|warning) [a-z]+(-[a-z0-9]+)+ [^\n]+\.( \([^\n]+\))?")
TWO = (ModuleToMake("m-01"), ModuleToMake("m-02"))


@pytest.fixture
def type_in(house: House) -> Type:
    """`type_in("check", path)` types `lms check path`."""
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words], obj=house)


@pytest.fixture
def courses(house: House) -> Path:
    """A folder with one correct course of two modules."""
    write_course(house.settings.courses, "course", TWO)
    return house.settings.courses


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell of every course that is checked, however quickly that goes."""
    monkeypatch.setattr(commands, "QUIET_SECONDS", -1.0)


# ── lms publish ─────────────────────────────────────────────────────────────────────────────────────────────


def test_each_finding_is_one_line_with_its_place_its_rule_and_its_remedy(
    house: House, type_in: Type, courses: Path
) -> None:
    before = rows_of(house)
    rewrite(courses / "course/course.toml", "attempts = 0", "attempt = 0")
    rewrite(courses / "course/m-m-01/en.md", "## Second idea {#second}", "## Second idea")
    rewrite(courses / "course/m-m-02/quiz.md", "- [x]", "- [ ]")
    rewrite(courses / "course/m-m-02/zh.md", "无。", "<script>x</script>")
    done = type_in("publish")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert lines[-1] == (
        f"{courses}/course/m-m-02/zh.md:23:1: warning unsafe-html The HTML element script is not printed. "
        "(take it out, or write it as `code`)"
    )
    assert done.stderr.splitlines()[-1] == "Error: 3 errors; nothing was published."
    assert rows_of(house) == before


def test_a_warning_alone_stops_nothing(type_in: Type, courses: Path) -> None:
    rewrite(courses / "course/m-m-02/zh.md", "无。", "<script>x</script>")
    checked, published = type_in("check"), type_in("publish")
    assert (checked.exit_code, published.exit_code) == (0, 0)
    assert " warning unsafe-html " in checked.stdout
    assert "course: new (revision 1): added m-01, m-02" in published.stdout


@pytest.mark.parametrize("command", ["check", "publish"])
@pytest.mark.parametrize(
    ("name", "make", "finding"),
    [
        ("nowhere", Path.absolute, "nowhere:1:1: error course-missing"),
        ("empty", Path.mkdir, "empty:1:1: error course-missing"),
        ("a-file", Path.touch, "a-file:1:1: error course-missing"),
        ("course/course.toml", Path.absolute, "course/course.toml:1:1: error course-missing"),
    ],
)
def test_a_path_without_courses_is_a_finding_too(
    type_in: Type, courses: Path, command: str, name: str, make: Callable[[Path], object], finding: str
) -> None:
    make(courses / name)
    done = type_in(command, courses / name)
    assert done.exit_code == 1
    [line] = done.stdout.splitlines()
    assert line.startswith(f"{courses}/{finding}")


@pytest.mark.usefixtures("told")
def test_publishing_that_takes_long_says_where_it_is(type_in: Type, courses: Path) -> None:
    write_course(courses, "another", [ModuleToMake("m-03")])
    expected = [f"[1/2] checking {courses}/another", f"[2/2] checking {courses}/course"]
    assert type_in("publish").stderr.splitlines() == expected


def test_publishing_says_of_each_course_what_changed(house: House, type_in: Type, courses: Path) -> None:
    write_course(courses, "another", [ModuleToMake("m-03")])
    first = type_in("publish", "--by", "李老师")
    assert first.stdout.splitlines() == [
        "another: new (revision 1): added m-03",
        "course: new (revision 1): added m-01, m-02",
    ]
    write_course(courses, "course", [replace(TWO[0], extra="More.")])
    assert type_in("publish").stdout.splitlines()[-2:] == [
        "another: unchanged (revision 1)",
        "course: changed (revision 2): changed m-01; removed m-02",
    ]


def test_what_is_published_can_be_searched_at_once(house: House, type_in: Type, client: FlaskClient) -> None:
    write_course(house.settings.courses, "course", [replace(TWO[0], extra="Gyroscopes.")])
    assert type_in("publish").exit_code == 0
    assert "/en/courses/course/m-01" in client.get("/en/search/?q=gyroscope").text


def test_where_a_keeper_serves_publishing_leaves_the_delivery_to_it(
    house: House, type_in: Type, courses: Path, client: FlaskClient
) -> None:
    with house.lock("keeper"):
        assert type_in("publish").exit_code == 0
        assert "/en/courses/course/m-01" not in client.get("/en/search/?q=network").text
    assert deliver_due(house) == 0
    assert "/en/courses/course/m-01" in client.get("/en/search/?q=network").text


def test_an_error_of_the_database_is_said_in_a_sentence(house: House, type_in: Type, courses: Path) -> None:
    publish_courses(house)
    (courses / "course").rename(courses / "renamed")
    rewrite(courses / "renamed/course.toml", 'id = "course"', 'id = "renamed"')
    before = rows_of(house)
    done = type_in("publish")
    assert done.exit_code == 1
    assert done.stderr == "Error: The module id m-01 belongs to the course course; give the new one its own.\n"
    assert rows_of(house) == before


# ── lms prepare ─────────────────────────────────────────────────────────────────────────────────────────────


def prepare(house: House) -> list[str]:
    lines: list[str] = []
    commands.prepare(house, lines.append)
    return lines


def test_preparing_publishes_and_says_how_much_is_new(house: House, courses: Path) -> None:
    write_course(courses, "another", [ModuleToMake("m-03")])
    assert prepare(house) == [
        "another: new (revision 1): added m-03",
        "course: new (revision 1): added m-01, m-02",
        "2 courses, 2 with a new revision",
    ]
    before = rows_of(house)
    assert prepare(house) == ["2 courses, unchanged since they were published"]
    assert rows_of(house) == before


def test_preparing_reads_only_the_courses_that_have_changed(house: House, courses: Path) -> None:
    write_course(courses, "another", [ModuleToMake("m-03")])
    prepare(house)
    rewrite(courses / "course/m-m-01/en.md", "Training a network", "Feeding a network")
    assert prepare(house) == ["course: changed (revision 2): changed m-01", "2 courses, 1 with a new revision"]
    assert prepare(house) == ["2 courses, unchanged since they were published"]


def test_a_file_that_changes_nothing_on_the_pages_is_looked_at_once(house: House, courses: Path) -> None:
    prepare(house)
    (courses / "course/notes.txt").write_text("For ourselves.", "utf-8")
    assert prepare(house) == ["course: unchanged (revision 1)", "1 course, 0 with a new revision"]
    assert prepare(house) == ["1 course, unchanged since they were published"]


def test_with_other_rooms_every_course_is_read_again(house: House, courses: Path) -> None:
    prepare(house)
    fewer = replace(house, settings=replace(house.settings, plugins=house.settings.plugins[:-1]))
    assert prepare(fewer) == ["course: unchanged (revision 1)", "1 course, 0 with a new revision"]


def test_a_folder_that_cannot_be_read_is_never_taken_for_unchanged(
    house: House, courses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(house)
    monkeypatch.setattr(Path, "read_bytes", fail)
    assert "error file-unreadable" in prepare(house)[0]


def fail(_path: Path) -> bytes:
    raise PermissionError(13, "Permission denied")


def test_preparing_courses_with_mistakes_serves_what_was_published_before(
    house: House, courses: Path, client: FlaskClient
) -> None:
    prepare(house)
    before = rows_of(house)
    rewrite(courses / "course/m-m-01/en.md", "Training a network", "Feeding a network")
    rewrite(courses / "course/m-m-01/zh.md", "{#second}", "{#zweite}")
    lines = prepare(house)
    assert lines[-1] == "2 errors; nothing was published. The revisions published before are served."
    assert all(LINE.fullmatch(line) for line in lines[:-1])
    assert rows_of(house) == before
    assert "Training a network" in client.get("/en/courses/course/m-01").text


def test_preparing_without_a_folder_serves_what_is_published(house: House, courses: Path) -> None:
    prepare(house)
    courses.rename(courses.with_name("elsewhere"))
    assert prepare(house) == [f"no folder {courses}; serving what is published"]
    with house.reading() as work:
        assert len(service.list_outlines(work)) == 1


@pytest.mark.usefixtures("told")
def test_preparing_that_takes_long_says_where_it_is(house: House, courses: Path) -> None:
    assert prepare(house)[0] == f"[1/1] checking {courses}/course"
