"""What a record says: the learning facts and the person as both were known at that moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from lms.core.parts import Completion, Fact, QuizResult, Words

SCHEMA = "lms.hours.award/1"
FIRST_GENERATION = 1
LEAF_PREFIX = b"\x00"  # RFC 9162: leaves and inner nodes of the tree are hashed with different prefixes
LEVEL: Words = {"zh": "初级", "en": "Elementary"}
TRAINING_TYPE = "online"
PASSED = "passed"
NOT_ASSESSED = "not-assessed"
NO_WORDS: Words = {"zh": "", "en": ""}


class Kind(StrEnum):
    """What an entry of the ledger does; only awards are written so far, the others will refer to them."""

    AWARD = "award"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    SIGN_OFF = "sign-off"
    CERTIFICATE = "certificate"
    ERASE = "erase"


class Status(StrEnum):
    """What has become of an award, derived from the entries that refer to it."""

    VALID = "valid"
    AMENDED = "amended"
    WITHDRAWN = "withdrawn"


class SubjectType(StrEnum):
    PROFESSIONAL = "professional"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Code:
    """A profession's code and where it comes from, because not every source is official."""

    code: str
    status: str


@dataclass(frozen=True, slots=True)
class Learner:
    person_number: int
    full_name: str
    id_type: str = ""
    id_number: str = ""
    employer: str = ""


@dataclass(frozen=True, slots=True)
class ProfessionFacts:
    name: Words
    code_2021: Code
    code_2022: Code
    level: Words
    direction_id: str
    direction: Words
    direction_status: str


@dataclass(frozen=True, slots=True)
class Content:
    course_id: str
    course_title: Words
    module_id: str
    module_title: Words
    module_revision_id: int
    version: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """`score` and `pass_mark` are percent; without a quiz there is nothing but the result."""

    result: str
    score: str = ""
    pass_mark: str = ""
    assessed_on: str = ""


@dataclass(frozen=True, slots=True)
class TrainingInstitution:
    """Names and code are empty for a person without an institution."""

    names: Words
    code: str


@dataclass(frozen=True, slots=True)
class Record:
    """The payload of an award: texts and whole numbers only, dates in the programme's time zone.

    What was written once is read for ever: a new field needs a default, and none may go.
    """

    schema: str
    record_id: str
    kind: str
    generation: int
    salt: str
    learner: Learner
    profession: ProfessionFacts
    content: Content
    institution: TrainingInstitution
    assessment: Assessment
    training_type: str
    subject_type: str
    start_date: str
    end_date: str
    time_zone: str
    completed_at: str
    calendar_year: int
    minutes: int
    minutes_per_hour: int


def make_record(
    completion: Completion,
    *,
    entry_id: int,
    salt: str,
    learner: Learner,
    institution: TrainingInstitution,
    calendar_year: int,
    minutes_per_hour: int,
    zone: ZoneInfo,
) -> Record:
    """The record of a finished module; `salt` keeps its hash from telling what is in it."""
    return Record(
        schema=SCHEMA,
        record_id=record_number(calendar_year, entry_id),
        kind=Kind.AWARD.value,
        generation=FIRST_GENERATION,
        salt=salt,
        learner=learner,
        profession=_profession(completion),
        content=_content(completion),
        institution=institution,
        assessment=_assessment(completion.quiz, zone),
        training_type=TRAINING_TYPE,
        subject_type=SubjectType.PROFESSIONAL.value,
        start_date=_date(completion.started_at, zone),
        end_date=_date(completion.completed_at, zone),
        time_zone=zone.key,
        completed_at=completion.completed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        calendar_year=calendar_year,
        minutes=completion.module.minutes,
        minutes_per_hour=minutes_per_hour,
    )


def _profession(completion: Completion) -> ProfessionFacts:
    facts = completion.course.profession
    direction = next((one for one in facts.directions if one.id == completion.direction_id), None)
    return ProfessionFacts(
        name=facts.names,
        code_2021=_code(facts.code_2021),
        code_2022=_code(facts.code_2022),
        level=LEVEL,
        direction_id=direction.id if direction else "",
        direction=direction.names if direction else NO_WORDS,
        direction_status=facts.directions_status,
    )


def _content(completion: Completion) -> Content:
    course, module = completion.course, completion.module
    return Content(
        course_id=course.course_id,
        course_title=course.titles,
        module_id=module.module_id,
        module_title=module.titles,
        module_revision_id=completion.module_revision_id,
        version=f"c{course.number}.r{completion.module_revision_id}",
    )


def _assessment(quiz: QuizResult | None, zone: ZoneInfo) -> Assessment:
    if quiz is None:
        return Assessment(NOT_ASSESSED)
    return Assessment(PASSED, quiz.score_percent, str(quiz.pass_mark_percent), _date(quiz.submitted_at, zone))


def record_number(calendar_year: int, entry_id: int) -> str:
    """The number people read and quote, such as H-2026-000123; it never changes."""
    return f"H-{calendar_year}-{entry_id:06d}"


def leaf_hash(payload: bytes) -> str:
    """The hash of a payload as a leaf of an RFC 9162 tree, 64 hexadecimal digits."""
    return hashlib.sha256(LEAF_PREFIX + payload).hexdigest()


def _code(fact: Fact) -> Code:
    return Code(fact.value if isinstance(fact.value, str) else "", fact.status)


def _date(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).date().isoformat()
