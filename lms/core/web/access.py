"""Who may enter: every endpoint declares it, and one gate before every request asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, Forbidden, NotFound
from werkzeug.wrappers import Response

from lms.core.parts import NavItem, Placement
from lms.core.web.requests import READING_METHODS, house, work
from lms.core.work import Role

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """Everyone, or people who are signed in, or of them those with one of the roles."""

    needs_sign_in: bool = False
    roles: frozenset[Role] = frozenset()


def everyone(view: View) -> View:
    """Visitors may enter; the view may still ask more of them."""
    view.access = Access()  # type: ignore[attr-defined]  # functions carry attributes
    return view


def signed_in(view: View) -> View:
    """People with an account may enter; a visitor is sent to sign in and comes back."""
    view.access = Access(needs_sign_in=True)  # type: ignore[attr-defined]  # functions carry attributes
    return view


def only(*roles: Role) -> Callable[[View], View]:
    """People with one of the roles may enter."""

    def declare(view: View) -> View:
        view.access = Access(needs_sign_in=True, roles=frozenset(roles))  # type: ignore[attr-defined]  # as above
        return view

    return declare


def find_access(app: Flask, endpoint: str) -> Access | None:
    return getattr(app.view_functions[endpoint], "access", None)


def guard() -> Response | None:
    """The gate: an endpoint that declares nothing lets nobody in."""
    if request.endpoint is None:
        return None
    _refuse_nul()
    access = find_access(current_app, request.endpoint)
    if access is None:
        raise Forbidden(f"{request.endpoint} declares no access.")
    if not access.needs_sign_in:
        return None
    actor = work().actor
    if not actor.is_signed_in:
        return ask_to_sign_in()
    if access.roles and not access.roles & actor.roles:
        raise Forbidden
    return None


def _refuse_nul() -> None:
    """No text in a PostgreSQL database can hold a NUL, and it refuses even to look for one."""
    if "\0" in request.path or _holds_nul(request.args):
        raise NotFound
    if request.method not in READING_METHODS and _holds_nul(request.form):
        raise BadRequest


def _holds_nul(sent: MultiDict[str, str]) -> bool:
    return any("\0" in text for pair in sent.items(multi=True) for text in pair)


def ask_to_sign_in() -> Response:
    """Send a visitor to the sign-in page; after it, back to this address (or to where the form stood)."""
    back = request.full_path.rstrip("?") if request.method in READING_METHODS else _form_address()
    return redirect(url_for(_sign_in_item().endpoint, next=back), 303)


def _form_address() -> str:
    referrer = request.referrer or ""
    return referrer.removeprefix(request.host_url.rstrip("/")) if referrer.startswith(request.host_url) else "/"


def _sign_in_item() -> NavItem:
    answers: list[list[NavItem]] = house().rooms.hook.nav_items()
    for item in chain.from_iterable(answers):
        if item.placement is Placement.SIGN_IN:
            return item
    raise Forbidden
