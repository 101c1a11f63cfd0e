"""The page of modules on offer."""

from __future__ import annotations

from flask import Blueprint

from lms.core import web
from lms_example_plugin import service

# The blueprint bears the room's name; its folders lie beside this file.
blueprint = Blueprint(
    "example", __name__, url_prefix="/example", template_folder="templates", static_folder="static"
)


@blueprint.get("/")
@web.everyone
def modules() -> str:
    """Every module, course by course."""
    return web.render("example/modules.html", courses=service.list_courses(web.work()))
