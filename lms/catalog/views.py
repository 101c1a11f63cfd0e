"""The pages of courses: home, a course, a module, and their pictures."""

from __future__ import annotations

from itertools import chain

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState

from lms.catalog import service
from lms.core import web
from lms.core.parts import by_order

blueprint = Blueprint("catalog", __name__)

FOR_EVER = "public, max-age=31536000, immutable"
# A picture opened by itself runs nothing, whatever its author wrote into it.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@blueprint.get("/")
@web.everyone
def home() -> str:
    """All courses, and where the reader left off."""
    work = web.work()
    courses = service.list_outlines(work)
    marks = service.find_marks(work, courses)
    resumes = [(mark.resume, course) for course in courses if (mark := marks[course.course_id]).resume]
    latest = max(resumes, key=lambda pair: pair[0].viewed_at, default=None) if resumes else None
    return web.render(
        "catalog/home.html",
        courses=courses,
        marks=marks,
        latest=latest,
        panels=by_order(chain.from_iterable(work.hooks.home_panels(work=work))),
        card_lines=by_order(chain.from_iterable(work.hooks.card_lines(work=work, courses=courses))),
    )


@blueprint.get("/courses/<course_id>")
@web.everyone
def course(course_id: str) -> str:
    """What a course is, its modules and what they bring."""
    work = web.work()
    outline = service.get_outline(work, course_id)
    marks = service.find_marks(work, (outline,))[course_id]
    answers = work.hooks.course_panels(work=work, course=outline, marks=marks)
    return web.render(
        "catalog/course.html", course=outline, marks=marks, panels=by_order(chain.from_iterable(answers))
    )


@blueprint.get("/courses/<course_id>/<module_id>")
@web.everyone
def module(course_id: str, module_id: str) -> str:
    """A module to read."""
    work = web.work()
    reading = service.get_reading(work, course_id, module_id, web.page_language())
    marks = service.find_marks(work, (reading.course,))[course_id]
    asked = {"work": work, "course": reading.course, "module": reading.module, "marks": marks}
    return web.render(
        "catalog/module.html",
        reading=reading,
        marks=marks,
        section_feet=by_order(chain.from_iterable(work.hooks.section_feet(**asked))),
        panels=by_order(chain.from_iterable(work.hooks.module_panels(**asked))),
    )


@web.everyone
def media(digest: str, name: str) -> Response:  # noqa: ARG001  # the address carries it
    """A picture of a published course; `name` is for people who save it."""
    content_type, content = service.get_media(web.work(), digest)
    headers = {"Cache-Control": FOR_EVER, "Content-Security-Policy": PICTURE_POLICY}
    return Response(content, mimetype=content_type, headers=headers)


@blueprint.record_once
def add_media(state: BlueprintSetupState) -> None:
    """Pictures have no language, so their addresses stand outside the languages' prefix."""
    state.app.add_url_rule("/media/<digest>/<name>", "catalog.media", media)
