"""Checking, publishing and publishing again."""

from __future__ import annotations

import time

from benchmarks.measuring import fresh_house, heading, line
from lms.catalog import service
from lms.catalog.commands import prepare
from lms.lint.service import lint
from tests.catalog.makers import publish_courses


def run() -> None:
    """The courses that ship: checked by every rule, published, published without a change, and started again."""
    with fresh_house() as house:
        heading("Publishing the courses that ship", "seconds", "modules")
        started = time.perf_counter()
        report = service.check(house.rooms.hook, house.settings.courses)
        modules = sum(len(course.modules) for course in report.courses)
        line("check for mistakes", time.perf_counter() - started, modules)
        started = time.perf_counter()
        lint(house.rooms.hook, house.settings.courses, runs_programs=True)
        line("check by the guide, run programs", time.perf_counter() - started, modules)
        for name in ("check and publish", "again, unchanged"):
            started = time.perf_counter()
            publish_courses(house)
            line(name, time.perf_counter() - started, modules)
        started = time.perf_counter()
        prepare(house, lambda _line: None)
        line("lms prepare, unchanged", time.perf_counter() - started, modules)
