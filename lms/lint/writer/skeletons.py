"""Writes the beginning of a course or a module: files without a mistake, with what to say at each place."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from lms.lint.rules.skeleton import (
    COURSE_FILE,
    FIRST_FUNCTION,
    GLOSSARY_FILE,
    ID_FORM,
    make_course,
    make_glossary_entry,
    make_module,
    make_module_table,
    next_number,
    prefix_of,
)


class SkeletonError(Exception):
    """A course or module that cannot be begun; the message says what to do."""


def write_course(courses: Path, name: str) -> Path:
    """Begin a course of one module in the folder of courses; gives its folder. Raises SkeletonError."""
    _check_name(name, "course")
    folder = courses / name
    if folder.exists():
        raise SkeletonError(f"There is a folder {folder} already; name another course.")
    if not courses.is_dir():
        raise SkeletonError(f"There is no folder {courses}; make it, or name another.")
    # Whole or not at all: a folder half written would be half a course.
    with tempfile.TemporaryDirectory(prefix=".new-", dir=courses) as waiting:
        begun = Path(waiting) / name
        begun.mkdir()
        _write(begun / COURSE_FILE, make_course(name))
        _write(begun / GLOSSARY_FILE, make_glossary_entry(""))
        _add_module(begun, "01-foundations", f"{prefix_of(name)}-01", FIRST_FUNCTION)
        begun.rename(folder)
    return folder


def write_module(course: Path, name: str) -> Path:
    """Begin a module at the end of a course, and list it there; gives its folder. Raises SkeletonError."""
    _check_name(course.name, "course")
    _check_name(name, "module")
    if not (course / COURSE_FILE).is_file():
        raise SkeletonError(f"There is no {course / COURSE_FILE}; begin the course first.")
    source = (course / COURSE_FILE).read_text("utf-8")
    number = next_number(source)
    folder = name if re.match(r"\d", name) else f"{number:02}-{name}"
    if (course / folder).exists():
        raise SkeletonError(f"There is a folder {course / folder} already; name another module.")
    found = re.search(r'^id = "([a-z0-9-]+)-\d+"', source.partition("[[modules]]")[2], re.MULTILINE)
    _add_module(course, folder, f"{found[1] if found else prefix_of(course.name)}-{number:02}")
    return course / folder


def _add_module(course: Path, folder: str, module_id: str, function: str = "") -> None:
    with tempfile.TemporaryDirectory(prefix=".new-", dir=course) as waiting:
        begun = Path(waiting) / folder
        begun.mkdir()
        for file, text in make_module(module_id).items():
            _write(begun / file, text)
        begun.rename(course / folder)
    _append(course / COURSE_FILE, make_module_table(module_id, folder, function))
    _append(course / GLOSSARY_FILE, make_glossary_entry(module_id))


def _check_name(name: str, kind: str) -> None:
    if ID_FORM.fullmatch(name) is None:
        raise SkeletonError(
            f"{name!r} is no name for a {kind}: small letters, digits and single hyphens, such as edge-computing."
        )


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _append(path: Path, text: str) -> None:
    """Replace the file by itself and more, so that nobody reads half of it."""
    before = path.read_text("utf-8").rstrip("\n") if path.exists() else ""
    begun = path.with_name(f".{path.name}.new")
    begun.write_text(f"{before}\n\n{text}".lstrip("\n"), "utf-8")
    begun.replace(path)
