"""What a page costs in one process, beside an empty answer of the same application."""

from __future__ import annotations

from flask.testing import FlaskClient

from benchmarks.measuring import fresh_house, heading, line, median, milliseconds, p95
from lms.app import create_app
from lms.core.outbox import deliver_due
from tests.accounts.makers import make_person, sign_in
from tests.catalog.makers import publish_courses

TIMES = 200
COURSE = "artificial-intelligence"
PAGES = {
    "home": "/zh/",
    "course": f"/zh/courses/{COURSE}",
    "module": f"/zh/courses/{COURSE}/ai-01",
    "quiz": "/zh/quizzes/ai-01",
    "my learning": "/zh/progress/",
    "my hours": "/zh/hours",
    "search": "/zh/search/?q=标注",
}


def run() -> None:
    """Every page as a signed-in trainee asks for it."""
    with fresh_house() as house:
        publish_courses(house)
        deliver_due(house)
        person = make_person(house, "bench")
        app = create_app(house.settings)
        client = app.test_client()
        sign_in(client, person)
        nothing = median(milliseconds(lambda: _get(client, "/healthz"), times=TIMES))
        heading("Pages, signed in, one process", "median ms", "p95 ms", "x nothing", "KB")
        line("nothing (/healthz)", nothing, nothing, 1, 0)
        for name, address in PAGES.items():
            taken = milliseconds(lambda address=address: _get(client, address), times=TIMES)  # type: ignore[misc]  # mypy does not infer such a lambda
            size = len(client.get(address).data) / 1024
            line(name, median(taken), p95(taken), median(taken) / nothing, size)
        app.extensions["lms"].database.close()


def _get(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status)
