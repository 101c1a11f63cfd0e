"""The languages every page and every course is written in."""

from __future__ import annotations

LANGUAGES: tuple[str, ...] = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def other_language(language: str) -> str:
    """The language a reader of `language` would switch to."""
    return "en" if language == "zh" else "zh"
