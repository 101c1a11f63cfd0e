"""Where real things are chosen: the only place that loads rooms."""

from __future__ import annotations

import importlib
from pathlib import Path

import pluggy
from flask import Flask, Response, redirect

from lms.core import hookspecs
from lms.core.clock import Clock, system_clock
from lms.core.database import Database
from lms.core.house import House
from lms.core.settings import Settings, SettingsError, read_or_create_key
from lms.core.web import dates, everyone, frame, language, requests, security

ROOT = Path(__file__).parent.parent


def open_house(settings: Settings, *, clock: Clock = system_clock) -> House:
    """The house of an installation: rooms registered and checked, the database at hand but not yet asked."""
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    return House(settings, Database(settings.sqlalchemy_url), load_rooms(settings.plugins), clock)


def load_rooms(names: tuple[str, ...]) -> pluggy.PluginManager:
    """A plugin manager with each room's `plugin` module; a misspelt hook or an unknown room stops the start."""
    rooms = pluggy.PluginManager(hookspecs.PROJECT)
    rooms.add_hookspecs(hookspecs)
    for name in names:
        try:
            plugin = importlib.import_module(f"{name}.plugin")
        except ModuleNotFoundError as error:
            if error.name is None or not f"{name}.plugin".startswith(error.name):
                raise
            raise SettingsError(f"PLUGINS names {name!r}, but there is no module {error.name}.") from error
        rooms.register(plugin, name=name.rpartition(".")[2])
    rooms.check_pending()
    return rooms


def create_app(settings: Settings, *, clock: Clock = system_clock) -> Flask:
    """The web application over a house of its own; keeps nothing that another worker would miss."""
    house = open_house(settings, clock=clock)
    app = Flask("lms", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.secret_key = settings.secret_key or read_or_create_key(settings, "secret.key")
    app.extensions["lms"] = house
    language.init_app(app)
    requests.init_app(app)
    frame.init_app(app)
    dates.init_app(app)
    security.init_app(app, settings)
    for room_blueprints in house.rooms.hook.blueprints():
        for blueprint in room_blueprints:
            app.register_blueprint(blueprint, url_prefix=language.PREFIX + (blueprint.url_prefix or ""))
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
