"""Any room may bring a format, and every table can be taken out in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from lms.core.hookspecs import hookimpl
from lms.core.house import House
from lms.core.parts import Cell, ExportFormat
from lms.core.work import Role
from lms.exports.commands import export
from lms.hours.rules import COLUMNS, LABELS
from tests.accounts.makers import make_institution, make_person, sign_in
from tests.hours.makers import finish

ADDRESS = "/{}/exports/hours.jsonl?institution=DASHAN&year=2026"


class JsonLines:
    """A room with a format: first what people read above the columns, then an object a row."""

    @hookimpl
    def export_formats(self) -> list[ExportFormat]:
        def write(
            columns: tuple[str, ...], labels: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]
        ) -> Iterator[bytes]:
            yield json.dumps(labels).encode() + b"\n"
            for row in rows:
                yield json.dumps(dict(zip(columns, row, strict=True))).encode() + b"\n"

        titles = {"en": "JSON Lines", "zh": "JSON 行"}
        notes = {"en": "One object & one line a row.", "zh": "每行一个对象。"}
        return [ExportFormat("jsonl", titles, "application/jsonl", write, notes)]


@pytest.fixture(autouse=True)
def _room(house: House, app: Flask) -> None:
    for one in (house, app.extensions["lms"]):
        one.rooms.register(JsonLines(), name="json_lines")


@pytest.fixture
def registrar(house: House, client: FlaskClient) -> None:
    """Signed in, for an institution with one finished module."""
    institution = make_institution(house)
    finish(house, make_person(house, institution=institution).person_id)
    sign_in(client, make_person(house, "registrar", roles=[Role.REGISTRAR], institution=institution))


@pytest.mark.usefixtures("registrar")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_registrar_downloads_a_table_in_the_format_of_a_room(client: FlaskClient, language: str) -> None:
    answer = client.get(ADDRESS.format(language))
    assert answer.status_code == 200
    assert answer.mimetype == "application/jsonl"
    assert 'filename="hours-DASHAN-2026.jsonl"' in answer.headers["Content-Disposition"]
    heading, row = map(json.loads, answer.text.splitlines())
    assert heading == [LABELS[column][language] for column in COLUMNS]
    assert (row["full_name"], row["minutes"]) == ("李雷", 92)


@pytest.mark.usefixtures("registrar")
def test_the_page_offers_each_table_in_each_format(client: FlaskClient) -> None:
    page = client.get("/zh/exports").text
    for text in ("下载 CSV", "下载 JSON 行", "/zh/exports/hours.csv?", "/zh/exports/hours.jsonl?"):
        assert text in page


@pytest.mark.usefixtures("registrar")
@pytest.mark.parametrize(
    ("language", "own", "of_csv"),
    [
        ("zh", "<li>每行一个对象。</li>", "用程序读取时请去掉这个撇号。</li>"),
        ("en", "<li>One object &amp; one line a row.</li>", "Remove the apostrophe when you read the file"),
    ],
)
def test_the_page_says_once_what_each_format_says_of_itself(
    client: FlaskClient, language: str, own: str, of_csv: str
) -> None:
    page = client.get(f"/{language}/exports").text
    assert (page.count(own), page.count(of_csv)) == (1, 1)


@pytest.mark.usefixtures("registrar")
def test_the_command_writes_the_format_that_is_asked_for(house: House, client: FlaskClient) -> None:
    asked = ["hours", "--institution", "DASHAN", "--year", "2026", "--language", "en", "--format", "jsonl"]
    result = CliRunner().invoke(export, asked, obj=house)
    assert result.exit_code == 0, result.output
    assert result.stdout_bytes == client.get(ADDRESS.format("en")).data
    assert "Formats: csv, jsonl.\n" in CliRunner().invoke(export, [], obj=house).output
