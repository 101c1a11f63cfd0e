"""The packages of QTI 2.2 that we write: every file is named, every item is in order and declares what it uses."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules import Question
from lms.quizzes.writer import Format, write_foreign
from tests.quizzes.generated import questions

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p2}"
PACKAGE = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
ORDER = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
XHTML_NAMES = (
    "a abbr b blockquote br caption cite code dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre q samp"
    " small span strong sub sup table tbody td tfoot th thead tr ul var"
)
XHTML = frozenset(XHTML_NAMES.split())
INTERACTIONS = {
    "choiceInteraction": {"simpleChoice"},
    "orderInteraction": {"simpleChoice"},
    "matchInteraction": {"simpleMatchSet"},
    "simpleMatchSet": {"simpleAssociableChoice"},
    "inlineChoiceInteraction": {"inlineChoice"},
    "textEntryInteraction": set(),
}
BLOCKS = {"p", "div", "ul", "ol", "pre", "table", "blockquote", "dl", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
BLOCK_INTERACTIONS = {"choiceInteraction", "orderInteraction", "matchInteraction"}


def unpack(asked: list[Question]) -> dict[str, bytes]:
    data = write_foreign(asked, Format.QTI22, language="zh", title="物联网 1").data
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def name_of(element: Element) -> str:
    return element.tag.removeprefix(QTI)


@given(st.lists(questions(), min_size=1, max_size=4, unique_by=lambda question: question.id))
def test_the_manifest_names_every_item_and_nothing_else(asked: list[Question]) -> None:
    files = unpack(asked)
    manifest = ElementTree.fromstring(files.pop("imsmanifest.xml"))
    assert manifest.tag == f"{PACKAGE}manifest"
    assert manifest.findtext(f"{PACKAGE}metadata/{PACKAGE}schema") == "QTIv2.2 Package"
    resources = manifest.findall(f"{PACKAGE}resources/{PACKAGE}resource")
    assert [resource.get("href") for resource in resources] == list(files)
    assert {resource.get("type") for resource in resources} == {"imsqti_item_xmlv2p2"}
    names = [str(element.get("identifier")) for element in (manifest, *resources)]
    assert all(IDENTIFIER.fullmatch(name) for name in names)
    assert len(set(names)) == len(names)


@given(questions())
def test_an_item_has_its_parts_in_order_and_declares_what_it_uses(question: Question) -> None:
    (document,) = (data for name, data in unpack([question]).items() if name.startswith("items/"))
    item = ElementTree.fromstring(document)
    assert name_of(item) == "assessmentItem"
    assert item.get("adaptive") == item.get("timeDependent") == "false"
    parts = [name_of(part) for part in item]
    assert parts == sorted(parts, key=ORDER.index)
    assert (parts.count("itemBody"), parts.count("responseProcessing")) == (1, 1)
    declared = {
        kind: [part.get("identifier") for part in item if name_of(part) == f"{kind}Declaration"]
        for kind in ("response", "outcome")
    }
    assert all(IDENTIFIER.fullmatch(str(name)) for names in declared.values() for name in names)
    asked = [element.get("responseIdentifier") for element in item.iter() if element.get("responseIdentifier")]
    assert sorted(map(str, asked)) == sorted(map(str, declared["response"]))
    for element in item.iter():
        if name_of(element) in {"variable", "correct", "mapResponse"}:
            assert element.get("identifier") in declared["response"] + declared["outcome"]
        if name_of(element) == "setOutcomeValue":
            assert element.get("identifier") in declared["outcome"]
        if name_of(element) == "modalFeedback":
            assert element.get("outcomeIdentifier") in declared["outcome"]


@given(questions())
def test_a_body_holds_nothing_that_qti_does_not_know(question: Question) -> None:
    (document,) = (data for name, data in unpack([question]).items() if name.startswith("items/"))
    (body,) = ElementTree.fromstring(document).iter(f"{QTI}itemBody")
    assert not (body.text or "").strip()
    for part in body:
        assert name_of(part) in BLOCKS | BLOCK_INTERACTIONS
        assert not (part.tail or "").strip()
        check(part)


def check(element: Element) -> None:
    """Every element is of the XHTML that QTI takes, of MathML, or an interaction in its place."""
    if element.tag.startswith(MATHML):
        return
    name = name_of(element)
    if name in INTERACTIONS:
        assert all(name_of(child) in INTERACTIONS[name] for child in element)
        identifiers = [child.get("identifier") for child in element if child.get("identifier")]
        assert len(set(identifiers)) == len(identifiers)
    else:
        assert name in XHTML | {"simpleChoice", "simpleAssociableChoice", "inlineChoice"}
    for child in element:
        check(child)
