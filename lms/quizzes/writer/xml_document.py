"""Puts an XML document into bytes."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from lms.quizzes.writer.html import UNFIT


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """A new last child with its text, without the characters that XML cannot hold."""
    child = SubElement(parent, name, {key: UNFIT.sub("", value) for key, value in attributes.items()})
    if text:
        child.text = UNFIT.sub("", text)
    return child


def to_bytes(root: Element) -> bytes:
    """The document, indented; no element may hold text beside elements."""
    ElementTree.indent(root)
    body: bytes = ElementTree.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"
