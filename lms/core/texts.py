"""The words of the interface: English in the code, the other languages in lms/translations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent.parent / "translations"
SOURCE_LANGUAGE = "en"


def N_(text: str) -> str:  # noqa: N802  # the name gettext's tools look for
    """Mark a text for translation where it is written; the page translates it."""
    return text


@cache
def catalog(language: str, outside: tuple[Path, ...] = ()) -> dict[str, str | tuple[str, ...]]:
    """English text → text in the language, from all `<room>.po` files of the language.

    `outside` are the folders of translations of rooms from outside; they add texts and change none of the house.
    """
    if language == SOURCE_LANGUAGE:
        return {}
    messages: dict[str, str | tuple[str, ...]] = {}
    for folder in (TRANSLATIONS, *outside):
        for path in sorted((folder / language).glob("*.po")):
            for text, translated in _read(path, language).items():
                messages.setdefault(text, translated)
    return messages


def _read(path: Path, language: str) -> dict[str, str | tuple[str, ...]]:
    with path.open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: (
                message.string if isinstance(message.string, str) else tuple(message.string)
            )
            for message in read_po(file, locale=language)
            if message.id and message.string and not message.fuzzy
        }


def translate(language: str, text: str, outside: tuple[Path, ...] = (), /, **values: object) -> str:
    """The text in the language, with %(name)s filled in; the English text where there is no translation."""
    found = catalog(language, outside).get(text, text)
    chosen = found if isinstance(found, str) else found[0]
    return chosen % values if values else chosen


def translate_plural(
    language: str, singular: str, plural: str, number: int, outside: tuple[Path, ...] = ()
) -> str:
    """The right form for the number: Chinese has one, English two."""
    if language == SOURCE_LANGUAGE:
        return singular if number == 1 else plural
    return translate(language, singular, outside)
