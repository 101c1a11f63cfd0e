"""What is safe in a spreadsheet: no cell runs as a formula, no number that is a name loses its digits."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

Cell = str | int

CSV_TITLES = {"en": "CSV", "zh": "CSV"}
CSV_NOTES = {
    "en": (
        "CSV is in UTF-8 with a byte-order mark, so that spreadsheets show Chinese as it is. A text that a "
        "spreadsheet would run as a formula, or spoil as a number (18 digits, leading zeros), begins with an "
        "apostrophe ('). Remove the apostrophe when you read the file with a program."
    ),
    "zh": (
        "CSV 采用 UTF-8 编码，带字节顺序标记（BOM），电子表格可正确显示中文。凡可能被电子表格当作公式执行，"
        "或当作数字而改变的文本（如 18 位数字、以 0 开头的编号），前面都加了一个半角撇号（'）。"
        "用程序读取时请去掉这个撇号。"
    ),
}
TEXT_MARK = "'"
FORMULA_SIGNS = frozenset("=+-@")
CONTROL_STARTS = ("\t", "\r", "\n")
# A spreadsheet keeps 15 digits of a number and shows 12 or more as 1.1E+11; leading zeros are lost at once.
DAMAGED_NUMBER = re.compile(r"0\d+|\d{12,}|\d+(\.\d*)?[eE]\d+", re.ASCII)
FIRST_YEAR = 2021
"""The year the training project began."""


def safe_cell(cell: Cell) -> Cell:
    """The cell as it may be written: an apostrophe before a text that would run or be damaged; numbers stay."""
    if isinstance(cell, int):
        return cell
    return TEXT_MARK + cell if runs_as_formula(cell) or loses_digits(cell) else cell


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula, also behind blanks and in full-width signs."""
    if text.startswith(CONTROL_STARTS):
        return True
    first = next((sign for sign in text if unicodedata.category(sign)[0] not in "CZ"), "")
    return unicodedata.normalize("NFKC", first)[:1] in FORMULA_SIGNS


def loses_digits(text: str) -> bool:
    """Whether a spreadsheet would read the text as a number and spoil it, as it does with 18 digits."""
    return DAMAGED_NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def file_name(table: str, institution_code: str, calendar_year: int, ending: str) -> str:
    """Such as hours-A01-2026.csv; signs that some file systems refuse become underscores."""
    code = re.sub(r"[^\w.-]+", "_", institution_code)
    return f"{table}-{code}-{calendar_year}.{ending}"


def content_disposition(name: str) -> str:
    """The header of a download in both forms of RFC 6266: plain ASCII for old readers, UTF-8 for the others."""
    ascii_name = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def list_years(present_year: int) -> list[int]:
    """The years one may choose, the present one first."""
    return list(range(max(present_year, FIRST_YEAR), FIRST_YEAR - 1, -1))
