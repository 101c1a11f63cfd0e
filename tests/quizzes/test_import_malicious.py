"""Files made to do harm, or damaged on their way: each gives one clear error, and nothing is taken."""

from __future__ import annotations

import io
import random
import stat
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from lms.quizzes.reader.formats import READERS, ForeignFileError, archive, decoding
from tests.quizzes.foreign import answer, canvas, equal, labels, moodle, package, read, scores

GOOD = moodle("truefalse", answer("true", "100"))
ITEM = canvas("true_false_question", labels({"1": "True", "2": "False"}), scores(equal("1")))
LAUGHS = '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE quiz SYSTEM "https://example.org/quiz.dtd">'
SECRET = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'


def entry(name: str, data: bytes | str = ITEM, change: Callable[[zipfile.ZipInfo], Any] = id) -> bytes:
    """A package in which one more file has a name, or an attribute, that no export gives it."""
    buffer = io.BytesIO(package({"q/q.xml": ITEM}))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as zipped:
        described = zipfile.ZipInfo(name)
        described.compress_type = zipfile.ZIP_DEFLATED
        change(described)
        zipped.writestr(described, data)
    return buffer.getvalue()


def link(described: zipfile.ZipInfo) -> None:
    described.external_attr = (stat.S_IFLNK | 0o777) << 16


def lying(data: bytes) -> bytes:
    """A package whose directory says that every file has one byte."""
    changed = bytearray(data)
    start = 0
    while (start := changed.find(b"PK\x01\x02", start)) >= 0:
        changed[start + 24 : start + 28] = (1).to_bytes(4, "little")
        start += 4
    return bytes(changed)


def encrypted(data: bytes) -> bytes:
    changed = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (start := changed.find(mark, start)) >= 0:
            changed[start + offset] |= 1
            start += 4
    return bytes(changed)


def overlapping(data: bytes) -> bytes:
    """A package in which every entry of the directory claims to be as long as the whole."""
    changed = bytearray(data)
    start = 0
    while (start := changed.find(b"PK\x01\x02", start)) >= 0:
        changed[start + 20 : start + 24] = (len(data) - 1).to_bytes(4, "little")
        start += 4
    return bytes(changed)


def many(count: int) -> bytes:
    return package({f"f{number}.txt": b"" for number in range(count)})


XML = {
    "empty": (b"", "empty"),
    "billion laughs": (GOOD.replace("<quiz>", LAUGHS + "<quiz>"), "document type"),
    "document type from elsewhere": (GOOD.replace("<quiz>", OUTSIDE + "<quiz>"), "document type"),
    "entity of a local file": (GOOD.replace("<quiz>", SECRET + "<quiz>").replace("Why?", "&x;"), "document type"),
    "entity that nobody declared": (GOOD.replace("<name>", "<name>&x;"), "undefined entity"),
    "cut short": (GOOD[:-20], "no whole XML at line"),
    "two roots": (GOOD + "<quiz/>", "junk after document element"),
    "no root": ("<?xml version='1.0'?>", "no element found"),
    "nested deep": (DECLARED + "<quiz>" + "<a>" * 500 + "</a>" * 500 + "</quiz>", "nested more than 100 deep"),
    "elements without end": (DECLARED + "<quiz>" + "<a/>" * 300_001 + "</quiz>", "more than 300,000 elements"),
    "another root": ("<html><body/></html>", "begins with <html>"),
    "no question": ("<quiz></quiz>", "holds no question"),
    "wrong encoding": (GOOD.encode("utf-16-le"), "not encoded as utf-8"),
    "not the encoding it names": (GOOD.encode().replace(b"Why?", b"\xff\xfe"), "are not utf-8"),
    "an encoding nobody needs": (GOOD.replace("UTF-8", "EBCDIC-CP-US"), "encoded as ebcdic-cp-us"),
    "marked and cut": (b"\xff\xfe" + GOOD.encode("utf-16-le")[:-1], "is marked as utf-16-le and is not"),
    "control character": (GOOD.replace("Why?", "Why\x01"), "not well-formed"),
    "null": (GOOD.replace("Why?", "Why\x00"), "holds U+0000"),
    "more questions than anybody has": (
        DECLARED + "<quiz>" + "<question/>" * 2_001 + "</quiz>",
        "2,001 questions",
    ),
}
ZIPS = {
    "cut short": (package({"q/q.xml": ITEM})[:-30], "damaged or cut short"),
    "only the mark of a zip": (b"PK\x03\x04", "damaged or cut short"),
    "no manifest": (package({}, manifest="").replace(b"imsmanifest", b"imsmanifist"), "has no imsmanifest.xml"),
    "a manifest of nothing": (package({}, manifest="<manifest/>"), "names no file of questions"),
    "a file that is missing": (package({}), "has no file q/q.xml"),
    "a manifest with a document type": (package({}, manifest=OUTSIDE + "<quiz/>"), "document type"),
    "parent folder": (entry("../../etc/cron.d/x"), "outside of itself"),
    "parent folder within": (entry("q/../../x"), "outside of itself"),
    "absolute": (entry("/etc/passwd"), "outside of itself"),
    "drive letter": (entry("C:/x.xml"), "outside of itself"),
    "backslashes": (entry("..\\x.xml"), "outside of itself"),
    "link": (entry("q/link.xml", "/etc/passwd", link), "a link instead of a file"),
    "two of one name": (entry("Q/Q.XML"), "two files of one name"),
    "package in a package": (entry("q/more.zip", package({})), "holds a package"),
    "zip bomb": (entry("q/big.xml", b"0" * 15_000_000), "grows more than 200 times"),
    "a file too large": (entry("q/big.xml", random.Random(1).randbytes(8) * 2_700_000), "bytes, and 20,971,520"),
    "a directory that lies": (lying(package({"q/q.xml": ITEM})), "damaged"),
    "encrypted": (encrypted(package({"q/q.xml": ITEM})), "is encrypted"),
    "overlapping": (overlapping(package({"q/q.xml": ITEM})), "overlap"),
    "more files than anybody has": (many(2_001), "files, and 2,000 at most"),
    "a bomb of XML inside": (package({"q/q.xml": ITEM.replace("<quest", LAUGHS + "<quest", 1)}), "document type"),
}
TEXTS = {
    "neither UTF-8 nor GB18030": (b"Why? {T}\n\nWhat \xff\xff\xff {F}", "line 3 are neither UTF-8 nor GB18030"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", ""),
    "a null": ("Why?\x00 {T}", "U+0000 at line 1"),
    "an escape": ("Why? {T}\n\n\x1b[31mred {T}", "U+001B at line 3"),
    "a non-character": ("Why?\ufdd0 {T}", "U+FDD0 at line 1"),
    "only comments": ("// nothing\n\n$CATEGORY: x\n", "holds no question"),
}


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("format_name", ["moodle", "canvas"])
def test_hostile_xml_gives_one_clear_error(name: str, format_name: str) -> None:
    source, told = XML[name]
    if format_name == "canvas" and name in {"no question", "more questions than anybody has"}:
        source = (source if isinstance(source, str) else source.decode()).replace("quiz>", "questestinterop>")
        source = source.replace("<question/>", "<item/>")
    refuse(source, format_name, told)


@pytest.mark.parametrize("name", ZIPS)
def test_a_hostile_package_gives_one_clear_error(name: str) -> None:
    source, told = ZIPS[name]
    refuse(source, "canvas", told)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("format_name", ["gift", "aiken"])
def test_a_hostile_text_gives_one_clear_error(name: str, format_name: str) -> None:
    source, told = TEXTS[name]
    refuse(source, format_name, "" if format_name == "aiken" and name == "only comments" else told)


def refuse(source: bytes | str, format_name: str, told: str) -> None:
    with pytest.raises(ForeignFileError) as caught:
        read(source, format_name)
    assert told in caught.value.message
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("format_name", READERS)
def test_a_file_that_is_too_large_is_not_even_looked_at(format_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "BYTES_MAXIMUM", 1_000)
    refuse(b"PK" + b"x" * 1_000, format_name, "1,000 at most are read")


def test_a_package_may_not_unpack_to_more_than_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOTAL_MAXIMUM", 3_000)
    refuse(entry("q/more.xml", ITEM * 3), "canvas", "Unpacked, the package has")


def test_a_bomb_costs_no_memory() -> None:
    bomb = ZIPS["zip bomb"][0]
    tracemalloc.start()
    refuse(bomb, "canvas", "grows")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
