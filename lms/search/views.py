"""The search page, and the answers that come while one types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from lms.core import web
from lms.core.languages import LANGUAGES
from lms.search import service
from lms.search.service import FoundModule, Passage, SearchPage, Wanted

TEXT_MAXIMUM = 200
PAGE_MAXIMUM = 1_000
EXAMPLES = (("zh", "混淆矩阵"), ("en", "confusion matrix"))
"""Words that find something in the courses that ship."""

blueprint = Blueprint("search", __name__, url_prefix="/search")


@dataclass(frozen=True, slots=True)
class Ways:
    """Addresses that lead on from a page of results; empty where there is nothing to go to."""

    previous: str
    following: str
    suggestion: str
    without_filters: str


@blueprint.get("/")
@web.everyone
def results() -> str:
    """What was asked for, and where it stands; without words, what can be asked."""
    work = web.work()
    courses = service.list_courses(work, web.page_language())
    wanted = _read_wanted({course_id for course_id, _title in courses})
    found = service.search(work, wanted, web.page_language()) if wanted.text else None
    return web.render(
        "search/results.html",
        noindex=True,
        search_query=wanted.text,
        wanted=wanted,
        courses=courses,
        found=found,
        begun=_list_begun(found) if found and not found.total else (),
        ways=_list_ways(found) if found else None,
        examples=[(language, words, _address(Wanted(words))) for language, words in EXAMPLES],
    )


@blueprint.get("/instant")
@web.everyone
def instant() -> Response:
    """The best passages for what has been typed so far."""
    text = _read_text()
    modules = service.suggest(web.work(), text, web.page_language()) if text else ()
    count = sum(len(module.passages) for module in modules)
    said = web.ngettext("%(num)s section shown.", "%(num)s sections shown.", count)
    answer = jsonify(said=said if count else "", modules=[_print_module(module) for module in modules])
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _read_text() -> str:
    return request.args.get("q", "").strip()[:TEXT_MAXIMUM]


def _read_wanted(course_ids: set[str]) -> Wanted:
    """What the address asks for; a filter that names nothing is no filter, since addresses outlive courses."""
    language, course_id = request.args.get("in", ""), request.args.get("course", "")
    return Wanted(
        text=_read_text(),
        language=language if language in LANGUAGES else "",
        course_id=course_id if course_id in course_ids else "",
        number=min(max(1, request.args.get("page", 1, type=int)), PAGE_MAXIMUM),
    )


def _list_begun(found: SearchPage) -> tuple[FoundModule, ...]:
    """What an unfinished last word may become: who comes from the instant search has seen it there."""
    wanted = found.wanted
    modules = service.suggest(web.work(), wanted.text, wanted.language or web.page_language())
    languages = {wanted.language} if wanted.language else set(LANGUAGES)
    return tuple(
        module for module in modules if module.language in languages and wanted.course_id in {"", module.course_id}
    )


def _list_ways(found: SearchPage) -> Ways:
    wanted = found.wanted
    before, after = min(wanted.number - 1, found.pages), wanted.number + 1
    return Ways(
        previous=_address(replace(wanted, number=before)) if before else "",
        following=_address(replace(wanted, number=after)) if after <= found.pages else "",
        suggestion=_address(replace(wanted, text=found.suggestion, number=1)) if found.suggestion else "",
        without_filters=_address(Wanted(wanted.text)) if found.total_elsewhere else "",
    )


def _address(wanted: Wanted) -> str:
    asked: dict[str, Any] = {
        "q": wanted.text,
        "course": wanted.course_id,
        "in": wanted.language,
        "page": wanted.number if wanted.number > 1 else "",
    }
    return url_for("search.results", **{name: value for name, value in asked.items() if value})


def _print_module(module: FoundModule) -> dict[str, Any]:
    return {
        "title": module.module_title,
        "course": module.course_title,
        "language": module.language,
        "passages": [_print_passage(module, passage) for passage in module.passages],
    }


def _print_passage(module: FoundModule, passage: Passage) -> dict[str, Any]:
    url = url_for(
        "catalog.module",
        language=module.language,
        course_id=module.course_id,
        module_id=module.module_id,
        mark=passage.marks,
        _anchor=passage.anchor,
    )
    pieces = [(piece.text, piece.is_marked) for piece in passage.pieces]
    return {"title": passage.title, "url": url, "pieces": pieces}
