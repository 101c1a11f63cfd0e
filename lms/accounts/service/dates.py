"""The day it is where the programme is run."""

from __future__ import annotations

from datetime import date

from lms.core.work import Work


def today(work: Work) -> date:
    """The present day in the programme's time zone."""
    return work.clock().astimezone(work.settings.zone).date()
