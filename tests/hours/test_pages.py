"""A trainee sees the year's hours, and what each module brings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from lms.core.house import House
from lms.core.parts import ModuleMark, ModuleState, Panel, ReadingMarks
from lms.core.web.frame import make_frame
from lms.core.work import VISITOR, Actor, Role
from tests.accounts.makers import actor_of, make_institution, make_person, sign_in
from tests.clock import FakeClock
from tests.hours.makers import finish, finish_all, make_course, make_module

Statements = Callable[[], AbstractContextManager[list[str]]]
WRITING = ("INSERT", "UPDATE", "DELETE")


def marks_of(state: ModuleState) -> ReadingMarks:
    return ReadingMarks(modules={"ai-01": ModuleMark(state, 3, 3)})


def ask_panels(house: House, actor: Actor, marks: ReadingMarks) -> list[Panel]:
    module = make_module()
    with house.reading(actor) as work:
        answers = work.hooks.module_panels(work=work, course=make_course(module), module=module, marks=marks)
    return [panel for panels in answers for panel in panels if panel.template.startswith("hours/")]


def render_panel(app: Flask, panel: Panel, language: str) -> str:
    with app.test_request_context(f"/{language}/hours"):
        app.preprocess_request()
        text = render_template(panel.template, panel=panel, page=make_frame(actor=VISITOR))
    return " ".join(text.split())


# ── My hours ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_trainee_sees_the_years_hours_the_share_and_every_record(house: House, client: FlaskClient) -> None:
    person = make_person(house, institution=make_institution(house))
    first = finish(house, person.person_id, "ai-01", reading_minutes=3)
    second = finish(house, person.person_id, "ai-02", reading_minutes=37)
    sign_in(client, person)
    page = client.get("/en/hours").text
    assert "My hours in 2026" in page
    # 55 and 89 minutes are 1.2 and 1.9 hours alone, and 3.2 together.
    assert "3.2 of 90 hours" in page
    assert "3.2 of at least 60 hours" in page
    assert "86.8 hours are left this year, of which at least 56.8 in professional subjects." in page
    for text in (first.record_number, second.record_number, "Module 01", "Module 02", "23 November 2026"):
        assert text in page
    assert "Artificial intelligence: elementary course" in page
    assert "Dashan Training Centre" in page
    assert "no institution" not in page
    assert "1 hour = 45 minutes. Minutes are summed first, then rounded down to 0.1 hour" in page
    assert "Your training institution confirms the hours." in page


def test_the_page_speaks_chinese_and_names_no_institution_where_there_was_none(
    house: House, client: FlaskClient
) -> None:
    person = make_person(house)
    finish(house, person.person_id)
    sign_in(client, person)
    page = client.get("/zh/hours").text
    for text in (
        "我的学时：2026 年度",
        "2026年11月23日",
        "第 01 模块",
        "无培训机构",
        "2.0 / 90 学时",
        "1 学时 = 45 分钟",
    ):
        assert text in page


def test_a_trainee_without_hours_is_shown_where_to_begin(house: House, client: FlaskClient) -> None:
    sign_in(client, make_person(house))
    page = client.get("/en/hours").text
    assert "No hours yet in 2026" in page
    assert "Choose a course" in page
    assert "<table" not in page


def test_earlier_years_with_records_can_be_chosen_and_others_cannot(
    house: House, client: FlaskClient, clock: FakeClock
) -> None:
    person = make_person(house)
    clock.set(datetime(2025, 6, 1, tzinfo=UTC))
    finish(house, person.person_id, "ai-01")
    clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    finish(house, person.person_id, "ai-02")
    sign_in(client, person)
    page = client.get("/en/hours").text
    assert "Module 02" in page
    assert "Module 01" not in page
    assert "/en/hours?year=2025" in page
    earlier = client.get("/en/hours?year=2025").text
    assert "My hours in 2025" in earlier
    assert "Module 01" in earlier
    assert client.get("/en/hours?year=2024").status_code == 404
    assert client.get("/en/hours?year=99999999999999999999").status_code == 404
    assert "My hours in 2026" in client.get("/en/hours?year=soon").text


def test_nobody_sees_the_hours_of_another(house: House, client: FlaskClient) -> None:
    finish(house, make_person(house, "li-lei").person_id)
    sign_in(client, make_person(house, "han-meimei"))
    assert "No hours yet in 2026" in client.get("/en/hours").text


def test_a_visitor_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/en/hours")
    assert answer.status_code == 303
    assert "next=/en/hours" in answer.location.replace("%2F", "/")


def test_the_page_asks_as_much_for_thirty_records_as_for_one_and_writes_nothing(
    house: House, client: FlaskClient, statements: Statements
) -> None:
    person = make_person(house, institution=make_institution(house))
    sign_in(client, person)
    finish(house, person.person_id, "ai-01")
    client.get("/en/hours")
    with statements() as for_one:
        client.get("/en/hours")
    finish_all(house, person.person_id, [f"ai-{number:02d}" for number in range(2, 31)])
    with statements() as for_thirty:
        assert "Module 30" in client.get("/en/hours").text
    assert len(for_one) == len(for_thirty) <= 4
    assert not [statement for statement in for_thirty if statement.lstrip().upper().startswith(WRITING)]


def test_only_a_person_with_an_account_is_offered_the_page(house: House, client: FlaskClient) -> None:
    assert "My hours" not in client.get("/en/privacy").text
    sign_in(client, make_person(house))
    assert "My hours" in client.get("/en/privacy").text


# ── Below a module ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_is_promised_nothing(house: House) -> None:
    assert ask_panels(house, VISITOR, marks_of(ModuleState.NOT_STARTED)) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_before_the_end_a_module_says_what_it_is_worth_without_asking_the_database(
    house: House, app: Flask, statements: Statements, language: str
) -> None:
    actor = Actor(person_id=1, name="李雷", roles=frozenset({Role.TRAINEE}))
    with statements() as log:
        (panel,) = ask_panels(house, actor, marks_of(ModuleState.QUIZ_TO_DO))
        assert ask_panels(house, actor, ReadingMarks()) == [panel]
    assert log == []
    words = {
        "en": "Worth 92 minutes = 2.0 hours (45-minute hours).",
        "zh": "完成后可得 92 分钟 = 2.0 学时（每学时 45 分钟）。",
    }
    assert words[language] in render_panel(app, panel, language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_after_the_end_a_module_says_what_was_recorded_with_one_statement(
    house: House, app: Flask, statements: Statements, language: str
) -> None:
    person = make_person(house)
    given = finish(house, person.person_id)
    actor = actor_of(house, person)
    with statements() as log:
        (panel,) = ask_panels(house, actor, marks_of(ModuleState.DONE))
    assert len(log) == 1
    assert panel.order == 90
    text = render_panel(app, panel, language)
    words = {
        "en": "92 minutes = 2.0 hours (45-minute hours), counted for 2026.",
        "zh": "92 分钟 = 2.0 学时（每学时 45 分钟），计入 2026 年度。",
    }
    assert words[language] in text
    assert given.record_number in text
    assert f"/{language}/hours?year=2026" in text


def test_a_finished_module_without_a_record_says_whom_to_ask(house: House, app: Flask) -> None:
    actor = actor_of(house, make_person(house))
    (panel,) = ask_panels(house, actor, marks_of(ModuleState.DONE))
    assert "Please tell your training institution." in render_panel(app, panel, "en")
