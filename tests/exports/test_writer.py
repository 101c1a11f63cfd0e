"""A file a spreadsheet in China opens as it is, made in pieces."""

from __future__ import annotations

import codecs
import csv
import io
import tracemalloc
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from lms.exports.writer import csv_pieces

# What a database can hold: every text without lone surrogates and without NUL.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def read(content: bytes) -> list[list[str]]:
    assert content.startswith(codecs.BOM_UTF8)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_file_starts_with_a_mark_ends_its_lines_with_crlf_and_quotes_texts_alone() -> None:
    content = b"".join(csv_pieces([], ["姓名", "Minutes"], [("张三", 92), ('a "b", c', 5)]))
    assert content == codecs.BOM_UTF8 + '"姓名","Minutes"\r\n"张三",92\r\n"a ""b"", c",5\r\n'.encode()


def test_a_table_without_rows_is_a_heading() -> None:
    assert read(b"".join(csv_pieces([], ["a", "b"], []))) == [["a", "b"]]


def test_18_digits_are_text_and_minutes_are_a_number() -> None:
    line = b"".join(csv_pieces([], ["a"], [("110101199003074578", 92)])).split(b"\r\n")[1]
    assert line == b'"\'110101199003074578",92'


@given(st.lists(st.tuples(TEXTS, st.integers(), TEXTS)))
def test_what_was_written_can_be_read_again(rows: list[tuple[str, int, str]]) -> None:
    content = b"".join(csv_pieces([], ["a", "b", "c"], rows))
    again = [
        (left.removeprefix("'"), int(number), right.removeprefix("'")) for left, number, right in read(content)[1:]
    ]
    assert again == [(left.removeprefix("'"), number, right.removeprefix("'")) for left, number, right in rows]


def test_a_long_table_is_never_held_whole() -> None:
    def rows() -> Iterator[tuple[str | int, ...]]:
        for number in range(20_000):
            yield ("Zhang San", number, "x" * 100)

    tracemalloc.start()
    try:
        length = sum(len(piece) for piece in csv_pieces([], ["name", "number", "text"], rows()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert length > 2_000_000
    assert peak < 500_000
