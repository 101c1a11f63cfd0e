"""CSV for spreadsheets, in pieces, so that a year of a large institution needs no more memory than a small one."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from lms.exports.rules import Cell, safe_cell

PIECE_BYTES = 32_768


def csv_pieces(_columns: Iterable[str], labels: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark and CRLF, texts in quotes; in pieces of about 32 KB."""
    text = io.StringIO(newline="")
    # Quotes around every text: a program that looks can then tell a text from a number.
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([safe_cell(label) for label in labels])
    yield codecs.BOM_UTF8
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        if text.tell() >= PIECE_BYTES:
            yield _take(text)
    yield _take(text)


def _take(text: io.StringIO) -> bytes:
    piece = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return piece
