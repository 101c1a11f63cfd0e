"""Takes the visible words out of cleaned HTML."""

from __future__ import annotations

import html
import re

# Words are not parted at these: a Chinese word may be half strong and half not.
_INLINE = (
    "a|abbr|b|cite|code|del|dfn|em|i|img|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strong|sub|sup|time|u|var|wbr"
)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})\b(?:[^>\"]|\"[^\"]*\")*>")
_TAG = re.compile(r"</?[a-z](?:[^>\"]|\"[^\"]*\")*>")

_HAN = (
    "\u2e80-\u303f\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_HAN_BREAK = re.compile(rf"(?<=[{_HAN}”’…—])[ ]*\n[ ]*(?=[{_HAN}“‘…—])")
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)


def join_han_lines(text: str) -> str:
    """HTML without the line breaks between Han characters, which a browser would print as spaces."""
    parts = _PREFORMATTED.split(text)
    return "".join(part if index % 2 else _HAN_BREAK.sub("", part) for index, part in enumerate(parts))


def strip_tags(text: str) -> str:
    """The words of cleaned HTML, entities resolved."""
    return html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", text)))


def collapse(text: str) -> str:
    """The text with every stretch of whitespace as one space."""
    return " ".join(text.split())
