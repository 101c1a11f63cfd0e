"""Files of other systems in small: what surrounds a question in each of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lms.quizzes.reader.formats import ForeignBank, Taken, read_foreign
from lms.quizzes.rules import OWN_TYPES, Option, Words, register_types

TYPES = register_types(OWN_TYPES)


def read(data: bytes | str, format_name: str = "", language: str = "en") -> ForeignBank:
    """A file of texts in a language."""
    data = data.encode() if isinstance(data, str) else data
    return read_foreign(data, format_name, language=language, types=TYPES)


def take(data: bytes | str, format_name: str = "", language: str = "en") -> Taken:
    """The only question of a file, which must be taken."""
    bank = read(data, format_name, language)
    assert bank.refused == ()
    (taken,) = bank.taken
    return taken


def reason(data: bytes | str, format_name: str = "") -> str:
    """Why the only question of a file is not taken."""
    bank = read(data, format_name)
    assert bank.taken == ()
    (refused,) = bank.refused
    return refused.reason


def moodle(kind: str, inside: str, stem: str = "Why?") -> str:
    """A Moodle XML file with one question."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n<question type="{kind}">\n'
        f"<name><text>Name</text></name>\n"
        f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>\n{inside}\n</question></quiz>'
    )


def answer(text: str, fraction: str, more: str = "") -> str:
    """An answer of a Moodle question."""
    return f'<answer fraction="{fraction}"><text><![CDATA[{text}]]></text>{more}</answer>'


def canvas(kind: str, asked: str, processing: str, more: str = "", stem: str = "Why?") -> str:
    """A QTI 1.2 file of Canvas with one item."""
    return (
        '<?xml version="1.0"?>\n<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
        '<assessment ident="a" title="A"><section ident="s"><item ident="i1" title="Name"><itemmetadata>'
        f"<qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry>"
        "</qtimetadatafield></qtimetadata></itemmetadata><presentation>"
        f'<material><mattext texttype="text/html">{stem}</mattext></material>{asked}</presentation>'
        f"<resprocessing>{processing}</resprocessing>{more}</item></section></assessment></questestinterop>"
    )


def labels(texts: Mapping[str, str], response: str = "response1", about: str = "") -> str:
    """What there is to choose, by ident."""
    inside = "".join(
        f'<response_label ident="{ident}"><material><mattext texttype="text/plain">{text}</mattext></material>'
        "</response_label>"
        for ident, text in texts.items()
    )
    material = f"<material><mattext>{about}</mattext></material>" if about else ""
    return f'<response_lid ident="{response}">{material}<render_choice>{inside}</render_choice></response_lid>'


def scores(condition: str, points: str = "100") -> str:
    """A rule that gives points."""
    setting = f'<setvar varname="SCORE" action="Set">{points}</setvar>'
    return f"<respcondition><conditionvar>{condition}</conditionvar>{setting}</respcondition>"


def equal(value: str, response: str = "response1") -> str:
    """A value that a rule asks for."""
    return f'<varequal respident="{response}">{value}</varequal>'


MANIFEST = (
    '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><resources>'
    '<resource identifier="q" type="imsqti_xmlv1p2"><file href="q/q.xml"/></resource></resources></manifest>'
)


def package(files: Mapping[str, bytes | str], *, manifest: str = MANIFEST) -> bytes:
    """A zip with a manifest and files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"imsmanifest.xml": manifest, **files}.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def same(text: str) -> Words:
    """A text that stands in both languages because it came in one."""
    return Words.of(en=text, zh=text)


def option(text: str, mark: str, feedback: str = "") -> Option:
    return Option(same(text), mark, same(feedback) if feedback else None)
