"""What protects every answer: headers, form tokens, and error pages that say what to do."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, make_response, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from lms.core.settings import Settings
from lms.core.texts import N_
from lms.core.web.access import ask_to_sign_in, everyone, guard
from lms.core.web.frame import make_frame
from lms.core.web.language import gettext
from lms.core.web.requests import work
from lms.core.work import VISITOR, NotAllowedError, NotFoundError

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
YEAR_SECONDS = 31_536_000

# Status → title, what happened, what to do next.
ERRORS = {
    400: (
        N_("This form cannot be used any more"),
        N_("The page it stood on is too old, or was opened in another session. Nothing was changed."),
        N_("Go back, reload the page and send it again."),
    ),
    403: (
        N_("This page is not open to you"),
        N_("It is for people with another role."),
        N_("Ask your institution if you should have it."),
    ),
    404: (
        N_("There is no such page"),
        N_("The address leads nowhere, or to something that is not yours."),
        N_("Check the address, or search for what you need."),
    ),
    405: (
        N_("This address cannot be opened like that"),
        N_("It is the address of a button, not of a page."),
        N_("Go back to the page you came from and use its buttons."),
    ),
    413: (N_("That is too large"), N_("More was sent than is taken."), N_("Send less at once.")),
    429: (N_("Too many tries"), N_("For safety, tries are limited."), N_("Wait a few minutes and try again.")),
    500: (
        N_("Something went wrong on our side"),
        N_("The page could not be made. Nothing was half saved."),
        N_("Try again in a moment."),
    ),
}


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """What layout/error.html prints."""

    status: int
    title: str
    happened: str
    advice: str


def error_page(status: int) -> tuple[str, int]:
    """What happened and what to do next; the database is not asked when it may be the trouble."""
    title, happened, advice = ERRORS.get(status, ERRORS[500 if status >= 500 else 400])
    words = ErrorWords(status, gettext(title), gettext(happened), gettext(advice))
    frame = make_frame(noindex=True, actor=VISITOR if status >= 500 else None)
    return render_template("layout/error.html", page=frame, error=words), status


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(
        SESSION_COOKIE_NAME="lms_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        SEND_FILE_MAX_AGE_DEFAULT=YEAR_SECONDS,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,  # a form stays good as long as its session
    )
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's way
    CSRFProtect(app)
    app.before_request(guard)
    everyone(app.view_functions["static"])

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.https:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_SECONDS}")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    app.register_error_handler(CSRFError, lambda _error: error_page(400))
    app.register_error_handler(NotFoundError, lambda _error: error_page(404))
    app.register_error_handler(NotAllowedError, _not_allowed)
    app.register_error_handler(InternalServerError, lambda _error: error_page(500))
    app.register_error_handler(HTTPException, _http_error)


def _not_allowed(_error: Exception) -> Response | tuple[str, int]:
    return error_page(403) if work().actor.is_signed_in else ask_to_sign_in()


def _http_error(error: Exception) -> Response | HTTPException:
    assert isinstance(error, HTTPException)
    if error.code is None or error.code < 400:
        return error
    response = make_response(error_page(error.code))
    for name, value in error.get_headers():
        if name != "Content-Type":  # such as Allow, which says by what method the address can be opened
            response.headers[name] = value
    return response
