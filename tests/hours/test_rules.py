"""How minutes become hours, and what a record and its row say."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.parts import Completion, Fact
from lms.hours.rules import (
    COLUMNS,
    LABELS,
    Learner,
    Record,
    TrainingInstitution,
    hours_from_minutes,
    leaf_hash,
    make_record,
    record_number,
    summarise_year,
    table_row,
)
from tests.hours.makers import make_completion

PROGRAMME_COLUMNS = [
    "record_id",
    "record_version",
    "status",
    "full_name",
    "id_type",
    "id_number",
    "employer",
    "profession_code_2021",
    "profession_code_2022",
    "profession_name",
    "level",
    "direction",
    "course_title",
    "module_title",
    "content_version",
    "training_type",
    "subject_type",
    "start_date",
    "end_date",
    "calendar_year",
    "minutes",
    "minutes_per_hour",
    "hours",
    "assessment_result",
    "score",
    "pass_mark",
    "assessed_on",
    "training_institution",
    "institution_code",
    "certificate_no",
    "issued_on",
    "issued_by",
    "signed_off_by",
    "verification_code",
    "remark",
]


@pytest.mark.parametrize(
    ("minutes", "minutes_per_hour", "hours"),
    [
        (0, 45, "0.0"),
        (4, 45, "0.0"),
        (5, 45, "0.1"),
        (44, 45, "0.9"),
        (45, 45, "1.0"),
        (89, 45, "1.9"),
        (92, 45, "2.0"),
        (4049, 45, "89.9"),
        (4050, 45, "90.0"),
        (92, 50, "1.8"),
        (92, 60, "1.5"),
    ],
)
def test_minutes_become_hours_rounded_down_to_a_tenth(minutes: int, minutes_per_hour: int, hours: str) -> None:
    assert str(hours_from_minutes(minutes, minutes_per_hour)) == hours


@given(st.integers(0, 10_000), st.integers(1, 120))
def test_hours_never_say_more_than_the_minutes_and_less_than_a_tenth_is_lost(minutes: int, length: int) -> None:
    hours = hours_from_minutes(minutes, length)
    assert hours * length <= minutes < (hours + Decimal("0.1")) * length


@pytest.mark.parametrize(
    ("entries", "hours", "professional", "left", "professional_left"),
    [
        ([], "0.0", "0.0", "90.0", "60.0"),
        ([("professional", 44)] * 2, "1.9", "1.9", "88.1", "58.1"),
        ([("professional", 2700), ("public", 1350)], "90.0", "60.0", "0.0", "0.0"),
        ([("professional", 5000)], "111.1", "111.1", "0.0", "0.0"),
        ([("public", 4050)], "90.0", "0.0", "60.0", "60.0"),
        ([("professional", 1800), ("public", 2025)], "85.0", "40.0", "20.0", "20.0"),
    ],
)
def test_a_year_adds_up_minutes_first_and_counts_both_shares(
    entries: list[tuple[str, int]], hours: str, professional: str, left: str, professional_left: str
) -> None:
    year = summarise_year(entries, minutes_per_hour=45, target_hours=90, target_professional_hours=60)
    assert (str(year.hours), str(year.professional_hours)) == (hours, professional)
    assert (str(year.hours_left), str(year.professional_hours_left)) == (left, professional_left)
    assert year.is_reached == (left == "0.0")


def test_a_record_number_is_made_of_year_and_entry() -> None:
    assert record_number(2026, 123) == "H-2026-000123"
    assert record_number(2026, 12_345_678) == "H-2026-12345678"


def test_a_leaf_is_hashed_as_rfc_9162_says() -> None:
    # The hash of the empty leaf, as published with the test vectors of Certificate Transparency.
    assert leaf_hash(b"") == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash(b"a") == hashlib.sha256(b"\x00a").hexdigest()


def record_of(completion: Completion, **facts: Any) -> Record:
    values: dict[str, Any] = {
        "entry_id": 123,
        "salt": "00" * 32,
        "learner": Learner(completion.person_id, "张三"),
        "institution": TrainingInstitution({"zh": "培训机构甲", "en": "Institution A"}, "A01"),
        "calendar_year": 2026,
        "minutes_per_hour": 45,
        "zone": ZoneInfo("Asia/Shanghai"),
    }
    return make_record(completion, **{**values, **facts})


def cells_of(record: Record) -> dict[str, str | int]:
    return dict(zip(COLUMNS, table_row(record), strict=True))


def test_a_row_has_the_columns_of_the_programme_each_with_a_label_in_both_languages() -> None:
    assert list(COLUMNS) == PROGRAMME_COLUMNS
    for language in ("zh", "en"):
        labels = [LABELS[column][language] for column in COLUMNS]
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_a_row_says_what_was_learned_when_and_with_what_result() -> None:
    assert {column: cell for column, cell in cells_of(record_of(make_completion(7))).items() if cell != ""} == {
        "record_id": "H-2026-000123",
        "record_version": 1,
        "status": "valid",
        "full_name": "张三",
        "profession_code_2021": "2-02-10-09",
        "profession_name": "人工智能工程技术人员",
        "level": "初级",
        "direction": "计算机视觉产品实现",
        "course_title": "人工智能 初级课程",
        "module_title": "第 01 模块",
        "content_version": "c3.r12",
        "training_type": "online",
        "subject_type": "professional",
        "start_date": "2026-11-23",
        "end_date": "2026-11-23",
        "calendar_year": 2026,
        "minutes": 92,
        "minutes_per_hour": 45,
        "hours": "2.0",
        "assessment_result": "passed",
        "score": "87.5",
        "pass_mark": "60",
        "assessed_on": "2026-11-23",
        "training_institution": "培训机构甲",
        "institution_code": "A01",
    }


def test_dates_are_those_of_the_programmes_time_zone_and_the_moment_is_utc() -> None:
    record = record_of(make_completion(7, completed_at=datetime(2026, 12, 31, 16, 30, tzinfo=UTC)))
    assert (record.start_date, record.end_date, record.assessment.assessed_on) == (
        "2026-12-31",
        "2027-01-01",
        "2027-01-01",
    )
    assert (record.time_zone, record.completed_at) == ("Asia/Shanghai", "2026-12-31T16:30:00Z")


def test_a_module_without_a_quiz_says_that_nothing_was_assessed() -> None:
    cells = cells_of(record_of(make_completion(7, with_quiz=False)))
    assert (cells["assessment_result"], cells["score"], cells["pass_mark"], cells["assessed_on"]) == (
        "not-assessed",
        "",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("confirmed", True),
        ("parsed", True),
        ("unconfirmed", False),
        ("from the consultation draft of July 2022", False),
        ("", False),
    ],
)
def test_a_code_or_direction_stands_in_the_table_only_when_it_is_official(status: str, *, shown: bool) -> None:
    completion = make_completion(7)
    profession = replace(
        completion.course.profession,
        code_2021=Fact("2-02-07-13", status),
        code_2022=Fact("2-02-38-05", status),
        directions_status=status,
    )
    record = record_of(replace(completion, course=replace(completion.course, profession=profession)))
    cells = cells_of(record)
    assert cells["profession_code_2021"] == ("2-02-07-13" if shown else "")
    assert cells["profession_code_2022"] == ("2-02-38-05" if shown else "")
    assert cells["direction"] == ("计算机视觉产品实现" if shown else "")
    # The record itself keeps both, with their standing.
    assert (record.profession.code_2021.code, record.profession.code_2021.status) == ("2-02-07-13", status)
    assert (record.profession.direction_id, record.profession.direction_status) == ("vision", status)
