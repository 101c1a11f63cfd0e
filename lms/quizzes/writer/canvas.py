"""Writes Canvas QTI 1.2: a package that a classic quiz is imported from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from lms.quizzes.rules import Question
from lms.quizzes.writer.canvas_items import add_item
from lms.quizzes.writer.html import Voice
from lms.quizzes.writer.package import pack
from lms.quizzes.writer.xml_document import add, to_bytes

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"


def write_canvas(questions: Sequence[Question], voice: Voice, title: str) -> bytes:
    """The questions as a zip in the language of the voice."""
    name = "g" + hashlib.sha256("\n".join([title, *(q.id for q in questions)]).encode()).hexdigest()[:32]
    return pack(
        {
            "imsmanifest.xml": to_bytes(_manifest(name)),
            f"{name}/assessment_meta.xml": to_bytes(_meta(name, title, len(questions))),
            f"{name}/{name}.xml": to_bytes(_assessment(name, title, questions, voice)),
        }
    )


def _assessment(name: str, title: str, questions: Sequence[Question], voice: Voice) -> Element:
    root = Element("questestinterop", xmlns=_QTI)
    assessment = add(root, "assessment", ident=name, title=title)
    field = add(add(assessment, "qtimetadata"), "qtimetadatafield")
    add(field, "fieldlabel", "cc_maxattempts")
    add(field, "fieldentry", "1")
    section = add(assessment, "section", ident="root_section")
    for question in questions:
        add_item(section, question, voice)
    return root


def _meta(name: str, title: str, points: int) -> Element:
    root = Element("quiz", xmlns=_CANVAS, identifier=name)
    add(root, "title", title)
    add(root, "shuffle_answers", "true")
    add(root, "scoring_policy", "keep_highest")
    # A quiz to practise with counts for no grade until an instructor says so.
    add(root, "quiz_type", "practice_quiz")
    add(root, "points_possible", f"{points}.0")
    return root


def _manifest(name: str) -> Element:
    root = Element("manifest", xmlns=_PACKAGE, identifier=f"{name}_manifest")
    metadata = add(root, "metadata")
    add(metadata, "schema", "IMS Content")
    add(metadata, "schemaversion", "1.1.3")
    add(root, "organizations")
    resources = add(root, "resources")
    quiz = add(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
    add(quiz, "file", href=f"{name}/{name}.xml")
    add(quiz, "dependency", identifierref=f"{name}_meta")
    meta = add(
        resources,
        "resource",
        identifier=f"{name}_meta",
        type="associatedcontent/imscc_xmlv1p1/learning-application-resource",
        href=f"{name}/assessment_meta.xml",
    )
    add(meta, "file", href=f"{name}/assessment_meta.xml")
    return root
