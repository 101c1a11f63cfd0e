"""One term, one translation: the glossary of the course, those of its modules, and the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lms.core.findings import Finding
from lms.lint.rules.findings import warn
from lms.lint.rules.module import Course
from lms.lint.rules.texts import GLOSSARY, ModuleText, SectionText, numbered_lines

_HAN = r"\u3400-\u9fff"
_BRACKETS = re.compile(r"[（(]([^（）()]+)[)）]")
_SPACES = re.compile(r"[\s*_`]+")
_MARKUP = re.compile(r"[*_`]+")
_SEPARATORS = {"en": re.compile(r",\s+(?![^()]*\))"), "zh": re.compile("、")}
_ENDING = re.compile(r"(?:ations?|ions?|ing|ed|es|s|e|y)$")


def check_terms(course: Course) -> Iterator[Finding]:
    """Glossary entries are known, used and translated alike; every term of the course is used somewhere."""
    for module in course.modules:
        for text in module.texts.values():
            yield from _check_entries(course, text)
            yield from _check_translations(course, text)
    if course.is_whole:
        yield from _find_unused(course)


def _check_entries(course: Course, text: ModuleText) -> Iterator[Finding]:
    glossary = text.find(GLOSSARY)
    known = {(_key(term.names["en"]), _key(term.names["zh"])) for term in course.glossary}
    body = _body(text)
    for entry in glossary.entries if glossary else ():
        line = _line_of(text, entry.term)
        pairs = _find_pairs(entry.term, known)
        if not pairs:
            message = f"glossary.toml does not have “{entry.term}”, each term with this translation."
            hint = "write `term 中文` in en.md, `中文 term` in zh.md, and the same into glossary.toml"
            yield warn(text.path, line, "term-unknown", message, hint)
        for english, chinese in pairs:
            own = english if text.language == "en" else chinese
            if not _is_used(own, body, text.language):
                message = f"The text of the module does not use “{own}”."
                yield warn(text.path, line, "term-unused", message, "use it, or take the entry out")


def _find_pairs(entry: str, known: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """English and Chinese terms of an entry, however it is divided into two; none where a pair is not known."""
    for space in re.finditer(r"\s+", entry):
        halves = entry[: space.start()], entry[space.end() :]
        for english, chinese in (halves, halves[::-1]):
            terms = _SEPARATORS["en"].split(english), _SEPARATORS["zh"].split(chinese)
            pairs = list(zip(*terms, strict=False))
            if len(terms[0]) == len(terms[1]) and all((_key(one), _key(other)) in known for one, other in pairs):
                return pairs
    return []


def _check_translations(course: Course, text: ModuleText) -> Iterator[Finding]:
    """Where a text gives a term's other name in brackets, it is that of the glossary."""
    other = "en" if text.language == "zh" else "zh"
    names = {_key(term.names[other]): term.names[text.language] for term in course.glossary}
    for number, line in numbered_lines(text.source):
        bare = _MARKUP.sub("", line)
        for found in _BRACKETS.finditer(bare):
            own, before = names.get(_key(found[1])), bare[: found.start()]
            if own is None or _ends_with(before, own, text.language):
                continue
            message = f"“{found[1]}” stands behind “{before[-20:].strip()}”; glossary.toml calls it {own}."
            yield warn(text.path, number, "term-translation", message, "one term has one translation: use it")


def _ends_with(text: str, name: str, language: str) -> bool:
    if language == "zh":
        return _key(text).endswith(_key(name))
    return re.search(rf"{_bent(name)}\s*$", text.casefold()) is not None


def _find_unused(course: Course) -> Iterator[Finding]:
    bodies = {
        language: "\n".join(_body(module.texts[language]) for module in course.modules if language in module.texts)
        for language in ("en", "zh")
    }
    for term in course.glossary:
        for language, name in term.names.items():
            if not _is_used(name, bodies[language], language):
                message = f"No text of the course uses “{name}”."
                hint = "use it, or take the term out"
                yield warn(course.glossary_file, term.line, "term-unused", message, hint)


def _body(text: ModuleText) -> str:
    """What is searched for a term: an English text in small letters, a Chinese one as it is compared."""
    body = "\n".join(_prose(section) for section in text.sections if section.anchor != GLOSSARY)
    return body.casefold() if text.language == "en" else _SPACES.sub("", body).casefold()


def _prose(section: SectionText) -> str:
    return "\n".join((section.prose, *(figure.alternative for figure in section.figures)))


def _is_used(name: str, body: str, language: str) -> bool:
    """Whether a body has a term; an English one also bent."""
    if language == "zh":
        return _key(name) in body
    return re.search(_bent(name), body) is not None


def _bent(name: str) -> str:
    """A pattern of an English term, in small letters, whatever its words end in."""
    words = re.split(r"[\s-]+", _without_brackets(name).casefold())
    stems = (_ENDING.sub("", word) if len(word) > 4 else word for word in words)
    return r"(?<!\w)" + r"[\s-]+".join(rf"{re.escape(stem)}\w*" for stem in stems)


def _without_brackets(name: str) -> str:
    return _BRACKETS.sub("", name).strip()


def _key(text: str) -> str:
    """What is compared of a term: not spaces, markup, capitals, or what stands in brackets behind it."""
    return _SPACES.sub("", _without_brackets(text)).casefold()


def _line_of(text: ModuleText, term: str) -> int:
    at = text.source.find(f"\n{term}")
    return text.source.count("\n", 0, at + 1) + 1 if at >= 0 else 1
