"""The language of a page stands in its address, so that a page is one page and can be linked to and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from markupsafe import escape

from lms.core.languages import DEFAULT_LANGUAGE, LANGUAGES
from lms.core.texts import translate, translate_plural

OUTSIDE = "lms-translations"
PREFIX = f"/<any({', '.join(LANGUAGES)}):language>"


def page_language() -> str:
    """The language of the page that is being made."""
    return str(g.get("language", DEFAULT_LANGUAGE)) if has_request_context() else DEFAULT_LANGUAGE


def preferred_language() -> str:
    """What a visitor without a language in the address most likely reads."""
    return request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE


def gettext(text: str, /, **values: object) -> str:
    """The text in the page's language; values fill %(name)s."""
    return translate(page_language(), text, _outside(), **values)


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> str:
    """The right form for the number, which fills %(num)s."""
    return unfilled_plural(singular, plural, number) % {"num": number, **values}


def unfilled_plural(singular: str, plural: str, number: int) -> str:
    """As `ngettext`, for templates: Jinja fills the values in by itself."""
    return translate_plural(page_language(), singular, plural, number, _outside())


def _outside() -> tuple[Path, ...]:
    """The folders of translations that rooms from outside brought along."""
    if not has_request_context():
        return ()
    folders: tuple[Path, ...] = current_app.extensions[OUTSIDE]
    return folders


class LazyText:
    """A text that is translated when it is printed; forms are built before the language is known."""

    def __init__(self, text: str, values: dict[str, object]) -> None:
        self._text = text
        self._values = values

    def __str__(self) -> str:
        return gettext(self._text, **self._values)

    def __html__(self) -> str:
        return str(escape(str(self)))

    def __mod__(self, other: Any) -> str:
        filled: str = str(self) % other
        return filled

    def format(self, *arguments: object, **names: object) -> str:
        return str(self).format(*arguments, **names)


def lazy_gettext(text: str, /, **values: object) -> Any:
    """A text for a form's label or message; Any, because WTForms asks for str and prints what it gets."""
    return LazyText(text, values)


def init_app(app: Flask, outside: tuple[Path, ...] = ()) -> None:
    """Serve every page in each language; `outside` are further folders of translations."""
    app.extensions[OUTSIDE] = outside

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values is not None and "language" in values:
            g.language = values.pop("language")
        else:  # also an address that leads nowhere may begin with a language
            first = request.path.removeprefix("/").partition("/")[0]
            g.language = first if first in LANGUAGES else preferred_language()

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = page_language()

    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, unfilled_plural, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
