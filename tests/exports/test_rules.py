"""What a spreadsheet is handed: nothing that runs, nothing that loses digits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.exports.rules import content_disposition, file_name, list_years, runs_as_formula, safe_cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("", ""),
        ("张三", "张三"),
        ("O'Brien", "O'Brien"),
        ("a=b", "a=b"),
        ("2-02-10-09", "2-02-10-09"),
        ("2026-11-23", "2026-11-23"),
        ("H-2026-000123", "H-2026-000123"),
        ("2.0", "2.0"),
        ("87.5", "87.5"),
        ("=1+1", "'=1+1"),
        ("+86 10", "'+86 10"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\nplain", "'\nplain"),
        ("  =1", "'  =1"),
        ("\u200b=1", "'\u200b=1"),
        ("\x00=1", "'\x00=1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠SUM", "'＠SUM"),
        ("﹦1", "'﹦1"),
        ("\u3000＝1", "'\u3000＝1"),
        ("110101199003074578", "'110101199003074578"),
        ("11010119900307457X", "11010119900307457X"),
        ("１１０１０１１９９００３０７４５７８", "'１１０１０１１９９００３０７４５７８"),
        ("007", "'007"),
        ("0", "0"),
        ("12E5", "'12E5"),
        ("12345678901", "12345678901"),
        (92, 92),
        (-5, -5),
        (110101199003074578, 110101199003074578),
    ],
)
def test_a_cell_is_written_so_that_a_spreadsheet_shows_what_was_meant(cell: str | int, written: str | int) -> None:
    assert safe_cell(cell) == written


@given(st.text())
def test_no_text_at_all_runs_as_a_formula_once_it_is_safe(text: str) -> None:
    written = safe_cell(text)
    assert isinstance(written, str)
    assert not runs_as_formula(written)
    assert written in {text, "'" + text}


@given(st.sampled_from("=+-@＝＋－＠\t\r\n"), st.text())
def test_every_dangerous_start_is_made_safe(start: str, rest: str) -> None:
    assert safe_cell(start + rest) == "'" + start + rest


@given(st.integers())
def test_a_number_stays_a_number(number: int) -> None:
    assert safe_cell(number) is number


def test_a_file_is_named_by_its_table_institution_and_year() -> None:
    assert file_name("hours", "A-01", 2026, "csv") == "hours-A-01-2026.csv"
    assert file_name("hours", 'A/../"01"', 2026, "xlsx") == "hours-A_.._01_-2026.xlsx"


def test_a_download_bears_its_name_in_both_forms() -> None:
    assert content_disposition("hours-浙A-2026.csv") == (
        "attachment; filename=\"hours-_A-2026.csv\"; filename*=UTF-8''hours-%E6%B5%99A-2026.csv"
    )


@given(st.text())
def test_no_code_breaks_out_of_the_header(code: str) -> None:
    header = content_disposition(file_name("hours", code, 2026, "csv"))
    assert re.fullmatch(r"attachment; filename=\"[\w.-]+\"; filename\*=UTF-8''[\w.%~-]+", header, re.ASCII)


def test_years_reach_from_the_present_one_back_to_the_first_of_the_programme() -> None:
    assert list_years(2026) == [2026, 2025, 2024, 2023, 2022, 2021]
    assert list_years(2019) == [2021]
