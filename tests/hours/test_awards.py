"""Hours are given once, together with what caused them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from lms.app import open_house
from lms.core.house import House
from lms.core.settings import Settings, SettingsError
from lms.hours import find_award
from lms.hours.models import HoursEntry, HoursPayload
from lms.hours.service import award
from tests.accounts.makers import make_institution, make_person
from tests.clock import FakeClock
from tests.hours.makers import finish, make_completion, make_module

Statements = Callable[[], AbstractContextManager[list[str]]]
RACERS = 20


def count_rows(house: House) -> tuple[int, int]:
    """How many entries there are, and how many payloads."""
    with house.reading() as work:
        entries = work.session.scalar(select(func.count()).select_from(HoursEntry))
        payloads = work.session.scalar(select(func.count()).select_from(HoursPayload))
        return int(entries or 0), int(payloads or 0)


def test_finishing_a_module_gives_its_minutes_to_the_person_and_the_institution_of_that_moment(
    house: House, clock: FakeClock
) -> None:
    institution = make_institution(house)
    person = make_person(house, institution=institution)
    given = finish(house, person.person_id)
    assert (given.person_id, given.module_id, given.course_id) == (
        person.person_id,
        "ai-01",
        "artificial-intelligence",
    )
    assert (given.minutes, given.calendar_year, given.subject_type) == (92, 2026, "professional")
    assert given.institution_id == institution.institution_id
    assert given.created_at == clock()
    assert given.record_number == f"H-2026-{given.entry_id:06d}"


def test_a_person_without_an_institution_is_given_hours_too(house: House) -> None:
    assert finish(house, make_person(house).person_id).institution_id is None


def test_a_module_that_is_finished_again_returns_the_first_award(house: House, clock: FakeClock) -> None:
    person = make_person(house)
    first = finish(house, person.person_id)
    clock.advance(days=40)
    assert finish(house, person.person_id, reading_minutes=400) == first
    assert count_rows(house) == (1, 1)


def test_hours_are_given_in_the_transaction_of_their_cause(house: House) -> None:
    person = make_person(house)
    with house.writing() as work:
        award(work, make_completion(person.person_id))
    assert count_rows(house) == (0, 0)


def test_another_person_is_given_hours_of_their_own(house: House) -> None:
    first = finish(house, make_person(house, "li-lei").person_id)
    second = finish(house, make_person(house, "han-meimei").person_id)
    assert first.entry_id != second.entry_id
    assert first.leaf_hash != second.leaf_hash
    assert count_rows(house) == (2, 2)


def test_twenty_browsers_that_finish_a_module_at_once_give_its_hours_once(house: House) -> None:
    person, other = make_person(house, "li-lei"), make_person(house, "han-meimei")
    start = threading.Barrier(RACERS)
    entry_ids: list[int] = []
    failures: list[BaseException] = []

    def race(person_id: int) -> None:
        start.wait()
        try:
            entry_ids.append(finish(house, person_id).entry_id)
        except BaseException as failure:  # noqa: BLE001  # whatever a thread dies of belongs into the assertion
            failures.append(failure)

    racers = [person.person_id, other.person_id] * (RACERS // 2)
    threads = [threading.Thread(target=race, args=(person_id,)) for person_id in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(entry_ids) == RACERS
    assert len(set(entry_ids)) == 2
    assert count_rows(house) == (2, 2)


def test_a_module_finished_in_the_last_second_of_a_year_counts_for_that_year_and_never_again(
    house: House, clock: FakeClock
) -> None:
    person = make_person(house)
    clock.set(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC))  # 23:59:59 in Beijing
    before = finish(house, person.person_id)
    clock.advance(seconds=1)
    assert finish(house, person.person_id) == before
    after = finish(house, person.person_id, "ai-02")
    assert (before.calendar_year, after.calendar_year) == (2026, 2027)
    assert (before.record_number[:7], after.record_number[:7]) == ("H-2026-", "H-2027-")


def test_an_award_that_cannot_be_sealed_is_not_given_at_all(settings: Settings, house: House) -> None:
    person = make_person(house)
    broken = open_house(replace(settings, payload_key="secret"))
    with pytest.raises(SettingsError, match="LMS_PAYLOAD_KEY"):
        finish(broken, person.person_id)
    broken.database.close()
    assert count_rows(house) == (0, 0)


def test_the_database_itself_refuses_a_second_award_and_lets_a_withdrawal_open_the_next_generation(
    house: House,
) -> None:
    given = finish(house, make_person(house).person_id)

    def write(kind: str, generation: int, mark: str) -> None:
        with house.writing() as work:
            work.session.execute(
                insert(HoursEntry).values(
                    id=given.entry_id + int(mark, 16),
                    kind=kind,
                    refers_to=given.entry_id,
                    person_id=given.person_id,
                    module_id=given.module_id,
                    generation=generation,
                    course_id=given.course_id,
                    calendar_year=2026,
                    minutes=92,
                    subject_type="professional",
                    created_at=given.created_at,
                    leaf_hash=mark * 64,
                )
            )
            work.session.commit()

    with pytest.raises(IntegrityError):
        write("award", 1, "a")
    with pytest.raises(IntegrityError):
        write("gift", 1, "b")
    write("withdraw", 1, "c")
    write("award", 2, "d")
    with house.reading() as work:
        latest = find_award(work, given.person_id, given.module_id)
    assert latest is not None
    assert latest.leaf_hash == "d" * 64


def test_an_award_costs_four_statements_and_a_second_try_no_more(house: House, statements: Statements) -> None:
    person = make_person(house)
    with house.writing() as work:
        completion = make_completion(person.person_id, module=make_module())
        with statements() as written:
            first = award(work, completion)
        with statements() as tried:
            assert award(work, completion) == first
        work.session.commit()
    assert (len(written), len(tried)) == (4, 4)
