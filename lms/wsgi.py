"""What a web server imports: the application over the settings it finds."""

from __future__ import annotations

from flask import Flask

from lms.app import create_app
from lms.core.migration import require_steps
from lms.core.settings import find_settings


def make_app() -> Flask:
    """The application; one for each worker process."""
    app = create_app(find_settings())
    require_steps(app.extensions["lms"].rooms)
    return app
