"""Texts as people type them, made alike where a difference means nothing."""

from __future__ import annotations

import re
import unicodedata

# NFKC makes full-width letters and signs narrow; these it leaves as they are.
_PUNCTUATION = str.maketrans(
    {"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "\u2010": "-", "\u2212": "-"}
)
# NFKC would make 102 of 10².
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A Chinese comma is followed by no space and a Western one is; beside Han nobody agrees where one belongs.
_IDLE_SPACE = re.compile(rf" (?=[{_HAN},.:;?!()\"'])|(?<=[{_HAN},.:;?!()\"']) ")


def fold(text: str, *, case: bool = False) -> str:
    """The text without width, kinds of punctuation, idle spaces and, unless `case` matters, without case."""
    text = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    text = unicodedata.normalize("NFKC", _RAISED.sub(lambda found: f"^{found[0]}", text))
    if not case:
        text = unicodedata.normalize("NFKC", text.casefold())
    return _IDLE_SPACE.sub("", " ".join(text.translate(_PUNCTUATION).split()))
