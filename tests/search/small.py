"""A small index to change and to damage."""

from __future__ import annotations

from lms.core.parts import SearchDocument
from lms.search import rules
from lms.search.index import SearchIndex, stem
from tests.search.engines import find_keys


def section(anchor: str, text: str, *, course: str = "a", title: str = "") -> SearchDocument:
    return SearchDocument(course, "课程", f"{course}-01", "模块", anchor, title, text, "zh", "everyone")


def key(anchor: str) -> str:
    return f"{anchor[0]}/{anchor[0]}-01/zh/{anchor}"


def rebuild(index: SearchIndex, *documents: SearchDocument) -> int:
    with index.writing() as writer:
        return writer.rebuild(rules.make_section(document, stem) for document in documents)


def change(index: SearchIndex, *documents: SearchDocument, gone: tuple[str, ...] = ()) -> None:
    with index.writing() as writer:
        writer.change(list(map(key, gone)), [rules.make_section(document, stem) for document in documents])


def anchors(index: SearchIndex, query: str) -> list[str]:
    return [found.rpartition("/")[2] for found in find_keys(index, query)]
