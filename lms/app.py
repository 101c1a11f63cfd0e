"""Where real things are chosen: the only place that loads rooms."""

from __future__ import annotations

from flask import Flask, Response, redirect

from lms.core.bundle import bundled_folder
from lms.core.clock import Clock, system_clock
from lms.core.database import Database
from lms.core.house import House
from lms.core.rooms import list_outside_rooms
from lms.core.settings import Settings, read_or_create_key
from lms.core.web import dates, everyone, frame, language, requests, security
from lms.loading import load_rooms, register_pages


def open_house(settings: Settings, *, clock: Clock = system_clock) -> House:
    """The house of an installation: rooms registered and checked, the database at hand but not yet asked."""
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    return House(settings, Database(settings.sqlalchemy_url), load_rooms(settings.plugins), clock)


def create_app(settings: Settings, *, clock: Clock = system_clock) -> Flask:
    """The web application over a house of its own; keeps nothing that another worker would miss."""
    house = open_house(settings, clock=clock)
    app = Flask("lms", template_folder=bundled_folder("templates"), static_folder=bundled_folder("static"))
    app.secret_key = settings.secret_key or read_or_create_key(settings, "secret.key")
    app.extensions["lms"] = house
    language.init_app(app, tuple(room.translations for room in list_outside_rooms(house.rooms)))
    requests.init_app(app)
    frame.init_app(app)
    dates.init_app(app)
    security.init_app(app, settings)
    register_pages(app, house.rooms)
    _add_doors(app)
    return app


def _add_doors(app: Flask) -> None:
    @app.get("/")
    @everyone
    def front_door() -> Response:
        response = redirect(f"/{language.preferred_language()}/", 302)
        response.headers["Vary"] = "Accept-Language"
        return response  # type: ignore[return-value]  # Flask's redirect is typed as Werkzeug's

    @app.get("/healthz")
    @everyone
    def health() -> Response:
        return Response("ok\n", mimetype="text/plain")
