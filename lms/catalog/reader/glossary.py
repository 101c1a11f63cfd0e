"""Reads `glossary.toml`: the terms of a course, each in every language."""

from __future__ import annotations

from lms.catalog.reader.toml_table import TomlTable, read_toml
from lms.core.findings import Finding
from lms.core.languages import LANGUAGES
from lms.core.parts import Term


def read_glossary(source: str, *, path: str, findings: list[Finding]) -> tuple[Term, ...]:
    """The terms in their order; what is wrong with the file is added to the findings."""
    table = read_toml(source, path, findings)
    if table is None:
        return ()
    terms: list[Term] = []
    named: dict[str, Term] = {}
    for entry in table.tables("terms"):
        terms.append(term := _read_term(entry))
        for name in filter(None, dict.fromkeys(term.names.values())):
            known = named.setdefault(name, term)
            if known is not term:
                message = f"The term {name} stands at line {known.line} too."
                entry.report("term-duplicate", message, "one term has one translation: keep one of them")
    table.finish()
    return tuple(terms)


def _read_term(table: TomlTable) -> Term:
    term = Term(
        names={language: table.text(language).strip() for language in LANGUAGES},
        definitions=table.words("definition"),
        line=table.line,
    )
    table.finish()
    return term
