"""Numbers as people type them."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

LONGEST = 100
"""Characters of a typed answer that are kept; no number that is asked for needs more."""

# A table instead of NFKC, which would read 10² as 102.
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x2212: "-"}
_TYPED = re.compile(
    r"(?P<sign>[+-]?)\s*"
    r"(?P<whole>[1-9][0-9]{0,2}(?:(?P<gap>[, ])[0-9]{3}(?:(?P=gap)[0-9]{3})*)(?![0-9])|[0-9]+|(?=\.[0-9]))"
    r"(?P<fraction>\.[0-9]*)?"
    r"(?P<exponent>[eE][+-]?[0-9]{1,2}(?![0-9]))?"
    r"(?P<unit>.*)"
)


def clean_text(text: str) -> str:
    """What was typed, on one line, without control characters, no longer than needed."""
    visible = "".join(letter for letter in text[: 10 * LONGEST] if letter.isprintable() or letter.isspace())
    return " ".join(visible.split())[:LONGEST].strip()


def half_width(text: str) -> str:
    """The text with full-width digits and signs, and the minus sign, as ASCII has them."""
    return text.translate(_HALF_WIDTH)


def read_number(text: str, unit: str = "") -> Fraction | None:
    """The exact number in a typed answer, its unit behind it or not; None where it is not clear.

    A comma parts thousands and nothing else: "1,000" is a thousand, "3,1" is not a number.
    """
    match = _TYPED.fullmatch(half_width(clean_text(text)))
    if match is None or _unit_key(match["unit"]) not in {"", _unit_key(unit)}:
        return None
    whole = match["whole"].replace(match["gap"] or ",", "") or "0"
    return Fraction(f"{match['sign']}{whole}{match['fraction'] or ''}{match['exponent'] or ''}")


def _unit_key(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).casefold().split())
