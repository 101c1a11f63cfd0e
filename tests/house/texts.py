"""The texts of the interface, room by room: found in code and templates, and kept in lms/translations."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from lms.core.languages import LANGUAGES
from lms.core.texts import SOURCE_LANGUAGE
from tests.house.files import PACKAGE, ROOMS, ROOT, list_modules

SHARED = "layout"
"""What belongs to no room: the frame around every page, the core and the commands of the house."""
TRANSLATED = tuple(language for language in LANGUAGES if language != SOURCE_LANGUAGE)
FOLDER = PACKAGE / "translations"
WORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2)}
JINJA = "jinja2.ext:babel_extract"
JINJA_OPTIONS = {"trimmed": "true", "silent": "false"}
PLURAL_FORMS = {"zh": "nplurals=1; plural=0;"}
HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Plural-Forms: {plural_forms}\\n"

"""

Text = str | tuple[str, str]
"""An English text, or one thing and many things."""


def room_of(path: Path) -> str:
    """The room whose code or template a file is."""
    first = path.relative_to(ROOT).parts[1]
    return first if first in ROOMS else SHARED


def find_texts(path: Path) -> Iterator[Text]:
    """The texts that a module or a template marks."""
    is_module = path.suffix == ".py"
    method, options = ("python", {}) if is_module else (JINJA, JINJA_OPTIONS)
    with path.open("rb") as file:
        for _line, text, _comments, _context in extract(method, file, WORDS, (), options):
            yield text if isinstance(text, str) else (text[0], text[1])


def collect_texts(paths: Iterable[Path] | None = None) -> dict[str, set[Text]]:
    """The texts of each room, and the shared ones."""
    collected: dict[str, set[Text]] = {room: set() for room in (SHARED, *ROOMS)}
    everything = [*list_modules(PACKAGE), *sorted((ROOT / "templates").rglob("*.html"))]
    for path in everything if paths is None else paths:
        collected[room_of(path)].update(find_texts(path))
    return collected


def po_path(language: str, room: str) -> Path:
    return FOLDER / language / f"{room}.po"


def load(path: Path, language: str) -> Catalog:
    """What a file of translations holds; an empty catalogue where there is no file."""
    content = path.read_bytes() if path.exists() else b""
    return read_po(io.BytesIO(content), locale=language, abort_invalid=True)


def merge(known: Catalog, texts: Iterable[Text], language: str) -> Catalog:
    """The translations of these texts and of no others; one that is missing is empty."""
    merged = Catalog(locale=language)
    for text in texts:
        found = known.get(text)
        merged.add(text, found.string if found is not None else None)
    return merged


def dump(catalog: Catalog, language: str) -> str:
    """The file as it is kept: by the alphabet, without places, dates and names."""
    body = io.BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    header = HEADER.format(language=language, plural_forms=PLURAL_FORMS[language])
    return header + body.getvalue().decode("utf-8").strip("\n") + "\n"


def main() -> None:
    for room, texts in collect_texts().items():
        for language in TRANSLATED:
            path = po_path(language, room)
            merged = merge(load(path, language), texts, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dump(merged, language), "utf-8")
            missing = sum(not any(m.string if isinstance(m.string, tuple) else [m.string]) for m in merged if m.id)
            print(f"{language}/{room}.po: {len(merged)} texts, {missing} to translate")


if __name__ == "__main__":
    main()
