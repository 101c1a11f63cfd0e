"""Opens a zip that came from outside, within bounds that hold whatever its directory claims."""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable

from lms.quizzes.reader.formats.decoding import BYTES_MAXIMUM
from lms.quizzes.reader.formats.values import ForeignFileError

SIGNATURE = b"PK"
ENTRIES_MAXIMUM = 2_000
TOTAL_MAXIMUM = 100 * 1024 * 1024
RATIO_MAXIMUM = 200
"""Times that a file may grow; texts grow about ten times."""
_SMALL = 1024 * 1024
_NESTED = re.compile(r"\.(zip|imscc|7z|rar|tar|tgz|gz|bz2|xz|jar)$", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")
_EXPORT_AGAIN = "export the package again from where it comes"


class Archive:
    """The files of a checked zip by name; nothing is ever written to a disk."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise ForeignFileError("The zip is damaged or cut short.", _EXPORT_AGAIN) from error
        _check_entries(entries, len(data))
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        self._read = 0

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of a file; raises ForeignFileError where it is missing, damaged or larger than it says."""
        if name not in self._entries:
            raise ForeignFileError(f"The package has no file {name}.", _EXPORT_AGAIN)
        entry = self._entries[name]
        try:
            with self._zip.open(entry) as file:
                data = file.read(entry.file_size + 1)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError
        ) as error:  # fmt: skip
            raise ForeignFileError(f"The file {name} in the package is damaged.", _EXPORT_AGAIN) from error
        self._read += len(data)
        if len(data) > entry.file_size or self._read > TOTAL_MAXIMUM:
            raise ForeignFileError(f"The file {name} is larger than the package says.", _EXPORT_AGAIN)
        return data


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > ENTRIES_MAXIMUM:
        message = f"The package has {len(entries):,} files, and {ENTRIES_MAXIMUM:,} at most are read."
        raise ForeignFileError(message, "export fewer questions at once")
    for entry in entries:
        _check_entry(entry)
    _check_names(entry.filename for entry in entries)
    if sum(entry.compress_size for entry in entries) > size:
        raise ForeignFileError("The files of the package overlap.", _EXPORT_AGAIN)
    total = sum(entry.file_size for entry in entries)
    if total > TOTAL_MAXIMUM:
        message = f"Unpacked, the package has {total:,} bytes, and {TOTAL_MAXIMUM:,} at most are read."
        raise ForeignFileError(message, "export the questions in several packages")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    # Zip gives the name as the archive spells it; `orig_filename` keeps what it cut off.
    name = entry.orig_filename
    shown = repr(name[:80])
    parts = name.replace("\\", "/").split("/")
    if "\\" in name or "\0" in name or name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        raise ForeignFileError(f"The package names a file outside of itself: {shown}.", _EXPORT_AGAIN)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ForeignFileError(f"The package holds a link instead of a file: {shown}.", _EXPORT_AGAIN)
    if entry.flag_bits & 0x1:
        raise ForeignFileError(f"The file {shown} in the package is encrypted.", "export it without a password")
    if _NESTED.search(name):
        message = f"The package holds a package: {shown}."
        raise ForeignFileError(message, "unpack it and import the inner package")
    if entry.file_size > BYTES_MAXIMUM:
        message = f"The file {shown} has {entry.file_size:,} bytes, and {BYTES_MAXIMUM:,} at most are read."
        raise ForeignFileError(message, "export the questions in several packages, or without their pictures")
    if entry.file_size > max(_SMALL, entry.compress_size * RATIO_MAXIMUM):
        message = f"The file {shown} grows more than {RATIO_MAXIMUM} times when it is unpacked."
        raise ForeignFileError(message, "no bank of questions does; do not trust this package")


def _check_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            raise ForeignFileError(f"The package holds two files of one name: {name[:80]!r}.", _EXPORT_AGAIN)
        seen.add(key)
