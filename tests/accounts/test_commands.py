"""What the operator does at the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from lms.accounts.commands.institutions import institutions
from lms.accounts.commands.users import users
from lms.accounts.service.people import find_person_by_login_name
from lms.core.house import House
from lms.core.work import Role
from tests.accounts.makers import actor_of, make_institution, make_person, sign_in

SECRET = "a sentence of my own"
Run = Callable[..., Result]


@pytest.fixture
def run(house: House) -> Run:
    """`run(group, "add", …, input="…")` types a command."""

    def type_in(group: Any, *words: str, **options: Any) -> Result:
        return CliRunner().invoke(group, words, obj=house, **options)

    return type_in


def test_the_first_administrator_is_made_and_signs_in(client: FlaskClient, run: Run, post: Any) -> None:
    words = ("add", "Boss", "--name", "管理员", "--role", "administrator")
    done = run(users, *words, input=f"{SECRET}\n{SECRET}\n")
    assert done.exit_code == 0, done.output
    assert "Added 管理员 (boss), administrator." in done.output
    assert SECRET not in done.output
    assert post(client, "/en/sign-in", {"login_name": "boss", "password": SECRET}).status_code == 303
    assert client.get("/en/institutions").status_code == 200


def test_a_password_can_come_from_another_program(client: FlaskClient, run: Run, post: Any) -> None:
    done = run(users, "add", "li-lei", "--name", "李雷", "--password-stdin", input=f"{SECRET}\n")
    assert done.exit_code == 0, done.output
    assert post(client, "/en/sign-in", {"login_name": "li-lei", "password": SECRET}).status_code == 303


def test_a_registrar_is_made_for_an_institution(house: House, run: Run) -> None:
    institution = make_institution(house)
    words = (
        "add",
        "wang",
        "--name",
        "王老师",
        "--role",
        "registrar",
        "--institution",
        "dashan",
        "--password-stdin",
    )
    assert run(users, *words, input=SECRET).exit_code == 0
    listed = run(users, "list", "--institution", "DASHAN").output
    assert listed == "wang\t王老师\tregistrar\n"
    with house.reading() as work:
        person = find_person_by_login_name(work, "wang")
    assert person is not None
    assert actor_of(house, person).registrar_of == {institution.institution_id}


@pytest.mark.parametrize(
    ("words", "exit_code", "sentence"),
    [
        (("add", "li-lei", "--name", "李雷"), 1, "The login name li-lei is taken."),
        (("add", "x", "--name", "X"), 2, "Use at least 2 characters."),
        (("add", "new", "--name", " "), 2, "Give the person a name."),
        (("add", "new"), 2, "Missing option '--name'"),
        (("add", "new", "--name", "N", "--role", "boss"), 2, "'boss' is not one of"),
        (("add", "new", "--name", "N", "--role", "registrar"), 2, "Add --institution CODE"),
        (
            ("add", "new", "--name", "N", "--role", "administrator", "--institution", "X"),
            2,
            "leave --institution out",
        ),
        (("add", "new", "--name", "N", "--institution", "NONE"), 1, "There is no institution NONE."),
        (("list", "--institution", "NONE"), 1, "There is no institution NONE."),
        (("disable", "nobody"), 1, "Nobody has the login name nobody."),
        (("reset", "nobody"), 1, "Nobody has the login name nobody."),
    ],
)
def test_a_mistake_is_answered_with_a_sentence_and_a_code(
    house: House, run: Run, words: tuple[str, ...], exit_code: int, sentence: str
) -> None:
    make_person(house, "li-lei")
    done = run(users, *words, input=f"{SECRET}\n{SECRET}\n")
    assert done.exit_code == exit_code
    assert sentence in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "Use at least 10 characters."),
        ("1234567890", "one of the most common"),
        ("i am new-one", "login name"),
    ],
)
def test_the_rules_for_passwords_hold_for_the_operator_too(run: Run, password: str, sentence: str) -> None:
    done = run(users, "add", "new-one", "--name", "N", "--password-stdin", input=password)
    assert done.exit_code == 1
    assert sentence in done.output
    assert run(users, "list").output == ""


def test_the_operator_lists_all_accounts_over_pages(house: House, run: Run) -> None:
    with house.writing() as work:
        for number in range(120):
            make_person(work, f"person-{number:03}")
        work.session.commit()
    assert run(users, "list").output.count("person-") == 120


def test_an_account_is_closed_and_signed_out(client: FlaskClient, house: House, run: Run) -> None:
    sign_in(client, make_person(house, "li-lei"))
    done = run(users, "disable", "Li-Lei")
    assert done.exit_code == 0
    assert "Closed li-lei" in done.output
    assert client.get("/en/account").status_code == 303
    assert "closed already" in run(users, "disable", "li-lei").output
    assert run(users, "list").output == "li-lei\t李雷\t\tclosed\n"
    refused = run(users, "reset", "li-lei")
    assert (refused.exit_code, "This account is closed." in refused.output) == (1, True)


def test_the_operator_makes_a_link_that_works(client: FlaskClient, house: House, run: Run, post: Any) -> None:
    make_person(house, "boss", roles=[Role.ADMINISTRATOR])
    done = run(users, "reset", "boss")
    assert done.exit_code == 0
    path = done.output.splitlines()[-1]
    assert path.startswith("/zh/reset/")
    assert post(client, path, {"password": SECRET, "repeated": SECRET}).status_code == 303
    assert post(client, "/en/sign-in", {"login_name": "boss", "password": SECRET}).status_code == 303


def test_the_operator_adds_and_lists_institutions(run: Run) -> None:
    done = run(institutions, "add", "dashan", "--zh", "大山培训中心", "--en", "Dashan Training Centre")
    assert (done.exit_code, "Added DASHAN." in done.output) == (0, True)
    (line,) = run(institutions, "list").output.splitlines()
    code, join_code, name_zh, name_en = line.split("\t")
    assert (code, name_zh, name_en) == ("DASHAN", "大山培训中心", "Dashan Training Centre")
    assert len(join_code) == 14
    again = run(institutions, "add", "DASHAN", "--zh", "大", "--en", "D")
    assert (again.exit_code, "There is an institution DASHAN already." in again.output) == (1, True)
    wrong = run(institutions, "add", "大山", "--zh", "大", "--en", "D")
    assert (wrong.exit_code, "letters, digits and hyphens" in wrong.output) == (2, True)
    nameless = run(institutions, "add", "D", "--zh", " ", "--en", "D")
    assert nameless.exit_code == 2
