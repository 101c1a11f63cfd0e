"""The rows of an institution's year, one after the other and each as it was written."""

from __future__ import annotations

from contextlib import closing

import pytest
from sqlalchemy import update

from lms.core.house import House
from lms.core.parts import ExportTable
from lms.hours.models import HoursPayload
from lms.hours.writer import PayloadError
from tests.accounts.makers import make_institution, make_person
from tests.hours.makers import finish_all


def get_table(house: House) -> ExportTable:
    tables = [table for answers in house.rooms.hook.export_tables() for table in answers]
    return next(table for table in tables if table.name == "hours")


def test_rows_come_in_the_order_of_their_entries_and_are_as_wide_as_the_columns(house: House) -> None:
    institution = make_institution(house)
    person = make_person(house, institution=institution)
    given = finish_all(house, person.person_id, ["ai-03", "ai-01", "ai-02"])
    table = get_table(house)
    with house.reading() as work:
        rows = list(table.rows(work, institution.institution_id, 2026))
    assert [row[0] for row in rows] == [award.record_number for award in given]
    assert {len(row) for row in rows} == {len(table.columns)} == {35}


def test_a_changed_record_stops_the_table_instead_of_being_left_out(house: House) -> None:
    institution = make_institution(house)
    person = make_person(house, institution=institution)
    first, second = finish_all(house, person.person_id, ["ai-01", "ai-02"])
    with house.writing() as work:
        change = update(HoursPayload).where(HoursPayload.entry_id == second.entry_id)
        work.session.execute(change.values(ciphertext=b"changed"))
        work.session.commit()
    with house.reading() as work, closing(get_table(house).rows(work, institution.institution_id, 2026)) as rows:
        assert next(rows)[0] == first.record_number
        with pytest.raises(PayloadError, match=f"entry {second.entry_id}"):
            next(rows)
