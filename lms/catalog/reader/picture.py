"""Reads the picture of a course, an SVG beside `course.toml` that a course may have or not."""

from __future__ import annotations

import os
import re
from pathlib import Path

from lms.catalog.reader.files import UnreadableFileError, read_media
from lms.catalog.rules import PICTURE_BYTES_MAXIMUM, MediaFile
from lms.core.findings import Finding, Severity

PICTURE_FILE = "picture.svg"

_VIEW_BOX = re.compile(r"""<svg\b[^>]*\sviewBox=(["'])(.*?)\1""", re.DOTALL)


def read_picture(root: Path, shown: str) -> tuple[MediaFile | None, list[Finding]]:
    """The cleaned picture of the course in `root`, None without one, and what is wrong with it."""
    if not os.path.lexists(root / PICTURE_FILE):
        return None, []
    path = f"{shown}/{PICTURE_FILE}"
    try:
        picture = read_media(root, root / PICTURE_FILE, path, (1, 1), maximum=PICTURE_BYTES_MAXIMUM)
    except UnreadableFileError as error:
        return None, [error.finding]
    found = _VIEW_BOX.search(picture.content.decode())
    if found is not None and _has_shape_of_card(found[2]):
        return picture, []
    message = f"The viewBox is {found[2][:40]!r}, not 16 : 9." if found else "The picture has no viewBox."
    hint = 'draw it on viewBox="0 0 320 180", the shape of a card'
    return picture, [Finding(path, 1, 1, Severity.WARNING, "picture-shape", message, hint)]


def _has_shape_of_card(view_box: str) -> bool:
    """Whether a picture with this viewBox fills a card, which is 16 : 9, to one part in a hundred."""
    numbers = view_box.replace(",", " ").split()
    try:
        width, height = (float(number) for number in numbers[2:])
    except ValueError:
        return False
    return len(numbers) == 4 and height > 0 and abs(width / height * 9 / 16 - 1) <= 0.01
