"""The search page."""

from __future__ import annotations

from flask import Blueprint, request

from lms.core import web
from lms.search import service

blueprint = Blueprint("search", __name__, url_prefix="/search")


@blueprint.get("/")
@web.everyone
def results() -> tuple[str, int]:
    """What was asked for, and where it stands."""
    asked = request.args.get("q", "").strip()
    found = service.search(web.work(), asked, request.args.get("page", 1, type=int))
    page = web.render("search/results.html", noindex=True, search_query=asked, found=found)
    return page, 200 if found.is_available else 503
