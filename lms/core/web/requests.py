"""The request's own work: one session, one transaction, begun by the method and committed at the door."""

from __future__ import annotations

import re
from typing import cast

from flask import Flask, current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Map

from lms.core.house import House
from lms.core.work import VISITOR, Actor, Work

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Browsers take a backslash for a slash and leave tabs and line ends out, so that /\t/host is another site.
_OWN_ADDRESS = re.compile(r"/(?!/)[^\x00-\x1f\x7f\\]*")


def house() -> House:
    """The house this application serves."""
    return cast(House, current_app.extensions["lms"])


def request_session() -> Session:
    """The request's database session; one that reads cannot write, one that writes begins immediately."""
    if "session" not in g:
        database = house().database
        g.session = database.reading() if request.method in READING_METHODS else database.writing()
    return cast(Session, g.session)


def work() -> Work:
    """The request's work, with the person who asks."""
    if "work" not in g:
        home = house()
        actor = cast(Actor, getattr(current_user, "actor", VISITOR))
        g.work = Work(request_session(), home.rooms.hook, home.settings, home.clock, actor)
    return cast(Work, g.work)


def commit() -> None:
    """Make what the request did last; only views call it."""
    request_session().commit()


def is_safe_address(address: str) -> bool:
    """Whether a `next` address stays in this house."""
    return _OWN_ADDRESS.fullmatch(address) is not None


class RowNumber(IntegerConverter):
    """`<int:…>` in an address, as far as the numbers of rows go: PostgreSQL refuses to look for a greater one."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**31 - 1)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        session = g.pop("session", None)
        g.pop("work", None)
        if session is not None:
            session.close()
