"""What is reported in these tests, and what is kept of it."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from lms.core.house import House
from lms.reports.models import Report

SECTION = "/reports/sections/m-01/first"
PRACTICE = "/reports/questions/m-01/m-01-p01"
LINK = re.compile(r'href="/en(/reports/[^"]+)"')


def say(text: str = "“Data” is misspelt.", category: str = "content") -> dict[str, object]:
    return {"category": category, "text": text}


def count_reports(house: House) -> int:
    with house.reading() as work:
        return work.session.scalar(select(func.count()).select_from(Report)) or 0


def latest(house: House) -> Report:
    with house.reading() as work:
        return work.session.scalars(select(Report).order_by(Report.id.desc())).first()  # type: ignore[return-value]  # there is one
