"""The trainee's page of hours."""

from __future__ import annotations

from flask import Blueprint, request

from lms.core import web
from lms.hours import service

blueprint = Blueprint("hours", __name__)


@blueprint.get("/hours")
@web.signed_in
def my_hours() -> str:
    """My hours in a year, against what the year asks for."""
    year = service.get_my_year(web.work(), request.args.get("year", type=int))
    return web.render("hours/my_hours.html", year=year)
