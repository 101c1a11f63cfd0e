"""Keeps everything that a server sends: status, headers, what stands in its cookies, and the body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


@contextmanager
def recording(app: Flask) -> Iterator[list[tuple[str, str]]]:
    """Keep what the application sends in the block: each request's address, and everything that was answered."""
    sent: list[tuple[str, str]] = []
    plain = app.wsgi_app

    def recorder(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            told.append(status)
            for name, value in headers:
                told.append(f"{name}: {value}")
                if name == "Set-Cookie":
                    told.extend(_open_cookie(app, value))
            return start_response(status, headers, *rest)

        answer = plain(environ, start)
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", bool)()
        told.append(body.decode("utf-8", "replace"))
        sent.append((f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}", "\n".join(told)))
        return [body]

    app.wsgi_app = recorder  # type: ignore[method-assign]  # Flask's way
    try:
        yield sent
    finally:
        app.wsgi_app = plain  # type: ignore[method-assign]  # as it was


def _open_cookie(app: Flask, header: str) -> list[str]:
    """What the signed cookie carries, which anyone can read."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    name = app.config["SESSION_COOKIE_NAME"]
    return [repr(serializer.loads(m.value)) for m in SimpleCookie(header).values() if m.key == name and m.value]
