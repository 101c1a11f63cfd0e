"""Reads Canvas QTI 1.2: a package, or one of its XML files."""

from __future__ import annotations

from functools import partial

from lms.quizzes.reader.formats.archive import SIGNATURE, Archive
from lms.quizzes.reader.formats.canvas_items import read_item
from lms.quizzes.reader.formats.decoding import check_size
from lms.quizzes.reader.formats.values import ForeignFile, ForeignFileError, Found
from lms.quizzes.reader.formats.xml_tree import Element, read_xml

MANIFEST = "imsmanifest.xml"
_ROOT = "questestinterop"
_RESOURCE = "imsqti_xmlv1p2"
_EXPORT = "export the quiz from Canvas, or the bank in a Common Cartridge"


def read_canvas(data: bytes, language: str) -> ForeignFile:
    """The questions of a package, or of one file from a package."""
    check_size(data)
    if not data.startswith(SIGNATURE):
        return ForeignFile(_items(read_xml(data), "", language))
    archive = Archive(data)
    if MANIFEST not in archive.names:
        raise ForeignFileError(f"The package has no {MANIFEST}.", _EXPORT)
    names = _list_files(read_xml(archive.read(MANIFEST), MANIFEST))
    if not names:
        raise ForeignFileError(f"The {MANIFEST} names no file of questions in QTI 1.2.", _EXPORT)
    found: list[Found] = []
    for name in names:
        found += _items(read_xml(archive.read(name), name), name, language)
    return ForeignFile(tuple(found))


def _list_files(manifest: Element) -> list[str]:
    names: list[str] = []
    for resource in manifest.walk("resource"):
        if resource.attributes.get("type", "").startswith(_RESOURCE):
            hrefs = [resource.attributes.get("href", "")]
            hrefs += [file.attributes.get("href", "") for file in resource.each("file")]
            names += [href for href in hrefs if href.lower().endswith(".xml") and href not in names]
    return names


def _items(root: Element, file: str, language: str) -> tuple[Found, ...]:
    if root.name != _ROOT:
        message = f"{file or 'The file'} begins with <{root.name}>, and QTI 1.2 begins with <{_ROOT}>."
        raise ForeignFileError(message, _EXPORT)
    place = f"{file} line" if file else "line"
    return tuple(
        Found(f"{place} {item.line}", item.attributes.get("title", ""), partial(read_item, item, language))
        for item in root.walk("item")
    )
