"""What people can do with hours: be given them once, see their year, take them out."""

from __future__ import annotations

from lms.hours.service.awards import Award, award, find_award
from lms.hours.service.panels import (
    list_card_lines,
    list_course_panels,
    list_home_panels,
    list_panels,
    list_result_panels,
)
from lms.hours.service.payloads import check_payload_key
from lms.hours.service.table import list_rows
from lms.hours.service.year import MyYear, RecordLine, get_my_year

__all__ = [
    "Award",
    "MyYear",
    "RecordLine",
    "award",
    "check_payload_key",
    "find_award",
    "get_my_year",
    "list_card_lines",
    "list_course_panels",
    "list_home_panels",
    "list_panels",
    "list_result_panels",
    "list_rows",
]
