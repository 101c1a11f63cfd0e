"""What people do with courses: check them, publish them, read them."""

from __future__ import annotations

from lms.catalog.service.checking import CheckReport, check
from lms.catalog.service.publishing import PublishError, list_changed, publish
from lms.catalog.service.reading import (
    Reading,
    ReadingSection,
    find_marks,
    find_module,
    get_media,
    get_module,
    get_outline,
    get_reading,
    list_outlines,
    list_search_documents,
)

__all__ = [
    "CheckReport",
    "PublishError",
    "Reading",
    "ReadingSection",
    "check",
    "find_marks",
    "find_module",
    "get_media",
    "get_module",
    "get_outline",
    "get_reading",
    "list_changed",
    "list_outlines",
    "list_search_documents",
    "publish",
]
