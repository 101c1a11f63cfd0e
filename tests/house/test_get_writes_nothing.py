"""Whoever asks for whatever page: reading changes nothing, and could not if it tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import Rule

from lms.core import web
from lms.core.database import insert_new
from lms.core.house import House
from lms.core.outbox import OutboxLetter
from lms.core.work import Role
from tests.house.furnishing import INSTITUTION, VISITOR, Furnished, fingerprint

ROLES = (VISITOR, *(str(role) for role in Role))
QUERIES: dict[str, dict[str, Any]] = {
    "search.instant": {"q": "network"},
    "search.results": {"q": "network"},
    "exports.download": {"year": 2026, "institution": INSTITUTION},
}
READS = re.compile(r"\s*\(?(SELECT|WITH|PRAGMA|SHOW)\b", re.IGNORECASE)
WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|TRUNCATE)\b", re.IGNORECASE)
Statements = Callable[[], AbstractContextManager[list[str]]]


def is_write(statement: str) -> bool:
    """Whether a statement may change something; a WITH may, and so may locking rows to change them."""
    return not READS.match(statement) or bool(WRITES.search(statement))


def list_get_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def find_writes(
    furnished: Furnished, house: House, statements: Statements, roles: Iterable[str] = ROLES
) -> Iterator[str]:
    """Which page wrote what, for each of the roles; also a page that none of them was given."""
    given: set[str] = set()
    rules = list_get_rules(furnished.app)
    for role in roles:
        client = furnished.client(role)
        before = fingerprint(house)
        for rule in rules:
            address = furnished.url(rule)
            with statements() as log:
                response = client.get(address, query_string=QUERIES.get(rule.endpoint))
                response.get_data()  # a streamed page reads while it is sent
                response.close()
            if response.status_code >= 500:
                yield f"{role}: GET {address} answered {response.status}: mend the page, see the error above"
            if response.status_code < 400:
                given.add(rule.endpoint)
            yield from (f"{role}: GET {address} sent {sql!r}" for sql in log if is_write(sql))
        after = fingerprint(house)
        yield from (f"{role}: a GET changed {name}" for name in before if before[name] != after[name])
    for endpoint in sorted({rule.endpoint for rule in rules} - given):
        yield f"{endpoint} was given to nobody: furnish the house so that it is (tests/house/furnishing.py)"


def test_no_page_writes_when_it_is_looked_at(furnished: Furnished, house: House, statements: Statements) -> None:
    faults = list(find_writes(furnished, house, statements))
    remedy = "What a page writes belongs in a POST, or in a letter of the outbox (lms/core/outbox.py)."
    assert not faults, "\n".join(["", *faults, remedy])


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


def add_page(app: Flask, view: Callable[[], str]) -> None:
    app.add_url_rule("/planted", "planted", web.everyone(view))


def write_letter(house: House, session: Any) -> None:
    now = house.clock()
    insert_new(session, OutboxLetter, event="x", receiver="x", arguments={}, created_at=now, due_at=now)


def test_a_page_that_writes_by_a_door_of_its_own_is_told(
    app: Flask, furnish_house: Callable[[], Furnished], house: House, statements: Statements
) -> None:
    def planted() -> str:
        with web.house().writing() as work:
            write_letter(web.house(), work.session)
            work.session.commit()
        return "written"

    add_page(app, planted)
    faults = list(find_writes(furnish_house(), house, statements, roles=[VISITOR]))
    assert any("GET /planted sent 'INSERT INTO core_outbox" in fault for fault in faults)
    assert "visitor: a GET changed core_outbox" in faults


@pytest.mark.parametrize(
    ("statement", "is_one"),
    [
        ("SELECT updated_at FROM hours_entry", False),
        ("WITH x AS (SELECT 1) SELECT * FROM x", False),
        ("WITH x AS (DELETE FROM hours_entry RETURNING *) SELECT * FROM x", True),
        ("SELECT id FROM hours_entry FOR UPDATE", True),
        ("INSERT INTO hours_entry VALUES (1)", True),
    ],
)
def test_a_statement_that_writes_is_known_by_its_words(statement: str, is_one: bool) -> None:
    assert is_write(statement) is is_one


def test_the_session_of_a_page_that_is_read_refuses_to_write(app: Flask, house: House) -> None:
    add_page(app, lambda: write_letter(web.house(), web.work().session) or "written")
    with pytest.raises(DBAPIError):
        app.test_client().get("/planted")
    with house.reading() as work:
        assert work.session.execute(text("SELECT count(*) FROM core_outbox")).scalar_one() == 0


def test_the_session_of_reading_work_refuses_to_write(house: House) -> None:
    with house.reading() as work, pytest.raises(DBAPIError):
        write_letter(house, work.session)
