"""The pages that rooms bring: where they are served, and what is wrong with them before the first is asked for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import Any

import pluggy
from flask import Blueprint, Flask
from jinja2 import TemplateNotFound
from werkzeug.routing import Rule

from lms.core.settings import RoomError
from lms.core.web import everyone
from lms.core.web.access import find_access
from lms.core.web.language import PREFIX
from lms.loading.answers import Given, ask
from lms.loading.finding import describe
from lms.loading.places import did_you_mean, place_of, shown

STATIC = ".static"
ARGUMENT = re.compile(r"<[^>]*>")
BUILT_IN = {"HEAD", "OPTIONS"}


def register_pages(app: Flask, plugins: pluggy.PluginManager) -> None:
    """Serve every room's pages and static files.

    Raises RoomError for pages that cannot be served, that would take another's place, or that lead nowhere.
    """
    for given in ask(plugins, "blueprints"):
        _check_blueprint(app, given)
        _check_templates(given)
        try:
            app.register_blueprint(given.value, url_prefix=PREFIX + (given.value.url_prefix or ""))
        except Exception as error:
            raise RoomError(f"{given.place}: its pages cannot be served ({describe(error)}): mend it.") from error
        _check_addresses(app, given)
    for given in ask(plugins, "nav_items"):
        _check_endpoint(app, given)
    for given in ask(plugins, "frame_panels"):
        _check_template(app, given)
    _open_static_files(app)


def _open_static_files(app: Flask) -> None:
    """The static files of rooms are open to everyone, as those of the house are."""
    static = [endpoint for endpoint in app.view_functions if endpoint.endswith(STATIC)]
    for endpoint in static:
        app.view_functions[endpoint] = everyone(_as_function(app.view_functions[endpoint]))

    @app.url_defaults
    def give_version(endpoint: str, values: dict[str, Any]) -> None:
        """Browsers keep a static file for a year, so its address changes with its content."""
        if endpoint in static and "filename" in values:
            folder = app.blueprints[endpoint.removesuffix(STATIC)].static_folder
            values["v"] = _version(Path(str(folder), values["filename"]))


def _as_function(view: Callable[..., Any]) -> Callable[..., Any]:
    """A blueprint sends its files by a method, on which nobody can write who may enter."""

    @wraps(view)
    def send(**values: str) -> Any:
        return view(**values)

    return send


@cache
def _version(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _check_blueprint(app: Flask, given: Given) -> None:
    blueprint: Blueprint = given.value
    if blueprint.name != given.room:
        raise RoomError(
            f"{given.place}: the room {given.room} brings a blueprint called {blueprint.name!r}: "
            f"call it {given.room!r}."
        )
    if blueprint.name in app.blueprints:
        raise RoomError(f"{given.place}: the room {given.room} brings two blueprints: put their pages on one.")


def _check_templates(given: Given) -> None:
    blueprint: Blueprint = given.value
    if not blueprint.template_folder:
        return
    folder = Path(blueprint.root_path, blueprint.template_folder)
    if not folder.is_dir():
        raise RoomError(f"{given.place}: template_folder leads to {shown(folder)}, which is not there: make it.")
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and parts[0] != given.room and not parts[0].startswith("."):
            raise RoomError(
                f"{shown(path)}: templates of a room stand in a folder of its name, where they hide no other's: "
                f"move it to {shown(folder / given.room / path.name)}."
            )


def _check_addresses(app: Flask, given: Given) -> None:
    """The rules of the newest blueprint: each is new, and says who may enter."""
    room = f"{given.room}."
    taken = {key: rule for rule in app.url_map.iter_rules() if not _is_of(rule, room) for key in _keys(rule)}
    for rule in app.url_map.iter_rules():
        if not _is_of(rule, room):
            continue
        for key in _keys(rule):
            if key in taken:
                raise RoomError(
                    f"{given.place}: the room {given.room} serves {_shown(rule)}, where {taken[key].endpoint} is: "
                    f'give its blueprint an address of its own, such as url_prefix="/{given.room}".'
                )
        if not rule.endpoint.endswith(STATIC) and find_access(app, rule.endpoint) is None:
            place = place_of(app.view_functions[rule.endpoint])
            raise RoomError(
                f"{place}: {rule.endpoint} does not say who may enter: put @web.everyone, @web.signed_in or "
                "@web.only(Role.…) directly above the function."
            )


def _is_of(rule: Rule, room: str) -> bool:
    return str(rule.endpoint).startswith(room)


def _keys(rule: Rule) -> Iterator[tuple[str, str]]:
    """The address without the names of its arguments, with each method."""
    for method in (rule.methods or set()) - BUILT_IN:
        yield ARGUMENT.sub("<>", rule.rule).rstrip("/"), method


def _shown(rule: Rule) -> str:
    return rule.rule.replace(PREFIX, "/<language>")


def _check_endpoint(app: Flask, given: Given) -> None:
    endpoint = given.value.endpoint
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint]
    if not rules:
        near = did_you_mean(endpoint, app.view_functions)
        raise RoomError(f"{given.place}: the navigation leads to {endpoint!r}, which no room serves.{near}")
    wanting = [rule for rule in rules if rule.arguments - {"language"}]
    if len(wanting) == len(rules):
        raise RoomError(
            f"{given.place}: the navigation leads to {endpoint!r}, whose address needs more than a language: "
            "name a page that stands alone."
        )


def _check_template(app: Flask, given: Given) -> None:
    try:
        assert app.jinja_env.loader is not None
        app.jinja_env.loader.get_source(app.jinja_env, given.value.template)
    except TemplateNotFound as error:
        raise RoomError(
            f"{given.place}: every page would ask for the template {error.name!r}, which is not there: write it."
        ) from error
