"""What a reader does on the way through a module, and the page that gathers it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.core import web
from lms.core.web import gettext as _
from lms.progress import service
from lms.progress.forms import EnrolForm

blueprint = Blueprint("progress", __name__, url_prefix="/progress")

NO = "no"


@blueprint.get("/")
@web.signed_in
def my_learning() -> str:
    """The courses a trainee takes, and where to go on."""
    return web.render("progress/my_learning.html", courses=service.list_my_courses(web.work()))


@blueprint.post("/courses/<course_id>/enrol")
@web.signed_in
def enrol(course_id: str) -> Response:
    """Take the course in a direction, or change the direction."""
    form = EnrolForm()
    if not form.validate():
        abort(400)
    is_new = service.enrol(web.work(), course_id, form.direction.data or "")
    web.commit()
    flash(_("You take this course now.") if is_new else _("Your direction is changed."), "success")
    return redirect(url_for("catalog.course", course_id=course_id), 303)


@blueprint.post("/<module_id>/sections/<anchor>")
@web.signed_in
def section(module_id: str, anchor: str) -> Response:
    """Mark a section as read (and go on to the next), or take the mark back."""
    place = service.mark_read(web.work(), module_id, anchor, read=request.form.get("read") != NO)
    web.commit()
    return _go_on(place)


@blueprint.post("/<module_id>/practice")
@web.signed_in
def practice(module_id: str) -> Response:
    """Declare the practice done, or take it back."""
    place = service.declare_practice(web.work(), module_id, done=request.form.get("done") != NO)
    web.commit()
    return _go_on(place)


@blueprint.post("/<module_id>/viewed/<anchor>")
@web.signed_in
def viewed(module_id: str, anchor: str) -> Response:
    """Remember the heading the reader looks at; sent by a script while reading."""
    service.remember_view(web.work(), module_id, anchor)
    web.commit()
    return Response(status=204)


def _go_on(place: service.ReadingPlace) -> Response:
    address = url_for("catalog.module", course_id=place.course_id, module_id=place.module_id, _anchor=place.anchor)
    return redirect(address, 303)
