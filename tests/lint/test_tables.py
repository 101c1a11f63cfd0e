"""Which rows of a table are told, and which only look as if they had too many cells."""

from __future__ import annotations

import pytest

from lms.core.markup import Html, render
from lms.lint.reader import read_module_text
from lms.lint.rules.module import Module
from lms.lint.rules.tables import check_tables

HEAD = "| Link | Rate | Delay |\n|---|---|---|\n"


def tell(table: str) -> list[int]:
    """The lines, counted from the first of the table, that the rule tells."""
    source = f"# Links\n\n{table}\n"
    rendered = render(source, path="en.md", language="en", link=lambda _: None, image=lambda _: None)
    text = read_module_text(rendered, "en", "en.md", source)
    module = Module("m-01", "m", 1, {"en": text}, (), draws=8, reading_minutes=1, quiz_minutes=1)
    findings = list(check_tables(module))
    assert {finding.rule for finding in findings} <= {"table-cells"}
    return [finding.line - 2 for finding in findings]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (HEAD + "| LoRa | 5 kbit/s | 1 s |", []),
        (HEAD + "| LoRa | 5 kbit/s |", [3]),
        (HEAD + "| LoRa | 5 kbit/s | 1 s | far |", [3]),
        (HEAD + "| a | b | c |\n| d | e |\n| f |", [4, 5]),
        (HEAD + "| a | b |  |", []),
        (HEAD + "| a | `x | y` | c |", []),
        (HEAD + r"| a | x \| y | c |", []),
        (HEAD + r"| a | $|x|$ | c |", []),
        (HEAD + "| a | 5 $ | c | 6 $ |", [3]),
        (HEAD + "It goes on without a blank line.", [3]),
        (HEAD + "| a | b | c |\n\nOne | two", []),
        ("| Link | Rate |\n|---|---|---|\n| a | b |", [2]),
        ("Link | Rate\n:--|--:\nLoRa | 5\nNB | 60 | 2", [4]),
        ("> | a | b |\n> |---|---|\n> | c |", [3]),
        ("- Links:\n\n    | a | b |\n    |---|---|\n    | c |", [5]),
        ("```text\n| a | b |\n|---|---|\n| c |\n```", []),
        ("<!--\n| a | b |\n|---|---|\n| c |\n-->", []),
        (HEAD + "- not a row\n- either", []),
        (HEAD + "!!! note\n    Not a row.", []),
        (HEAD + "## Not a row {#row}", []),
        ("One | two\n\n---", []),
    ],
)
def test_a_row_that_has_not_the_cells_of_its_head_is_told(table: str, told: list[int]) -> None:
    assert tell(table) == told


def test_what_is_told_would_have_been_lost() -> None:
    table = HEAD + "| LoRa | 5 kbit/s | 1 s | far |"
    source = f"# Links\n\n{table}\n"
    rendered = render(source, path="en.md", language="en", link=lambda _: None, image=lambda _: None)
    html = "".join(piece.html for piece in rendered.sections[0].pieces if isinstance(piece, Html))
    assert "kbit/s" in html
    assert "far" not in html
