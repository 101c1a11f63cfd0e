"""Chinese is written with Chinese punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.core.findings import Finding
from lms.lint.rules.findings import warn
from lms.lint.rules.module import Module
from lms.lint.rules.texts import numbered_lines

_HAN = r"\u3400-\u9fff"
_CODE = re.compile(r"`[^`]*`|\$[^$]*\$|\{[^}]*\}|\]\([^)]*\)|\[\[.*?\]\]|<!--.*?-->")
_WESTERN = re.compile(
    rf"(?<=[{_HAN}”’）》])\s*[,;:?!]\s*(?=[{_HAN}“‘（《])|(?<=[{_HAN}])\.(?=[{_HAN}]|$)|(?<=[{_HAN}])\([{_HAN}]"
)
_QUOTE = re.compile(rf"(?<=[{_HAN}])\"|\"(?=[{_HAN}])")


def check_punctuation(module: Module) -> Iterator[Finding]:
    """Western marks between Han characters, in the Chinese text and in the Chinese of the bank."""
    text = module.texts.get("zh")
    if text is not None:
        for number, line in numbered_lines(text.source):
            yield from _check_line(text.path, number, line)
    for number, line in enumerate(module.quiz.split("\n"), 1):
        if line.lstrip().startswith("@zh"):
            yield from _check_line(module.quiz_path, number, line)


def _check_line(path: str, number: int, line: str) -> Iterator[Finding]:
    # The title of a box stands between plain quotes.
    line = re.sub(r'^(!!! \w+) "(.*)"$', r"\1 \2", line.strip())
    bare = _CODE.sub("`", line)
    found = _WESTERN.search(bare) or _QUOTE.search(bare)
    if found is not None:
        around = bare[max(0, found.start() - 6) : found.end() + 6]
        message = f"“{around}” has a Western mark between Han characters."
        yield warn(path, number, "punctuation-western", message, "use ，。；：？！（）“”")
