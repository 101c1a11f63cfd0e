"""Writes QTI 2.2: a package of items, each with the processing that grades it as here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from lms.quizzes.rules import Question
from lms.quizzes.writer.html import Voice, escape
from lms.quizzes.writer.package import pack
from lms.quizzes.writer.qti22_items import Item, write_item
from lms.quizzes.writer.xml_document import add, to_bytes

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p2"
_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2p2.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_FIRST_LETTER = re.compile(r"[A-Za-z_]")


def write_qti22(questions: Sequence[Question], voice: Voice, title: str) -> bytes:
    """The questions as a zip in the language of the voice."""
    names = {identifier(question.id): question for question in questions}
    items = {f"items/{name}.xml": _document(name, write_item(q, voice), voice) for name, q in names.items()}
    return pack({"imsmanifest.xml": to_bytes(_manifest(list(names), title)), **items})


def identifier(text: str) -> str:
    """A name as XML wants it: one that begins with a digit gets a line in front."""
    return text if _FIRST_LETTER.match(text) else f"_{text}"


def _manifest(names: Sequence[str], title: str) -> Element:
    root = Element("manifest", xmlns=_PACKAGE, identifier=identifier(re.sub(r"[^A-Za-z0-9_.-]", "_", title)))
    metadata = add(root, "metadata")
    add(metadata, "schema", "QTIv2.2 Package")
    add(metadata, "schemaversion", "1.0.0")
    add(root, "organizations")
    resources = add(root, "resources")
    for name in names:
        href = f"items/{name}.xml"
        resource = add(resources, "resource", identifier=f"item-{name}", type="imsqti_item_xmlv2p2", href=href)
        add(resource, "file", href=href)
    return root


def _document(name: str, item: Item, voice: Voice) -> bytes:
    """The parts of an item in the order that the schema asks for."""
    head = (
        f'<assessmentItem xmlns="{_QTI}" xmlns:xsi="{_INSTANCE}" xsi:schemaLocation="{_QTI} {_SCHEMA}"'
        f' identifier="{escape(name, quote=True)}" title="{escape(name, quote=True)}" xml:lang="{voice.language}"'
        ' adaptive="false" timeDependent="false">'
    )
    score = (
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="1"'
        ' normalMinimum="0"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>'
    )
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        head,
        *item.responses,
        score,
        *item.outcomes,
        f"<itemBody>{item.body}</itemBody>",
        f"<responseProcessing>{''.join(item.processing)}</responseProcessing>",
        *item.feedback,
        "</assessmentItem>",
    ]
    return "\n".join(parts).encode() + b"\n"
