"""What every page shares: who may enter, the request's work, the frame around the page, the language."""

from __future__ import annotations

from lms.core.web.access import everyone, only, signed_in
from lms.core.web.frame import render
from lms.core.web.language import gettext, lazy_gettext, ngettext, page_language
from lms.core.web.requests import commit, house, is_safe_address, request_session, work

__all__ = [
    "commit",
    "everyone",
    "gettext",
    "house",
    "is_safe_address",
    "lazy_gettext",
    "ngettext",
    "only",
    "page_language",
    "render",
    "request_session",
    "signed_in",
    "work",
]
