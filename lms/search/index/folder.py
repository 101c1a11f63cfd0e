"""The folder of the search index: which build is in use, who may write, and whom it must be closed to."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from whoosh.util.filelock import FileLock

from lms.search.index.results import IndexLocked, IndexUnavailable

FORMAT = 2  # to be raised when the schema or the tokens change: a build of another format is not read
_BUILD_NAME = re.compile(rf"v{FORMAT}-\w+")
_TABLE_OF_CONTENTS = re.compile(r"_MAIN_(\d+)\.toc")


class IndexFolder:
    """A folder of builds and a file `current` that names the one in use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pointer = path / "current"
        self._complaint = path / "damaged"

    def read_stamp(self) -> tuple[Path, int]:
        """The build in use and its generation, which change whenever the index does. Raises IndexUnavailable."""
        try:
            name = self._pointer.read_text(errors="replace")
        except OSError as error:
            raise IndexUnavailable(f"There is no search index in {self._path} ({error}): rebuild it.") from error
        if not _BUILD_NAME.fullmatch(name):
            raise IndexUnavailable(f"The search index in {self._path} is of another version: rebuild it.")
        build = self._path / name
        try:
            names = os.listdir(build)  # noqa: PTH208 - asked before every search, and ten times faster than iterdir
        except OSError:
            names = []  # perhaps swapped away this moment: whoever opens it will see
        return build, max((int(m[1]) for m in map(_TABLE_OF_CONTENTS.fullmatch, names) if m), default=-1)

    def refuse_if_open_to_others(self, *builds: Path) -> None:
        """Raise IndexUnavailable if anybody else may write here.

        Whoosh keeps pickles, and reading a pickle runs what it says.
        """
        try:
            for folder in (self._path, *builds):
                private = not folder.stat().st_mode & 0o077
                for path in [folder] if private else [folder, *folder.iterdir()]:
                    _refuse_if_open_to_others(path)
        except OSError as error:
            raise IndexUnavailable(f"The search index in {self._path} cannot be read ({error}).") from error

    @contextmanager
    def write_lock(self, *, wait: bool = False) -> Iterator[None]:
        """Keep other writers out, in this and other processes. Raises IndexLocked, IndexUnavailable."""
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self.refuse_if_open_to_others()
        except IndexUnavailable:
            self._put_away()
            self.refuse_if_open_to_others()
        lock = FileLock(str(self._path / "lock"))
        if not lock.acquire(blocking=wait):
            raise IndexLocked(f"Another process is writing the search index in {self._path}: try again later.")
        try:
            yield
        finally:
            lock.release()

    def _put_away(self) -> None:
        """Begin with an empty folder: what others could write is never opened, even once it is closed."""
        old = Path(tempfile.mkdtemp(prefix=f"{self._path.name}-", dir=self._path.parent))
        self._path.replace(old)
        self._path.mkdir(mode=0o700)
        shutil.rmtree(old, ignore_errors=True)

    def complain(self, stamp: tuple[Path, int]) -> None:
        """Leave word for the one who writes that the index as it is here cannot be read."""
        with suppress(OSError):  # somebody may have put the folder away
            self._complaint.write_text(_describe(stamp))

    def has_complaint(self, stamp: tuple[Path, int]) -> bool:
        """Whether a reader found this very state of the index damaged."""
        try:
            return self._complaint.read_text(errors="replace") == _describe(stamp)
        except OSError:
            return False

    def count_bytes(self) -> int:
        """The size of everything in the folder."""
        size = 0
        for path in self._path.rglob("*"):
            with suppress(OSError):  # somebody may be writing
                size += path.stat().st_size
        return size

    @contextmanager
    def new_build(self) -> Iterator[Path]:
        """An empty folder that comes into use when the block ends well, and vanishes when it does not."""
        build = Path(tempfile.mkdtemp(prefix=f"v{FORMAT}-", dir=self._path))
        try:
            yield build
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        pointer = self._path / "current.new"
        pointer.write_text(build.name)
        pointer.replace(self._pointer)
        self.remove_left_overs()

    def remove_left_overs(self) -> None:
        """Remove builds that are not in use: the old ones, and those whose maker was killed."""
        build, _ = self.read_stamp()
        for left_over in self._path.glob("v*-*"):
            if left_over != build:
                shutil.rmtree(left_over, ignore_errors=True)


def _describe(stamp: tuple[Path, int]) -> str:
    build, generation = stamp
    return f"{build.name} {generation}"


def _refuse_if_open_to_others(path: Path) -> None:
    status = path.stat()
    if status.st_uid != os.geteuid():
        raise IndexUnavailable(f"{path} belongs to another user: a search index must be one's own.")
    if status.st_mode & 0o022:
        raise IndexUnavailable(f"Others may write {path}: close the search index to them (chmod 700).")
