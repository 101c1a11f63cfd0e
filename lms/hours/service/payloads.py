"""Payloads in and out of the database: sealed for their entry, and checked against its hash when they are read."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row, func, select

from lms.core.json_values import from_json, to_json
from lms.core.settings import Settings, SettingsError, read_or_create_key
from lms.core.work import Work
from lms.hours.models import HoursEntry, HoursPayload
from lms.hours.rules import SCHEMA, Record, leaf_hash
from lms.hours.writer import PayloadCipher, PayloadError, SealedPayload, canonical_bytes

KEY_FILE = "payload.key"

StoredRow = Row[*tuple[Any, ...]]

STORED_RECORDS = select(
    HoursEntry.id,
    HoursEntry.kind,
    HoursEntry.person_id,
    HoursEntry.module_id,
    HoursEntry.generation,
    HoursEntry.course_id,
    HoursEntry.created_at,
    HoursEntry.minutes,
    HoursEntry.subject_type,
    HoursEntry.leaf_hash,
    HoursPayload.key_id,
    HoursPayload.nonce,
    HoursPayload.ciphertext,
).outerjoin(HoursPayload, HoursPayload.entry_id == HoursEntry.id)
"""Entries with their payloads, in the columns that `open_record` reads; narrow it by `where`."""


def load_cipher(settings: Settings) -> PayloadCipher:
    """The cipher of this installation; raises SettingsError for a key of another form."""
    try:
        return PayloadCipher(settings.payload_key or read_or_create_key(settings, KEY_FILE))
    except ValueError:
        origin = "LMS_PAYLOAD_KEY" if settings.payload_key else str(settings.instance / KEY_FILE)
        raise SettingsError(f"{origin} must be 64 hexadecimal digits (a key of 32 bytes).") from None


def bound_to(*, entry_id: int, kind: str, person_id: int, module_id: str, generation: int) -> bytes:
    """What names the entry a payload belongs to, as authenticated data of its encryption."""
    return canonical_bytes(["lms.hours.payload/1", entry_id, kind, person_id, module_id, generation])


def binding_of(stored: StoredRow) -> bytes:
    """The same of a row of STORED_RECORDS."""
    return bound_to(
        entry_id=stored.id,
        kind=stored.kind,
        person_id=stored.person_id,
        module_id=stored.module_id,
        generation=stored.generation,
    )


def record_bytes(record: Record) -> bytes:
    """The exact bytes that are hashed and kept."""
    return canonical_bytes(to_json(record))


def open_record(cipher: PayloadCipher, stored: StoredRow) -> Record:
    """The record of a row of STORED_RECORDS; raises PayloadError unless it is exactly what was written."""
    record = from_json(Record, json.loads(open_payload(cipher, stored)))
    if record.schema != SCHEMA:
        raise PayloadError(f"The record of entry {stored.id} is of the schema {record.schema!r}, not {SCHEMA!r}.")
    return record


def open_payload(cipher: PayloadCipher, stored: StoredRow) -> bytes:
    """The exact bytes of which the entry keeps the hash."""
    if stored.ciphertext is None:
        raise PayloadError(f"Entry {stored.id} has no record.")
    try:
        payload = cipher.open(SealedPayload(stored.key_id, stored.nonce, stored.ciphertext), binding_of(stored))
    except PayloadError as error:
        raise PayloadError(f"The record of entry {stored.id} cannot be read. {error}") from error
    if leaf_hash(payload) != stored.leaf_hash:
        raise PayloadError(f"The record of entry {stored.id} is not the one whose hash is in the ledger.")
    return payload


def check_payload_key(work: Work) -> int:
    """How many records there are, all sealed with this installation's key; raises SettingsError otherwise."""
    cipher = load_cipher(work.settings)
    counted = select(HoursPayload.key_id, func.count().label("number")).group_by(HoursPayload.key_id)
    counts: dict[str, int] = {row.key_id: row.number for row in work.session.execute(counted)}
    foreign = sum(count for key_id, count in counts.items() if key_id != cipher.key_id)
    if foreign:
        raise SettingsError(
            f"{foreign} hours records were sealed with another key. Set LMS_PAYLOAD_KEY to it, "
            f"or put the file {KEY_FILE} of that installation into {work.settings.instance}."
        )
    return counts.get(cipher.key_id, 0)
