"""The blueprint of this room, and how a cookie becomes a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from flask import Blueprint, request, session
from flask.blueprints import BlueprintSetupState
from flask_login import LoginManager, login_user, logout_user

from lms.accounts.service import sessions
from lms.accounts.service.failures import TooManyTriesError
from lms.accounts.service.sessions import Browser
from lms.core import web
from lms.core.work import VISITOR, Actor, Work

blueprint = Blueprint("accounts", __name__)

TOKEN = "_user_id"  # noqa: S105  # the name under which flask-login keeps it, not a secret


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What flask-login holds for a request; the id in its cookie is the session's opaque token."""

    token: str = field(repr=False)
    actor: Actor

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


def load_signed_in(token: str) -> SignedIn | None:
    """Who the cookie stands for, if the database still says so."""
    home = web.house()
    # Not web.work(): that one asks who is signed in, which is what we are about to find out.
    asking = Work(web.request_session(), home.rooms.hook, home.settings, home.clock, VISITOR)
    actor = sessions.find_actor(asking, token)
    return None if actor is None else SignedIn(token, actor)


@blueprint.record_once
def join_application(state: BlueprintSetupState) -> None:
    """Give the application flask-login, with cookies that live as long as the session in the database."""
    manager = LoginManager()
    manager.session_protection = None  # a telephone changes its address all day; the database decides
    manager.user_loader(load_signed_in)
    manager.init_app(state.app, add_context_processor=False)
    settings = state.app.extensions["lms"].settings
    state.app.permanent_session_lifetime = timedelta(days=settings.session_days)
    state.app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # the session's end does not move, nor the cookie's


def current_token() -> str:
    """The token in the cookie, good or not; empty for none."""
    return str(session.get(TOKEN, ""))


def enter(token: str) -> None:
    """Put a new session into the cookie; nothing that stood there before comes along."""
    before = current_token()
    if before:
        sessions.end_session(web.work(), before)
    session.clear()
    session.permanent = True
    login_user(load_signed_in(token))


def leave() -> None:
    """Take the session out of the cookie, with everything beside it."""
    logout_user()
    session.clear()


def browser() -> Browser:
    """Where this request came from."""
    return Browser(request.headers.get("User-Agent", ""), request.remote_addr or "")


def home_address() -> str:
    return f"/{web.page_language()}/"


def next_address() -> str:
    """Where to go after signing in: where the visitor came from, if that is in this house."""
    asked = request.args.get("next", "")
    return asked if asked and web.is_safe_address(asked) else home_address()


def too_many_tries(error: TooManyTriesError) -> str:
    return web.ngettext(
        "Too many tries. Try again in %(num)s minute.",
        "Too many tries. Try again in %(num)s minutes.",
        error.minutes,
    )
