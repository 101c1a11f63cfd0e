"""Reads single files of a course: inside its folder, of bearable size, in UTF-8."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath

from lms.catalog.rules import MEDIA_BYTES_MAXIMUM, MEDIA_TYPES, TEXT_BYTES_MAXIMUM, MediaFile
from lms.core.findings import Finding, Severity
from lms.core.markup import clean_svg


class UnreadableFileError(Exception):
    """A file that cannot be taken; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


class MissingFileError(UnreadableFileError):
    """A file that is not there, or is no file."""


def _error(path: str, rule: str, message: str, hint: str, line: int = 1, column: int = 1) -> UnreadableFileError:
    return UnreadableFileError(Finding(path, line, column, Severity.ERROR, rule, message, hint))


def read_text(root: Path, file: Path, shown: str) -> str:
    """The text of a file below the root; raises UnreadableFileError with its place and remedy."""
    content = _read_bytes(root, file, shown, TEXT_BYTES_MAXIMUM)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "save the file as UTF-8 (it may be GBK or UTF-16 now)"
        before = bytes(error.object[: error.start]).decode("utf-8")
        raise _error(shown, "encoding", "The file is not UTF-8.", hint, *_end_of(before)) from None
    if "\0" in text:
        hint = "save the file as UTF-8 (it may be UTF-16 now, or no text at all)"
        place = _end_of(text[: text.index("\0")])
        raise _error(shown, "encoding", "The file holds a NUL character.", hint, *place)
    return _with_plain_line_ends(text)


def _end_of(text: str) -> tuple[int, int]:
    """Line and column of what follows the text."""
    text = _with_plain_line_ends(text)
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_media(
    root: Path, file: Path, shown: str, place: tuple[int, int], *, maximum: int = MEDIA_BYTES_MAXIMUM
) -> MediaFile:
    """A picture below the root, an SVG cleaned of what could run; raises UnreadableFileError at the place.

    A picture that is not there raises MissingFileError, of a place that is not known.
    """
    kind = MEDIA_TYPES.get(file.suffix.lower())
    if kind is None:
        hint = f"use one of {', '.join(sorted(MEDIA_TYPES))}"
        raise _error(shown, "media-type", f"{file.name} is not a kind of picture that is served.", hint, *place)
    try:
        content = _read_bytes(root, file, shown, maximum)
    except MissingFileError:
        raise
    except UnreadableFileError as error:
        found = error.finding
        raise _error(shown, found.rule, f"{file.name}: {found.message}", found.hint, *place) from None
    if kind == "image/svg+xml":
        try:
            content = clean_svg(content)
        except ValueError as error:
            raise _error(shown, "svg-unsafe", f"{file.name}: {error}", "export it as plain SVG", *place) from None
    return MediaFile(file.name, kind, content)


def digest_folder(folder: Path) -> str:
    """SHA-256 over the names and bytes of everything in a folder; "" where something cannot be read."""
    whole = hashlib.sha256()
    try:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            content = hashlib.sha256(path.read_bytes()).digest()
            whole.update(hashlib.sha256(name).digest() + content)
    except OSError:
        return ""
    return whole.hexdigest()


def is_inside(root: Path, relative: str) -> bool:
    """Whether a relative path stays below the root, links followed."""
    if not relative.isprintable() or not relative or "\\" in relative or PurePosixPath(relative).is_absolute():
        return False
    return _is_below(root, root / relative)


def _is_below(root: Path, path: Path) -> bool:
    # Path.resolve raises where links run in a circle.
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def is_folder(path: Path) -> bool:
    """Whether a folder is there; no where the system cannot say, as of a name that is too long."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether a file is there; no where the system cannot say."""
    try:
        return path.is_file()
    except OSError:
        return False


def list_folder(path: Path) -> list[Path]:
    """What is in a folder, by name; nothing where it cannot be opened."""
    try:
        return sorted(path.iterdir())
    except OSError:
        return []


def _read_bytes(root: Path, file: Path, shown: str, maximum: int) -> bytes:
    if not _is_below(root, file):
        raise _error(shown, "path-outside", "The path leaves the course's folder.", "keep the file inside it")
    try:
        if not file.is_file():
            hint = "write it, or take its mention out"
            raise MissingFileError(_error(shown, "file-missing", "There is no such file.", hint).finding)
        size = file.stat().st_size
        if size > maximum:
            message = f"The file has {size:,} bytes; {maximum:,} are allowed."
            raise _error(shown, "file-too-large", message, "split or shrink it")
        return file.read_bytes()
    except OSError as error:
        hint = "check its name and its permissions"
        raise _error(shown, "file-unreadable", f"{error.strerror}.", hint) from None
