"""Checking, publishing and publishing again."""

from __future__ import annotations

import time

from benchmarks.measuring import fresh_house, heading, line
from lms.catalog import service
from tests.catalog.makers import publish_courses


def run() -> None:
    """The courses that ship: checked, published, and published without a change."""
    with fresh_house() as house:
        heading("Publishing the courses that ship", "seconds", "modules")
        started = time.perf_counter()
        report = service.check(house.rooms.hook, house.settings.courses)
        modules = sum(len(course.modules) for course in report.courses)
        line("check", time.perf_counter() - started, modules)
        for name in ("check and publish", "again, unchanged"):
            started = time.perf_counter()
            publish_courses(house)
            line(name, time.perf_counter() - started, modules)
