"""The same file without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from lms.core.house import House
from lms.core.work import Role
from lms.exports.commands import export
from tests.accounts.makers import make_institution, make_person, sign_in
from tests.hours.makers import finish, finish_all


def run(house: House, *arguments: str | Path) -> Result:
    return CliRunner().invoke(export, [str(argument) for argument in arguments], obj=house)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_writes_the_very_bytes_of_the_page(
    house: House, client: FlaskClient, tmp_path: Path, language: str
) -> None:
    institution = make_institution(house)
    trainee = make_person(house, institution=institution)
    finish_all(house, trainee.person_id, [f"ai-{number:02d}" for number in range(1, 6)])
    sign_in(client, make_person(house, "root", roles=[Role.ADMINISTRATOR]))
    output = tmp_path / "hours.csv"
    asked: list[Any] = ["hours", "--institution", "dashan", "--year", "2026", "--language", language]
    result = run(house, *asked, "-o", output)
    assert result.exit_code == 0, result.output
    assert result.stderr == "5 rows of hours of DASHAN in 2026.\n"
    page = client.get(f"/{language}/exports/hours.csv?institution=DASHAN&year=2026").data
    assert output.read_bytes() == page
    assert run(house, *asked).stdout_bytes == page
    assert output.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["people", "--institution", "DASHAN", "--year", "2026"], "There is no table 'people'. Tables: hours."),
        (["hours", "--institution", "X", "--year", "2026"], "There is no institution 'X'."),
        (["hours", "--institution", "X", "--year", "2026"], "Institutions: DASHAN."),
        (["hours", "--year", "2026"], "Say whose and when: --institution CODE --year YEAR."),
        (["hours", "--institution", "DASHAN"], "`lms export` lists what there is."),
        (
            ["hours", "--institution", "DASHAN", "--year", "2026", "--format", "doc"],
            "There is no format 'doc'. Tables: hours. Formats: csv.",
        ),
        (["hours", "--institution", "DASHAN", "--year", "soon"], "'soon' is not a valid integer"),
        (
            ["hours", "--institution", "DASHAN", "--year", "2026", "-o", "/nowhere/a.csv"],
            "/nowhere cannot be written",
        ),
    ],
)
def test_what_cannot_be_exported_is_said_in_a_sentence(house: House, arguments: list[str], sentence: str) -> None:
    make_institution(house)
    result = run(house, *arguments)
    assert result.exit_code != 0
    assert sentence in " ".join(result.stderr.split())
    assert "Traceback" not in result.output


def test_a_file_that_could_not_be_finished_never_stands_under_its_name(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    institution = make_institution(house)
    finish(house, make_person(house, institution=institution).person_id)
    output = tmp_path / "hours.csv"
    output.write_text("the file of yesterday")

    def break_down(*_arguments: object) -> int:
        raise OSError("No space left on device")

    monkeypatch.setattr("lms.exports.commands._write", break_down)
    result = run(house, "hours", "--institution", "DASHAN", "--year", "2026", "-o", output)
    assert result.exit_code != 0
    assert output.read_text() == "the file of yesterday"
    assert list(tmp_path.glob(".hours.csv*")) == []


def test_without_a_table_the_command_lists_what_there_is(house: House) -> None:
    nobody = run(house)
    assert nobody.exit_code == 0
    assert nobody.output == "Tables: hours.\nFormats: csv.\nInstitutions: none yet.\n"
    make_institution(house)
    assert "Institutions: DASHAN.\n" in run(house).output
