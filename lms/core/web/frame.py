"""The frame around every page: navigation, language switch, person, messages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, get_flashed_messages, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined

from lms.core.languages import LANGUAGE_NAMES, other_language
from lms.core.parts import NavItem, Panel, Placement, by_order
from lms.core.web.language import gettext, page_language
from lms.core.web.requests import house, work
from lms.core.work import Actor


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    url: str
    label: str
    language: str


@dataclass(frozen=True, slots=True)
class PersonName:
    name: str


@dataclass(frozen=True)
class Frame:
    """What templates/layout/base.html prints around a page; addresses are empty where no room answers."""

    language: str
    actor: Actor
    nav: tuple[Link, ...]
    addresses: dict[Placement, str]
    language_switch: LanguageLink
    panels: tuple[Panel, ...]
    noindex: bool
    search_query: str = ""

    @property
    def person(self) -> PersonName | None:
        return PersonName(self.actor.name) if self.actor.is_signed_in else None

    @cached_property
    def messages(self) -> list[tuple[str, str]]:
        flashed = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
        return [(category, str(text)) for category, text in flashed]

    @property
    def csrf_token(self) -> str:
        """Asked for by pages with a form alone, so that others set no cookie."""
        return str(generate_csrf())

    home_url = property(lambda self: self.addresses.get(Placement.HOME, "/"))
    search_url = property(lambda self: self.addresses.get(Placement.SEARCH))
    sign_in_url = property(lambda self: self.addresses.get(Placement.SIGN_IN))
    sign_up_url = property(lambda self: self.addresses.get(Placement.SIGN_UP))
    sign_out_url = property(lambda self: self.addresses.get(Placement.SIGN_OUT))
    account_url = property(lambda self: self.addresses.get(Placement.ACCOUNT))
    privacy_url = property(lambda self: self.addresses.get(Placement.PRIVACY))


def render(template: str, /, *, noindex: bool = False, search_query: str = "", **values: Any) -> str:
    """A whole page. `values` are frozen values: a template can cause no query."""
    return render_template(template, page=make_frame(noindex=noindex, search_query=search_query), **values)


def make_frame(*, noindex: bool = False, search_query: str = "", actor: Actor | None = None) -> Frame:
    """The frame for this request; `actor` is given where asking the database is out of the question."""
    who = work().actor if actor is None else actor
    answers: list[list[NavItem]] = house().rooms.hook.nav_items()
    items = by_order(chain.from_iterable(answers))
    shown = [item for item in items if not item.roles or item.roles & who.roles]
    return Frame(
        language=page_language(),
        actor=who,
        nav=tuple(_link(item) for item in shown if item.placement is Placement.PRIMARY),
        addresses={
            item.placement: url_for(item.endpoint) for item in shown if item.placement is not Placement.PRIMARY
        },
        language_switch=_language_switch(),
        panels=tuple(by_order(chain.from_iterable(house().rooms.hook.frame_panels()))),
        noindex=noindex,
        search_query=search_query,
    )


def _link(item: NavItem) -> Link:
    return Link(url_for(item.endpoint), gettext(item.label), current=request.endpoint == item.endpoint)


def _language_switch() -> LanguageLink:
    language = other_language(page_language())
    rule, address = request.url_rule, f"/{language}/"
    if rule is not None and "language" in rule.arguments and "GET" in (rule.methods or ()):
        address = url_for(rule.endpoint, **{**(request.view_args or {}), "language": language})
        # Not by url_for, which takes some names for its own.
        asked = urlencode(list(request.args.items(multi=True)))
        address += f"?{asked}" if asked else ""
    return LanguageLink(address, LANGUAGE_NAMES[language], language)


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    versions: dict[str, str] = {}

    def asset(name: str) -> str:
        """The address of a static file, which changes with its content."""
        if name not in versions or app.debug:
            content = Path(str(app.static_folder), name).read_bytes()
            versions[name] = hashlib.sha256(content).hexdigest()[:12]
        return url_for("static", filename=name, v=versions[name])

    app.jinja_env.globals["asset"] = asset
