"""A file that cannot be read is told at its line and character, and a key at its own line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.catalog.service import CheckReport
from tests.catalog.makers import lines_of, rewrite
from tests.catalog.specimen import write_specimen

Check = Callable[[Path], CheckReport]
TITLE = 'title = { en = "A specimen", zh = "样本" }'


# ── What is no text, or no TOML ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ('access = "everyone"', "access = ", 2, 10),
        ('access = "everyone"', 'access = "everyone" 7', 2, 21),
        ("[profession]", "[profession", 6, 12),
        ('access = "everyone"', 'access = "everyone"\naccess = "members"', 3, 19),
        ("attempts = 3\n", "attempts = 3\nrequires = {\n", 56, 13),
    ],
)
def test_broken_toml_is_told_where_it_breaks(
    specimen: Path, check: Check, old: str, new: str, line: int, column: int
) -> None:
    rewrite(specimen / "course.toml", old, new)
    assert lines_of(check(specimen.parent)) == [f"specimen/course.toml:{line}:{column} toml-syntax"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ('x = """never closed\n', "last"),
        (f"x = {'[' * 5_000}\n", 1),
        (f"x = {'9' * 5_000}\n", 1),
    ],
)
def test_toml_that_no_place_is_known_of_is_told_all_the_same(
    specimen: Path, check: Check, words: str, line: int | str
) -> None:
    path = specimen / "course.toml"
    path.write_text(path.read_text("utf-8") + words, "utf-8")
    number = len(path.read_text("utf-8").splitlines()) if line == "last" else line
    [finding] = check(specimen.parent).findings
    assert (finding.rule, finding.line) == ("toml-syntax", number)


@pytest.mark.parametrize("name", ["course.toml", "01-signals/en.md", "01-signals/zh.md", "01-signals/quiz.md"])
@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("# 标题\n模块\n".encode("gb18030"), 1, 3),
        ("plain\nthen 标题".encode("gb18030"), 2, 6),
        ("# 标题".encode("utf-16"), 1, 1),
        ("ab".encode("utf-16-le"), 1, 2),
        ("# 标题\n\n第三".encode() + b"\xff" + "行".encode(), 3, 3),
        (b"\xef\xbb\xbf" + "第三".encode() + b"\xff", 1, 3),
        ("一\r\n二\r\n三".encode() + b"\x80", 3, 2),
        ("一\r二\r三".encode() + b"\x80", 3, 2),
        ("a\n标题\0".encode(), 2, 3),
        (b"\xff", 1, 1),
    ],
)
def test_what_is_not_utf_8_is_told_at_its_line_and_character(
    specimen: Path, check: Check, name: str, content: bytes, line: int, column: int
) -> None:
    (specimen / name).write_bytes(content)
    report = check(specimen.parent)
    assert f"specimen/{name}:{line}:{column} encoding" in lines_of(report)
    assert any("UTF-8" in finding.hint for finding in report.findings)


@pytest.mark.parametrize("name", ["course.toml", "01-signals/zh.md", "01-signals/quiz.md"])
def test_a_text_of_ten_megabytes_is_not_read(specimen: Path, check: Check, name: str) -> None:
    (specimen / name).write_bytes(b"a\n" * 5_000_000)
    assert lines_of(check(specimen.parent)) == [f"specimen/{name}:1:1 file-too-large"]


def test_a_picture_of_ten_megabytes_is_told_where_it_is_shown(specimen: Path, check: Check) -> None:
    (specimen / "01-signals/media/figure.svg").write_bytes(b"<svg>" + b" " * 10_000_000)
    expected = ["specimen/01-signals/en.md:9:23 file-too-large", "specimen/01-signals/zh.md:9:14 file-too-large"]
    assert lines_of(check(specimen.parent)) == expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>", "declares a document type"),
        ("<svg", "not well-formed XML"),
        ("<html/>", "outermost element is html"),
    ],
)
def test_a_picture_that_is_not_plain_svg_is_told(specimen: Path, check: Check, content: str, words: str) -> None:
    (specimen / "01-signals/media/spot.svg").write_text(content, "utf-8")
    findings = check(specimen.parent).findings
    assert [(finding.line, finding.rule) for finding in findings] == [(11, "svg-unsafe")] * 2
    assert all(finding.message.startswith("spot.svg: ") and words in finding.message for finding in findings)


def test_a_file_of_another_kind_is_no_picture(specimen: Path, check: Check) -> None:
    (specimen / "01-signals/media/notes.pdf").write_bytes(b"%PDF")
    rewrite(specimen / "01-signals/en.md", "media/spot.svg", "media/notes.pdf")
    assert lines_of(check(specimen.parent)) == ["specimen/01-signals/en.md:11:23 media-type"]


def test_windows_and_old_line_ends_and_a_byte_order_mark_change_nothing(specimen: Path, check: Check) -> None:
    for n, end in ((1, b"\r\n"), (2, b"\r")):
        for path in sorted(specimen.glob(f"0{n}-*/*.md")):
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", end))
    before = [module.draft.content_hash for course in check(specimen.parent).courses for module in course.modules]
    shutil.rmtree(specimen)
    write_specimen(specimen.parent)
    report = check(specimen.parent)
    after = [module.draft.content_hash for course in report.courses for module in course.modules]
    assert report.findings == ()
    assert before == after


# ── Where lines are counted ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # Only \n ends a line, whatever else Python's splitlines takes for an end.
        (TITLE, 'title.en = "a\u2028b\u0085c"\ntitle.zh = "题"\ncode = 1', "5:1 toml-unknown-key"),
        # What looks like a table inside a text is none.
        (TITLE, 'title.en = """\n[[modules]]\nid = 1\n"""\ntitle.zh = "题"\ncode = 1', "8:1 toml-unknown-key"),
        (TITLE, "title.en = '''\n[x]\n'''\ntitle.zh = '题'\ncode = 1", "7:1 toml-unknown-key"),
        (TITLE, 'title.en = "A"  # """\ntitle.zh = "题"\ncode = 1', "5:1 toml-unknown-key"),
        ('access = "everyone"', '"access" = "anyone"', "2:1 course-access"),
        (TITLE, 'title.en = "A"\ntitle.zh = 5', "4:1 toml-type"),
        ("\ndraws = 3\npass_mark_percent = 63", "\npass_mark_percent = 630", "53:1 toml-range"),
    ],
)
def test_keys_are_told_at_their_own_line_in_any_way_of_writing_them(
    specimen: Path, check: Check, old: str, new: str, told: str
) -> None:
    rewrite(specimen / "course.toml", old, new)
    assert lines_of(check(specimen.parent)) == [f"specimen/course.toml:{told}"]


def test_a_table_of_the_last_module_is_told_there(specimen: Path, check: Check) -> None:
    path = specimen / "course.toml"
    before, _, _ = path.read_text("utf-8").partition('functions = ["operate", "maintain"]  # 3')
    path.write_text(before + "[modules.minutes]\nreading = 23\npractice = 50\nquiz = 1200\n", "utf-8")
    assert lines_of(check(specimen.parent)) == ["specimen/course.toml:54:1 toml-range"]


def test_a_finding_is_one_line_whatever_the_file_says(specimen: Path, check: Check) -> None:
    rewrite(specimen / "course.toml", "attempts = 1\n", '"a\\nb\\u001b[31m" = 1\n')
    rewrite(specimen / "course.toml", 'folder = "02-networks"', 'folder = "02\\nnetworks"')
    rewrite(specimen / "course.toml", "draws = 3", f"draws = 0x{'f' * 5_000}")
    findings = check(specimen.parent).findings
    assert {finding.rule for finding in findings} >= {"toml-unknown-key", "path-outside", "toml-range"}
    assert all(str(finding).isprintable() for finding in findings)
