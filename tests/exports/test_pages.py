"""A registrar takes out what the trainees of the own institution completed, and nothing else."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import InstitutionFacts, PersonFacts
from lms.core.house import House
from lms.core.work import Role
from lms.hours.rules import COLUMNS, LABELS
from tests.accounts.makers import make_institution, make_person, sign_in
from tests.clock import FakeClock
from tests.hours.makers import finish, finish_all

Statements = Callable[[], AbstractContextManager[list[str]]]
WRITING = ("INSERT", "UPDATE", "DELETE")
ADDRESS = "/en/exports/hours.csv?institution=DASHAN&year=2026"


@pytest.fixture
def institution(house: House) -> InstitutionFacts:
    return make_institution(house)


@pytest.fixture
def trainee(house: House, institution: InstitutionFacts) -> PersonFacts:
    return make_person(house, institution=institution)


@pytest.fixture
def registrar(house: House, institution: InstitutionFacts, client: FlaskClient) -> PersonFacts:
    """Signed in."""
    person = make_person(house, "registrar", full_name="王老师", roles=[Role.REGISTRAR], institution=institution)
    sign_in(client, person)
    return person


def read(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The heading, and the rows by the names of their columns."""
    assert content.startswith(codecs.BOM_UTF8)
    heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return heading, [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@pytest.mark.usefixtures("registrar")
def test_a_registrar_downloads_the_completed_hours_of_a_year(
    house: House, client: FlaskClient, trainee: PersonFacts
) -> None:
    first = finish(house, trainee.person_id, "ai-01")
    second = finish(house, trainee.person_id, "ai-02")
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.is_streamed
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"hours-DASHAN-2026.csv\"; filename*=UTF-8''hours-DASHAN-2026.csv"
    )
    heading, rows = read(answer.data)
    assert heading == [LABELS[column]["en"] for column in COLUMNS]
    assert [row["record_id"] for row in rows] == [first.record_number, second.record_number]
    assert (rows[0]["full_name"], rows[0]["minutes"], rows[0]["hours"]) == ("李雷", "92", "2.0")
    assert (rows[0]["training_institution"], rows[0]["institution_code"]) == ("大山培训中心", "DASHAN")


@pytest.mark.usefixtures("registrar")
def test_the_heading_is_in_the_language_of_the_page(client: FlaskClient) -> None:
    heading, rows = read(client.get(ADDRESS.replace("/en/", "/zh/")).data)
    assert heading == [LABELS[column]["zh"] for column in COLUMNS]
    assert rows == []


@pytest.mark.usefixtures("registrar")
def test_a_name_that_looks_like_a_formula_does_not_run(
    house: House, client: FlaskClient, institution: InstitutionFacts
) -> None:
    joker = make_person(house, "joker", full_name='=HYPERLINK("http://x")', institution=institution)
    finish(house, joker.person_id)
    content = client.get(ADDRESS).data
    assert b'"\'=HYPERLINK(""http://x"")"' in content
    assert b',92,45,"2.0",' in content


@pytest.mark.usefixtures("registrar")
def test_rows_of_other_years_and_other_institutions_stay_out(
    house: House, client: FlaskClient, clock: FakeClock, trainee: PersonFacts
) -> None:
    other = make_institution(house, "JIANGHE", "江河培训中心", "Jianghe Training Centre")
    finish(house, make_person(house, "han-meimei", institution=other).person_id)
    finish(house, make_person(house, "free").person_id)
    present = clock()
    clock.set(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC))
    finish(house, trainee.person_id, "ai-01")
    clock.advance(seconds=1)
    finish(house, trainee.person_id, "ai-02")
    clock.set(present)
    (row,) = read(client.get(ADDRESS).data)[1]
    assert (row["full_name"], row["module_title"], row["calendar_year"]) == ("李雷", "第 01 模块", "2026")


@pytest.mark.usefixtures("registrar")
def test_what_is_not_the_registrars_to_see_is_not_there(house: House, client: FlaskClient) -> None:
    make_institution(house, "JIANGHE", "江河培训中心", "Jianghe Training Centre")
    for address in (
        "/en/exports/hours.csv?institution=JIANGHE&year=2026",
        "/en/exports/hours.csv?institution=NOWHERE&year=2026",
        "/en/exports/hours.csv?year=2026",
        "/en/exports/hours.csv?institution=DASHAN",
        "/en/exports/hours.csv?institution=DASHAN&year=soon",
        "/en/exports/hours.csv?institution=DASHAN&year=0",
        "/en/exports/hours.csv?institution=DASHAN&year=99999999999999999999",
        "/en/exports/people.csv?institution=DASHAN&year=2026",
        "/en/exports/hours.doc?institution=DASHAN&year=2026",
        "/en/exports/hours?institution=DASHAN&year=2026",
        "/en/exports?institution=JIANGHE",
    ):
        assert client.get(address).status_code == 404, address


def test_an_administrator_sees_every_institution(house: House, client: FlaskClient) -> None:
    make_institution(house)
    make_institution(house, "JIANGHE", "江河培训中心", "Jianghe Training Centre")
    sign_in(client, make_person(house, "root", roles=[Role.ADMINISTRATOR]))
    page = client.get("/en/exports").text
    assert "Dashan Training Centre" in page
    assert "Jianghe Training Centre" in page
    assert client.get("/en/exports/hours.csv?institution=JIANGHE&year=2026").status_code == 200


@pytest.mark.parametrize("address", ["/en/exports", ADDRESS])
def test_a_trainee_may_not_enter_and_a_visitor_is_sent_to_sign_in(
    client: FlaskClient, trainee: PersonFacts, address: str
) -> None:
    assert client.get(address).status_code == 303
    sign_in(client, trainee)
    assert client.get(address).status_code == 403


@pytest.mark.usefixtures("registrar")
def test_the_page_offers_the_file_and_says_when_it_would_be_empty(
    house: House, client: FlaskClient, trainee: PersonFacts
) -> None:
    page = client.get("/en/exports").text
    assert "Nothing in 2026 yet." in page
    assert "Completed hours" in page
    assert "Download CSV" in page
    assert "/en/exports/hours.csv?institution=DASHAN&amp;year=2026" in page
    finish(house, trainee.person_id)
    page = client.get("/en/exports").text
    assert "Nothing in 2026 yet." not in page
    assert "begins with an apostrophe" in page
    assert "Nothing in 2024 yet." in client.get("/en/exports?institution=DASHAN&year=2024").text
    page = client.get("/zh/exports").text
    assert "2026 年度还没有内容" not in page
    assert "已完成学时" in page
    assert "下载 CSV" in page


def test_an_administrator_of_a_house_without_institutions_is_told_what_is_missing(
    house: House, client: FlaskClient
) -> None:
    sign_in(client, make_person(house, "root", roles=[Role.ADMINISTRATOR]))
    assert "No institution yet" in client.get("/en/exports").text


@pytest.mark.usefixtures("registrar")
def test_a_file_of_many_rows_takes_as_many_statements_as_one_of_few_and_writes_nothing(
    house: House, client: FlaskClient, trainee: PersonFacts, statements: Statements
) -> None:
    finish(house, trainee.person_id)
    with statements() as for_one:
        assert len(read(client.get(ADDRESS).data)[1]) == 1
    finish_all(house, trainee.person_id, [f"iot-{number:02d}" for number in range(90)])
    with statements() as for_many:
        assert len(read(client.get(ADDRESS).data)[1]) == 91
    assert len(for_one) == len(for_many) <= 3
    assert not [statement for statement in for_many if statement.lstrip().upper().startswith(WRITING)]


@pytest.mark.usefixtures("registrar")
def test_a_reader_who_leaves_in_the_middle_gives_the_connection_back(
    house: House, app: Flask, client: FlaskClient, trainee: PersonFacts
) -> None:
    finish_all(house, trainee.person_id, [f"iot-{number:02d}" for number in range(100)])
    reader = app.extensions["lms"].database.reader.pool
    answer = client.get(ADDRESS, buffered=False)
    pieces: Iterator[bytes] = answer.iter_encoded()
    assert next(pieces) == codecs.BOM_UTF8
    assert next(pieces)
    assert reader.checkedout() == 1
    with closing(answer):
        pass
    assert reader.checkedout() == 0
