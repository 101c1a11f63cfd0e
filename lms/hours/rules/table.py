"""A record as one row of a wide, plain table, in the columns of the programme."""

from __future__ import annotations

from collections.abc import Mapping

from lms.core.parts import Words
from lms.hours.rules.hours import hours_from_minutes
from lms.hours.rules.record import Code, Record, Status

FIRST_VERSION = 1
OFFICIAL_STATUSES = frozenset({"confirmed", "parsed"})
"""`confirmed` is the issuing body's own word, `parsed` was read from the official standard; a draft is neither."""

TITLES: Words = {"en": "Completed hours", "zh": "已完成学时"}
LABELS: Mapping[str, Words] = {
    "record_id": {"zh": "记录编号", "en": "Record number"},
    "record_version": {"zh": "记录版本", "en": "Record version"},
    "status": {"zh": "状态", "en": "Status"},
    "full_name": {"zh": "姓名", "en": "Full name"},
    "id_type": {"zh": "证件类型", "en": "Document type"},
    "id_number": {"zh": "证件号码", "en": "Document number"},
    "employer": {"zh": "工作单位", "en": "Employer"},
    "profession_code_2021": {"zh": "职业编码（2021）", "en": "Profession code (2021)"},
    "profession_code_2022": {"zh": "职业编码（2022）", "en": "Profession code (2022)"},
    "profession_name": {"zh": "职业", "en": "Profession"},
    "level": {"zh": "等级", "en": "Level"},
    "direction": {"zh": "方向", "en": "Direction"},
    "course_title": {"zh": "课程", "en": "Course"},
    "module_title": {"zh": "培训内容", "en": "Module"},
    "content_version": {"zh": "内容版本", "en": "Content version"},
    "training_type": {"zh": "培训形式", "en": "Training type"},
    "subject_type": {"zh": "科目类型", "en": "Subject type"},
    "start_date": {"zh": "开始日期", "en": "Start date"},
    "end_date": {"zh": "结束日期", "en": "End date"},
    "calendar_year": {"zh": "年度", "en": "Calendar year"},
    "minutes": {"zh": "分钟数", "en": "Minutes"},
    "minutes_per_hour": {"zh": "每学时分钟数", "en": "Minutes per hour"},
    "hours": {"zh": "学时", "en": "Hours"},
    "assessment_result": {"zh": "考核结果", "en": "Assessment result"},
    "score": {"zh": "得分（百分制）", "en": "Score (percent)"},
    "pass_mark": {"zh": "合格线（百分制）", "en": "Pass mark (percent)"},
    "assessed_on": {"zh": "考核日期", "en": "Assessed on"},
    "training_institution": {"zh": "培训机构", "en": "Training institution"},
    "institution_code": {"zh": "培训机构代码", "en": "Institution code"},
    "certificate_no": {"zh": "证书编号", "en": "Certificate number"},
    "issued_on": {"zh": "发证日期", "en": "Issued on"},
    "issued_by": {"zh": "经办人", "en": "Issued by"},
    "signed_off_by": {"zh": "审核人", "en": "Signed off by"},
    "verification_code": {"zh": "查验码", "en": "Verification code"},
    "remark": {"zh": "备注", "en": "Remark"},
}
COLUMNS = tuple(LABELS)


def table_row(record: Record) -> tuple[str | int, ...]:
    """The record in the order of COLUMNS; what is not known, or not official, is left empty.

    Names stand in Chinese, the programme's language; words with a fixed meaning are codes such as `valid`.
    """
    person, profession, content = record.learner, record.profession, record.content
    cells: dict[str, str | int] = {
        "record_id": record.record_id,
        "record_version": FIRST_VERSION,
        "status": Status.VALID.value,  # nothing can refer to an award yet
        "full_name": person.full_name,
        "id_type": person.id_type,
        "id_number": person.id_number,
        "employer": person.employer,
        "profession_code_2021": _official_code(profession.code_2021),
        "profession_code_2022": _official_code(profession.code_2022),
        "profession_name": profession.name["zh"],
        "level": profession.level["zh"],
        "direction": profession.direction["zh"] if profession.direction_status in OFFICIAL_STATUSES else "",
        "course_title": content.course_title["zh"],
        "module_title": content.module_title["zh"],
        "content_version": content.version,
        "training_type": record.training_type,
        "subject_type": record.subject_type,
        "start_date": record.start_date,
        "end_date": record.end_date,
        "calendar_year": record.calendar_year,
        "minutes": record.minutes,
        "minutes_per_hour": record.minutes_per_hour,
        "hours": str(hours_from_minutes(record.minutes, record.minutes_per_hour)),
        "assessment_result": record.assessment.result,
        "score": record.assessment.score,
        "pass_mark": record.assessment.pass_mark,
        "assessed_on": record.assessment.assessed_on,
        "training_institution": record.institution.names["zh"],
        "institution_code": record.institution.code,
    }
    return tuple(cells.get(column, "") for column in COLUMNS)


def _official_code(code: Code) -> str:
    return code.code if code.status in OFFICIAL_STATUSES else ""
