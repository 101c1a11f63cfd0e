"""What people do with reports: send one, look what became of it, answer it."""

from __future__ import annotations

from lms.reports.service.answering import Filter, ReportLine, ReportsPage, answer, get_report, list_reports
from lms.reports.service.reporting import (
    MyReportsPage,
    Place,
    TooManyReportsError,
    find_asked_question,
    find_practice_question,
    find_section,
    list_my_reports,
    report,
)

__all__ = [
    "Filter",
    "MyReportsPage",
    "Place",
    "ReportLine",
    "ReportsPage",
    "TooManyReportsError",
    "answer",
    "find_asked_question",
    "find_practice_question",
    "find_section",
    "get_report",
    "list_my_reports",
    "list_reports",
    "report",
]
