"""What no fragment of text can show: files that are missing, too large or not text, and shares over a course."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from lms.catalog.rules import TEXT_BYTES_MAXIMUM
from lms.core.markup.render import LENGTH_MAXIMUM
from lms.lint.rules.guide import MODULES_MINIMUM
from lms.lint.writer import write_module
from tests.lint.fragments import MODULE

Stage = Callable[[Path], None]
TEXTS = ("en.md", "zh.md")


def change(course: Path, names: tuple[str, ...], pattern: str, to: str) -> None:
    """Replace what a pattern finds in files of the module; something has to be found."""
    for name in names:
        path = course / MODULE / name
        text, found = re.subn(pattern, to, path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        assert found, f"{pattern!r} is not in {name} of a course that is begun."
        path.write_text(text, "utf-8")


def append(name: str, text: str) -> Stage:
    """Write something at the end of a file."""

    def stage(course: Path) -> None:
        with (course / MODULE / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return stage


def remove_course(course: Path) -> None:
    shutil.rmtree(course)
    course.mkdir()


def remove_chinese_text(course: Path) -> None:
    (course / MODULE / "zh.md").unlink()


def empty_bank(course: Path) -> None:
    (course / MODULE / "quiz.md").write_text("", "utf-8")


def save_as_gbk(course: Path) -> None:
    path = course / MODULE / "zh.md"
    path.write_bytes(path.read_text("utf-8").replace("²", "").encode("gbk"))


def add_media_folder(course: Path) -> None:
    (course / MODULE / "media").mkdir()


def add_module(course: Path) -> None:
    write_module(course, "sensing")


def add_folder(course: Path) -> None:
    shutil.copytree(course / MODULE, course / "02-gateways")


def add_modules(course: Path) -> None:
    """As many modules as a course has."""
    for number in range(2, MODULES_MINIMUM + 1):
        write_module(course, f"topic-{number}")


def lengthen_texts(course: Path) -> None:
    """Sentences enough, in both languages."""
    change(course, ("en.md",), "^A concrete situation", "It is so. " * 200 + "A concrete situation")
    change(course, ("zh.md",), "^先讲一个具体场景", "就是这样。" * 200 + "先讲一个具体场景")


def drop_title(course: Path) -> None:
    change(course, TEXTS, r"\A# ", "")


def drop_summary(course: Path) -> None:
    change(course, TEXTS, r"^## [^\n]*\{#summary\}.*?(?=^## )", "")


def drop_section(course: Path) -> None:
    change(course, TEXTS, r"^## [^\n]*\{#fifth\}.*?(?=^## )", "")
    change(course, ("quiz.md",), r"^section: fifth$", "section: fourth")


def put_practice_last(course: Path) -> None:
    change(course, TEXTS, r"(^## [^\n]*\{#practice .*?)(^## .*?)(?=^## )", r"\2\1")


def drop_figures(course: Path) -> None:
    change(course, TEXTS, r"^```mermaid\n.*?^```\n", "")


def drop_tables(course: Path) -> None:
    change(course, TEXTS, r"^\|.*?\n\n", "\n")


def drop_claims(course: Path) -> None:
    change(course, TEXTS, r"^```claims\n.*", "")


def drop_question(course: Path) -> None:
    change(course, ("quiz.md",), r"^```quiz\nid: ec-01-q12\n.*?^```\n", "")


def ask_three_types(course: Path) -> None:
    change(course, ("quiz.md",), r"^type: order$", "type: truefalse")
    change(course, ("quiz.md",), r"^1\. .*?\n\n", "= true\n\n")


def put_right_options_first(course: Path) -> None:
    """In more questions than one module has: shares are counted from ten."""
    add_module(course)
    for path in course.glob("*/quiz.md"):
        text = path.read_text("utf-8").replace("- [x]", "- [ ]")
        path.write_text(re.sub(r"\n\n- \[ \]", "\n\n- [x]", text), "utf-8")


def lengthen_right_options(course: Path) -> None:
    add_module(course)
    for path in course.glob("*/quiz.md"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"- \[x\] [^\n]*", r"\g<0>, said more exactly than all the others", text), "utf-8")


WRONG: Mapping[str, Stage] = {
    "bank-small": drop_question,
    "bank-types": ask_three_types,
    "claims-missing": drop_claims,
    "course-missing": remove_course,
    "course-short": lambda _course: None,
    "encoding": save_as_gbk,
    "figure-missing": drop_figures,
    "file-empty": empty_bank,
    "file-missing": remove_chinese_text,
    "file-too-large": append("quiz.md", "x" * TEXT_BYTES_MAXIMUM),
    "file-unreadable": add_media_folder,
    "file-too-long": append("zh.md", "\n" + " " * LENGTH_MAXIMUM),
    "folder-unlisted": add_folder,
    "key-longest": lengthen_right_options,
    "key-position": put_right_options_first,
    "links-differ": add_module,
    "part-missing": drop_summary,
    "part-order": put_practice_last,
    "sections-few": drop_section,
    "table-missing": drop_tables,
    "text-length": lambda _course: None,
    "title-missing": drop_title,
    "too-complex": lambda course: change(course, ("en.md",), "^The situation and all its numbers", "[" * 2_500),
}
"""By rule: what is done to the folder of a course that has been begun."""
RIGHT: Mapping[str, Stage] = {
    "course-short": add_modules,
    "duplicate-folder": add_folder,
    "links-differ": add_module,
    "text-length": lengthen_texts,
}
"""The same for what a course that has been begun does not have, and a right example needs."""
