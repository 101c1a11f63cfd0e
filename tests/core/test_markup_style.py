"""The style sheet of coloured code can be read in both themes, and covers what the highlighter prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pygments.token import STANDARD_TYPES

STYLE = (Path(__file__).parents[2] / "static/layout/highlight.css").read_text(encoding="utf-8")
BACKGROUNDS = {
    "light": ("#f6f8fa", "#f0f4f9", "#ffffff"),
    "dark": ("#161b22", "#0b1017", "#18202b"),
}


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colours(selector: str) -> dict[str, str]:
    block = re.search(re.escape(selector) + r" \{(.*?)\}", STYLE, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"(--code-[a-z]+): (#[0-9a-f]{6});", block[1]))


THEMES = {
    "light": colours(":root"),
    "dark": colours(':root[data-theme="dark"]'),
    "dark by the system": colours(':root:not([data-theme="light"])'),
}


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_can_be_read_on_every_background(theme: str) -> None:
    for name, colour in THEMES[theme].items():
        for background in BACKGROUNDS[theme.split(" ", maxsplit=1)[0]]:
            assert contrast(colour, background) >= 4.5, (name, colour, background)


def test_night_is_the_same_by_hand_and_by_the_system() -> None:
    assert THEMES["dark"] == THEMES["dark by the system"]
    assert THEMES["dark"].keys() == THEMES["light"].keys() >= set(re.findall(r"var\((--code-[a-z]+)\)", STYLE))


def test_the_classes_are_those_of_the_highlighter() -> None:
    rules = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
    used = set(re.findall(r"\.([a-z0-9]{1,3})(?=[,): {])", rules))
    assert used <= set(STANDARD_TYPES.values())
    assert {"c1", "k", "s2", "mi", "nf", "nb"} <= used
