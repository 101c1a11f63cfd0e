"""What is kept of a section, and by which sign one tells that it has changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256

from lms.core.parts import SearchDocument
from lms.search.rules.matching import Form, Stem, unit_form

FORMAT = 3
"""To be raised when forms, tokens or words come out differently: every section is then written anew."""

_FIELDS = tuple(field.name for field in fields(SearchDocument))
# A title stands in the text once, and so counts three times; a heading stands there too, and so counts twice.
_TITLE_BONUS = 2
_HEADING_BONUS = 1
_MODULE_TITLE_BONUS = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A section as the table and the index hold it."""

    document: SearchDocument
    form: Form
    digest: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Among which sections is sought; an empty language or course means all, those in `first_language` lead."""

    access: frozenset[str]
    language: str = ""
    course_id: str = ""
    first_language: str = ""


def searchable(document: SearchDocument, stem: Stem) -> Form:
    """The form of a section that queries are checked against."""
    title = unit_form(document.title, stem)
    headings = "".join(unit_form(heading, stem) for heading in document.headings)
    module_title = unit_form(document.module_title, stem)
    return Form(
        text=title + unit_form(document.text, stem),
        bonus=title * _TITLE_BONUS + headings * _HEADING_BONUS + module_title * _MODULE_TITLE_BONUS,
    )


def digest_of(document: SearchDocument) -> str:
    """A sign that differs whenever the section or what is made of it does."""
    content = json.dumps([FORMAT, *(getattr(document, name) for name in _FIELDS)], ensure_ascii=False)
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def make_section(document: SearchDocument, stem: Stem) -> Section:
    """The document with all that is kept of it."""
    return Section(document, searchable(document, stem), digest_of(document))


def distinct(documents: Iterable[SearchDocument]) -> dict[str, SearchDocument]:
    """The documents by their keys; raises ValueError where two have the same."""
    found: dict[str, SearchDocument] = {}
    for document in documents:
        if found.setdefault(document.key, document) is not document:
            raise ValueError(f"Two sections have the key {document.key}.")
    return found
