"""A page a trainee reads costs four statements at most, however many modules and trainees the house has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import text

from lms.core import web
from lms.core.house import House
from tests.house.furnishing import COURSE, FIRST_MODULE, Furnished, Post, grow

STATEMENTS_MAXIMUM = 4
MODULES, TRAINEES = 12, 30
Statements = Callable[[], AbstractContextManager[list[str]]]


def list_pages(furnished: Furnished) -> dict[str, str]:
    """What a trainee reads, by name."""
    module = f"/courses/{COURSE}/{FIRST_MODULE}"
    return {
        "home": "/en/",
        "course": f"/en/courses/{COURSE}",
        "module in English": f"/en{module}",
        "module in Chinese": f"/zh{module}",
        "quiz": f"/en/quizzes/{FIRST_MODULE}",
        "attempt": f"/en/quizzes/attempts/{furnished.open_attempt_id}",
        "result": f"/en/quizzes/attempts/{furnished.submitted_attempt_id}",
        "my learning": "/en/progress/",
        "my hours": "/en/hours",
        "search": "/en/search/?q=network",
    }


def measure(client: FlaskClient, pages: Mapping[str, str], statements: Statements) -> dict[str, list[str]]:
    """The statements of each page, for somebody who comes to it from another."""
    client.get("/en/privacy")  # whatever the first page of a visit costs
    costs = {}
    for name, address in pages.items():
        with statements() as log:
            response = client.get(address)
        assert response.status_code == 200, (
            f"{name} ({address}) answered {response.status}: correct its address in list_pages, or mend the page."
        )
        costs[name] = log
    return costs


def find_cost_faults(small: Mapping[str, list[str]], large: Mapping[str, list[str]]) -> list[str]:
    """Pages that cost too much, or more in a larger house."""
    faults = []
    for name in small:
        if len(small[name]) > STATEMENTS_MAXIMUM:
            faults.append(
                f"{name} costs {len(small[name])} statements: ask for more at once, or store it with what is read"
            )
        if len(large[name]) != len(small[name]):
            faults.append(
                f"{name} costs {len(small[name])} or {len(large[name])}: ask once for all rows and not for each"
            )
    return faults


def table(small: Mapping[str, list[str]], large: Mapping[str, list[str]]) -> str:
    """Page → statements in a small and in a large house, then each statement of the small one."""
    lines = [f"{'page':20} {'small':>5} {'large':>5}"]
    lines += [f"{name:20} {len(small[name]):5} {len(large[name]):5}" for name in small]
    for name, log in small.items():
        lines += [f"\n{name}:", *(f"  {' '.join(sql.split())[:200]}" for sql in log)]
    return "\n".join(lines)


def test_pages_cost_four_statements_however_large_the_house(
    house: House, furnished: Furnished, post: Post, statements: Statements
) -> None:
    pages, client = list_pages(furnished), furnished.client()
    small = measure(client, pages, statements)
    grow(house, furnished, post, modules=MODULES, trainees=TRAINEES)
    large = measure(client, pages, statements)
    print(table(small, large))
    faults = find_cost_faults(small, large)
    assert not faults, "\n".join([*faults, "", table(small, large)])


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


def test_a_page_that_asks_for_each_row_is_told(app: Flask, statements: Statements) -> None:
    def planted() -> str:
        for number in range(int(request.args["rows"])):
            web.work().session.execute(text("SELECT :number"), {"number": number})
        return "planted"

    app.add_url_rule("/planted", "planted", web.everyone(planted))
    client = app.test_client()
    small, large = (measure(client, {"planted": f"/planted?rows={rows}"}, statements) for rows in (5, 6))
    assert find_cost_faults(small, large) == [
        "planted costs 5 statements: ask for more at once, or store it with what is read",
        "planted costs 5 or 6: ask once for all rows and not for each",
    ]
    assert "planted                  5     6" in table(small, large)
    assert find_cost_faults({"home": ["SELECT"] * 4}, {"home": ["SELECT"] * 4}) == []
