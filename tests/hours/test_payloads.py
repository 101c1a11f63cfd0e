"""A record says what was known at that moment, in private, and cannot change unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from lms.accounts import Person
from lms.app import open_house
from lms.core.house import House
from lms.core.settings import Settings, SettingsError
from lms.core.work import Work
from lms.hours.models import HoursEntry, HoursPayload
from lms.hours.rules import Record, leaf_hash
from lms.hours.service import award, check_payload_key
from lms.hours.service.payloads import (
    STORED_RECORDS,
    binding_of,
    load_cipher,
    open_payload,
    open_record,
    record_bytes,
)
from lms.hours.writer import PayloadError, canonical_bytes
from tests.accounts.makers import make_institution, make_person
from tests.hours.makers import finish, make_completion


def read_payload(work: Work, entry_id: int) -> bytes:
    stored = work.session.execute(STORED_RECORDS.where(HoursEntry.id == entry_id)).one()
    return open_payload(load_cipher(work.settings), stored)


def test_a_record_keeps_the_person_and_the_module_as_they_were(house: House) -> None:
    institution = make_institution(house)
    person = make_person(house, full_name="李雷", institution=institution)
    given = finish(house, person.person_id)
    with house.writing() as work:
        renamed = update(Person).where(Person.id == person.person_id).values(full_name="李磊")
        work.session.execute(renamed)
        work.session.commit()
    finish(house, person.person_id)
    with house.reading() as work:
        facts = json.loads(read_payload(work, given.entry_id))
    assert (facts["learner"]["full_name"], facts["learner"]["person_number"]) == ("李雷", person.person_id)
    assert facts["record_id"] == given.record_number
    assert facts["institution"]["names"] == {"zh": "大山培训中心", "en": "Dashan Training Centre"}
    assert facts["profession"]["code_2022"] == {
        "code": "2-02-38-01",
        "status": "from the consultation draft of July 2022",
    }
    assert facts["content"]["module_title"] == {"zh": "第 01 模块", "en": "Module 01"}
    assert (facts["minutes"], facts["minutes_per_hour"], facts["assessment"]["score"]) == (92, 45, "87.5")
    assert facts["profession"]["level"] == {"zh": "初级", "en": "Elementary"}
    assert len(bytes.fromhex(facts["salt"])) == 32


def test_anyone_with_the_exact_bytes_can_compute_the_leaf_again(house: House) -> None:
    given = finish(house, make_person(house).person_id)
    with house.reading() as work:
        payload = read_payload(work, given.entry_id)
    assert leaf_hash(payload) == given.leaf_hash
    assert canonical_bytes(json.loads(payload)) == payload


def test_the_same_facts_hash_differently_each_time_so_that_a_hash_tells_nothing(house: House) -> None:
    person = make_person(house)
    hashes = set()
    for _ in range(2):
        with house.writing() as work:
            hashes.add(award(work, make_completion(person.person_id)).leaf_hash)
    assert len(hashes) == 2


def test_what_lies_in_the_database_does_not_tell_who_learned(house: House) -> None:
    given = finish(house, make_person(house, full_name="欧阳若水").person_id)
    with house.reading() as work:
        stored = work.session.get_one(HoursPayload, given.entry_id)
        assert "欧阳若水".encode() not in stored.ciphertext
        assert "欧阳若水".encode() in read_payload(work, given.entry_id)


def test_a_payload_that_was_moved_to_another_entry_is_noticed(house: House) -> None:
    mine, theirs = (finish(house, make_person(house, name).person_id) for name in ("li-lei", "han-meimei"))
    with house.writing() as work:
        lent = work.session.get_one(HoursPayload, mine.entry_id)
        theft = update(HoursPayload).where(HoursPayload.entry_id == theirs.entry_id)
        work.session.execute(theft.values(nonce=lent.nonce, ciphertext=lent.ciphertext))
        with pytest.raises(PayloadError, match=f"entry {theirs.entry_id}"):
            read_payload(work, theirs.entry_id)


def replace_record(work: Work, entry_id: int, **facts: Any) -> Record:
    """Seal other facts for the entry, as only someone with the key can."""
    stored = work.session.execute(STORED_RECORDS.where(HoursEntry.id == entry_id)).one()
    cipher = load_cipher(work.settings)
    forged = replace(open_record(cipher, stored), **facts)
    sealed = cipher.seal(record_bytes(forged), binding_of(stored))
    work.session.execute(update(HoursPayload).values(nonce=sealed.nonce, ciphertext=sealed.ciphertext))
    return forged


def test_a_payload_that_was_sealed_anew_with_other_facts_is_noticed(house: House) -> None:
    given = finish(house, make_person(house).person_id)
    with house.writing() as work:
        replace_record(work, given.entry_id, minutes=4050)
        with pytest.raises(PayloadError, match="hash"):
            read_payload(work, given.entry_id)


def test_a_record_of_a_schema_that_is_not_known_is_not_guessed_at(house: House) -> None:
    given = finish(house, make_person(house).person_id)
    with house.writing() as work:
        forged = replace_record(work, given.entry_id, schema="lms.hours.award/2")
        work.session.execute(update(HoursEntry).values(leaf_hash=leaf_hash(record_bytes(forged))))
        stored = work.session.execute(STORED_RECORDS.where(HoursEntry.id == given.entry_id)).one()
        with pytest.raises(PayloadError, match=r"lms\.hours\.award/2"):
            open_record(load_cipher(work.settings), stored)


def test_the_start_refuses_a_key_that_is_not_the_one_records_were_sealed_with(
    settings: Settings, house: House
) -> None:
    with house.reading() as work:
        assert check_payload_key(work) == 0
    finish(house, make_person(house).person_id)
    with house.reading() as work:
        assert check_payload_key(work) == 1
    stranger = open_house(replace(settings, payload_key="8" * 64))
    with (
        stranger.reading() as work,
        pytest.raises(SettingsError, match="1 hours records were sealed with another"),
    ):
        check_payload_key(work)
    stranger.database.close()
