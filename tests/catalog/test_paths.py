"""What a course's folder lacks is told, and nothing outside of the folder is read."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lms.catalog.service import CheckReport
from tests.catalog.makers import lines_of, rewrite
from tests.catalog.specimen import FIGURE, write_specimen

Check = Callable[[Path], CheckReport]
NOBODY = 65_534


# ── Paths ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A module and a picture beside the courses, which no course may reach."""
    folder = tmp_path / "secret"
    (folder / "media").mkdir(parents=True)
    for name in ("en.md", "zh.md", "quiz.md"):
        (folder / name).write_text("# Secret words\n", "utf-8")
    (folder / "media/figure.svg").write_text(FIGURE.replace("0h1", "7h7"), "utf-8")
    return folder


@pytest.mark.parametrize(
    "folder", ["../secret", "../../secret", "/etc", "{secret}", "..", ".", ".git", "a/../b", "a\\\\b", "x\\u0000"]
)
def test_a_module_folder_that_leaves_the_course_is_not_read(
    specimen: Path, check: Check, secret: Path, folder: str
) -> None:
    rewrite(specimen / "course.toml", 'folder = "03-machines"', f'folder = "{folder.format(secret=secret)}"')
    report = check(specimen.parent)
    assert "specimen/course.toml:48:1 path-outside" in lines_of(report)
    assert "Secret words" not in repr(report)
    assert len(report.courses[0].modules) == 2


def test_a_module_folder_that_is_a_link_to_elsewhere_is_not_read(
    specimen: Path, check: Check, secret: Path
) -> None:
    shutil.rmtree(specimen / "03-machines")
    (specimen / "03-machines").symlink_to(secret)
    report = check(specimen.parent)
    assert "specimen/course.toml:48:1 path-outside" in lines_of(report)
    assert "Secret words" not in repr(report)


@pytest.mark.parametrize("name", ["en.md", "quiz.md"])
def test_a_file_that_is_a_link_to_elsewhere_is_not_read(
    specimen: Path, check: Check, secret: Path, name: str
) -> None:
    (specimen / "03-machines" / name).unlink()
    (specimen / "03-machines" / name).symlink_to(secret / name)
    report = check(specimen.parent)
    assert f"specimen/03-machines/{name}:1:1 path-outside" in lines_of(report)
    assert "Secret words" not in repr(report)


@pytest.mark.parametrize(
    "address",
    [
        "../../../secret/media/figure.svg",
        "media/../../../../secret/media/figure.svg",
        "{secret}/media/figure.svg",
        "/etc/passwd",
        "../02-networks/media/figure.svg",
    ],
)
def test_a_picture_that_leaves_the_module_is_not_read(
    specimen: Path, check: Check, secret: Path, address: str
) -> None:
    rewrite(specimen / "01-signals/en.md", "media/spot.svg", address.format(secret=secret))
    report = check(specimen.parent)
    assert lines_of(report) == ["specimen/01-signals/en.md:11:23 path-outside"]
    assert "7h7" not in repr(report)


def test_a_picture_that_is_a_link_to_elsewhere_is_not_read(specimen: Path, check: Check, secret: Path) -> None:
    (specimen / "01-signals/media/spot.svg").unlink()
    (specimen / "01-signals/media/spot.svg").symlink_to(secret / "media/figure.svg")
    report = check(specimen.parent)
    assert [line.split()[1] for line in lines_of(report)] == ["path-outside"] * 2
    assert "7h7" not in repr(report)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("03-machines", ["specimen/course.toml:48:1 folder-missing"]),
        ("03-machines/zh.md", ["specimen/03-machines/zh.md:1:1 file-missing"]),
        ("03-machines/quiz.md", ["specimen/03-machines/quiz.md:1:1 file-missing"]),
        (
            "03-machines/media/spot.svg",
            ["specimen/03-machines/en.md:11:23 image-missing", "specimen/03-machines/zh.md:11:14 image-missing"],
        ),
    ],
)
def test_links_that_run_in_a_circle_are_missing_files(
    specimen: Path, check: Check, name: str, told: list[str]
) -> None:
    path = specimen / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to(path.name)
    assert [line for line in lines_of(check(specimen.parent)) if "link-broken" not in line] == told


def test_names_that_are_too_long_are_told(specimen: Path, check: Check) -> None:
    long = "x" * 300
    rewrite(specimen / "course.toml", 'folder = "03-machines"', f'folder = "{long}"')
    rewrite(specimen / "01-signals/zh.md", "media/spot.svg", f"media/{long}.svg")
    told = lines_of(check(specimen.parent))
    assert "specimen/course.toml:48:1 folder-missing" in told
    assert "specimen/01-signals/zh.md:11:14 file-unreadable" in told


# ── What is missing, and what is something else ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["course.toml", "01-signals/en.md", "01-signals/quiz.md"])
@pytest.mark.parametrize("instead", ["nothing", "a folder", "a pipe"])
def test_a_file_that_is_missing_or_no_file_is_told(specimen: Path, check: Check, name: str, instead: str) -> None:
    (specimen / name).unlink()
    if instead == "a folder":
        (specimen / name).mkdir()
    elif instead == "a pipe":
        os.mkfifo(specimen / name)  # reading it would wait for ever
    report = check(specimen.parent)
    assert f"specimen/{name}:1:1 file-missing" in lines_of(report)


def test_a_language_that_is_missing_hides_nothing_of_the_rest(specimen: Path, check: Check) -> None:
    (specimen / "01-signals/zh.md").unlink()
    rewrite(specimen / "01-signals/en.md", "### Smaller 1", "#### Smaller 1")
    rewrite(specimen / "01-signals/quiz.md", "type: single", "type: singel")
    assert lines_of(check(specimen.parent)) == [
        "specimen/01-signals/en.md:17:1 heading-level",
        "specimen/01-signals/quiz.md:5:7 question-unknown-type",
        "specimen/01-signals/zh.md:1:1 file-missing",
    ]


def test_minutes_of_a_practice_that_is_not_there_are_told(specimen: Path, check: Check) -> None:
    for path in (specimen / "01-signals").glob("[ez]*.md"):
        path.write_text(re.sub(r"\{#practice(\S*) minutes=\d+\}", r"{#try\1}", path.read_text("utf-8")), "utf-8")
    report = check(specimen.parent)
    assert lines_of(report) == ["specimen/01-signals/zh.md:1:1 minutes-differ"]
    assert report.findings[0].message == "The practices take 0 minutes, but course.toml counts 50."


@pytest.mark.parametrize("words", ["", "\n", " \n\n"])
def test_a_bank_without_a_word_is_told_where_a_quiz_is_asked_for(specimen: Path, check: Check, words: str) -> None:
    (specimen / "01-signals/quiz.md").write_text(words, "utf-8")
    assert lines_of(check(specimen.parent)) == ["specimen/01-signals/quiz.md:1:1 file-empty"]


def test_a_module_that_asks_for_no_quiz_needs_no_bank(specimen: Path, check: Check) -> None:
    for path in (specimen / "02-networks").glob("[ez]*.md"):
        rewrite(path, "```check\nsp-2-p01\n```\n", "")
    (specimen / "02-networks/quiz.md").unlink()
    course = specimen / "course.toml"
    assert lines_of(check(specimen.parent)) == ["specimen/02-networks/quiz.md:1:1 file-missing"]
    before, second, rest = course.read_text("utf-8").split("quiz = true }", 2)
    course.write_text(f"{before}quiz = true }}{second}quiz = false }}{rest}", "utf-8")
    assert lines_of(check(specimen.parent)) == []


def test_a_folder_that_no_module_names_is_a_warning(specimen: Path, check: Check) -> None:
    (specimen / "04-later").mkdir()
    (specimen / "04-later/en.md").write_text("# Later\n", "utf-8")
    (specimen / "notes").mkdir()
    report = check(specimen.parent)
    assert lines_of(report) == ["specimen/04-later/en.md:1:1 folder-unlisted"]
    assert report.errors == 0


@pytest.mark.parametrize("make", [Path.absolute, Path.mkdir, Path.touch], ids=["missing", "empty", "a file"])
def test_a_folder_without_a_course_is_told(tmp_path: Path, check: Check, make: Callable[[Path], object]) -> None:
    folder = tmp_path / "courses"
    make(folder)
    report = check(folder)
    [finding] = report.findings
    hint = "name a folder with course.toml, or one whose folders have it"
    assert str(finding) == f"courses:1:1: error course-missing There is no course here. ({hint})"


def test_an_empty_course_is_told_beside_a_full_one(specimen: Path, check: Check) -> None:
    (specimen.parent / "empty").mkdir()
    (specimen.parent / ".hidden").mkdir()
    (specimen.parent / "README.md").write_text("no course", "utf-8")
    report = check(specimen.parent)
    assert lines_of(report) == ["empty/course.toml:1:1 file-missing"]
    assert report.folders == 2


def test_a_module_id_is_one_modules_alone_in_all_courses(specimen: Path, check: Check) -> None:
    other = specimen.parent / "another"
    shutil.copytree(specimen, other)
    rewrite(other / "course.toml", 'id = "specimen"', 'id = "another"')
    findings = check(specimen.parent).findings
    assert [(finding.path, finding.line, finding.rule) for finding in findings] == [
        ("courses/specimen/course.toml", line, "duplicate-id") for line in (28, 38, 48)
    ]
    assert findings[0].message == "The module id sp-1 is also in courses/another."


@contextmanager
def powerless() -> Iterator[None]:
    """Act as somebody whom permissions bind."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("specimen/course.toml", "specimen/course.toml:1:1 file-unreadable"),
        ("specimen/01-signals/en.md", "specimen/01-signals/en.md:1:1 file-unreadable"),
        ("specimen/01-signals/media/spot.svg", "specimen/01-signals/en.md:11:23 file-unreadable"),
        ("specimen/01-signals", "specimen/01-signals/en.md:1:1 file-unreadable"),
        ("specimen", "specimen/course.toml:1:1 file-unreadable"),
        ("", "courses:1:1 course-missing"),
    ],
)
def test_what_may_not_be_read_is_told(check: Check, name: str, told: str) -> None:
    # pytest's own folders are closed to everybody else, so this one lies beside them.
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)
        courses = Path(home) / "courses"
        write_specimen(courses)
        closed = courses / name
        closed.chmod(0)
        with powerless():
            report = check(courses)
        closed.chmod(0o700)
        assert told in lines_of(report)
