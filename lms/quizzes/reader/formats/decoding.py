"""Bytes of a file to text: UTF-8, UTF-16 with a mark, and the Chinese encodings."""

from __future__ import annotations

import codecs
import re

from lms.quizzes.reader.formats.values import ForeignFileError

BYTES_MAXIMUM = 20 * 1024 * 1024
CHINESE = "gb18030"
"""Reads what GB2312 and GBK name too."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "gb18030": CHINESE,
    "gbk": CHINESE,
    "gb2312": CHINESE,
    "iso-8859-1": "iso-8859-1",
    "windows-1252": "cp1252",
}
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
# Non-characters are kept out because the readers mark places with them.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_SAVE_AS_UTF8 = "save the file as UTF-8 and import it again"


def decode_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file of plain text, lines ended by a line feed, and what is to be said about its encoding."""
    check_size(data)
    marked = _decode_marked(data)
    remarks: tuple[str, ...] = ()
    if marked is not None:
        text = marked
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            text = _decode_chinese(data, error)
            remarks = ("The file is not UTF-8 and was read as GB18030: look whether its texts are right.",)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if unfit := _UNFIT.search(text):
        line = text.count("\n", 0, unfit.start()) + 1
        message = f"The character U+{ord(unfit[0]):04X} at line {line} cannot stand in a text."
        raise ForeignFileError(message, "the file may be no text at all; export it again as plain text")
    return text, remarks


def decode_xml(data: bytes) -> str:
    """The text of an XML file, whose declaration may name its encoding."""
    check_size(data)
    marked = _decode_marked(data)
    if marked is not None:
        return marked
    declared = _DECLARATION.match(data)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name not in _ENCODINGS:
        raise ForeignFileError(f"The file says that it is encoded as {name}.", _SAVE_AS_UTF8)
    if b"\0" in data:
        # The parser would guess UTF-16; whoever writes that marks it.
        raise ForeignFileError(f"The file is not encoded as {name}: it holds U+0000.", _SAVE_AS_UTF8)
    try:
        return data.decode(_ENCODINGS[name])
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ForeignFileError(f"The bytes at line {line} are not {name}.", _SAVE_AS_UTF8) from error


def check_size(data: bytes) -> None:
    """Refuse a file that is empty, or larger than any bank of questions."""
    if not data:
        raise ForeignFileError("The file is empty.", "export it again")
    if len(data) > BYTES_MAXIMUM:
        message = f"The file has {len(data):,} bytes, and {BYTES_MAXIMUM:,} at most are read."
        raise ForeignFileError(message, "export the questions in several files, or without their pictures")


def _decode_marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                message = f"The file is marked as {encoding} and is not: look at byte {error.start + len(mark)}."
                raise ForeignFileError(message, _SAVE_AS_UTF8) from error
    return None


def _decode_chinese(data: bytes, error: UnicodeDecodeError) -> str:
    try:
        return data.decode(CHINESE)
    except UnicodeDecodeError:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"The bytes at line {line} are neither UTF-8 nor GB18030."
        raise ForeignFileError(message, _SAVE_AS_UTF8) from error
