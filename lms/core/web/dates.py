"""Days and moments as people of the page's language write them, in the programme's time zone."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date
from flask import Flask

from lms.core.web.language import page_language
from lms.core.web.requests import house

_DAY = {"zh": "y年M月d日", "en": "d MMMM y"}


def long_date(day: date) -> str:
    """2026年11月23日, 23 November 2026."""
    language = page_language()
    return format_date(day, _DAY[language], locale=language)


def long_moment(moment: datetime) -> str:
    """The day and the time of it."""
    local = moment.astimezone(house().settings.zone)
    return f"{long_date(local.date())} {local:%H:%M}"


def init_app(app: Flask) -> None:
    app.jinja_env.filters |= {"long_date": long_date, "long_moment": long_moment}
