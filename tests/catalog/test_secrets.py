"""No page, document or stored text of this room holds the key of a question, or the bank it stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalog import service
from lms.catalog.models import CourseRevision, ModuleText
from lms.core.house import House
from lms.quizzes.service.pages import QuestionView
from tests.accounts.makers import make_person, sign_in
from tests.catalog.makers import publish_courses
from tests.catalog.specimen import COURSE_ID, write_specimen

# Words of the bank, by why nobody may see them. Of a practice question the options are shown, not which is right.
SECRETS = (
    *("- [x]", "[x]", "pool: practice", "type: single", "@zh", "3.0 +- 5%", "= true"),  # its source
    *("Not this:", "不是这个", "A remark of the bank"),  # feedback
    *("Which is right in sp-1-q01?", "sp-1-q01 里哪个对", "Water is wet", "sp-1-q0", "sp-1-q1"),  # the graded pool
)


@pytest.fixture(autouse=True)
def _published(house: House) -> None:
    folder = write_specimen(house.settings.courses)
    for path in folder.glob("*/quiz.md"):
        path.write_text(path.read_text("utf-8") + "\nA remark of the bank.\n", "utf-8")
    publish_courses(house)


def addresses() -> Iterator[str]:
    for language in ("en", "zh"):
        yield from (f"/{language}/", f"/{language}/courses/{COURSE_ID}")
        yield from (f"/{language}/courses/{COURSE_ID}/sp-{n}" for n in (1, 2, 3))
        yield from (f"/{language}/courses/{COURSE_ID}/sp-1{end}" for end in ("/quiz.md", ".json", "?format=raw"))
        yield f"/{language}/courses/{COURSE_ID}/01-signals/quiz.md"
    yield from ("/media/quiz.md/quiz.md", "/static/quiz.md", "/courses/specimen/01-signals/quiz.md", "/quiz.md")


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "signed-in"])
def test_no_answer_of_the_room_holds_the_bank_or_its_key(
    house: House, client: FlaskClient, signed_in: bool
) -> None:
    if signed_in:
        sign_in(client, make_person(house))
    shown = {address: client.get(address) for address in addresses()}
    assert {address: told(answer.text) for address, answer in shown.items() if told(answer.text)} == {}
    for address, answer in shown.items():
        assert answer.status_code == (404 if "quiz.md" in address or ".json" in address else 200), address
    # The check itself is there, with its options.
    assert "Which are right in practice sp-1?" in shown[f"/en/courses/{COURSE_ID}/sp-1"].text
    assert "wrong three sp-1" in shown[f"/en/courses/{COURSE_ID}/sp-1"].text


def test_no_text_that_is_stored_for_pages_or_search_holds_them(house: House) -> None:
    with house.reading() as work:
        for text in work.session.scalars(select(ModuleText)):
            stored = json.dumps([text.sections, text.plain_texts], ensure_ascii=False)
            assert told(stored) == []
        for outline in work.session.scalars(select(CourseRevision.outline)):
            assert told(json.dumps(outline, ensure_ascii=False)) == []
        documents = [repr(document) for document in service.list_search_documents(work, COURSE_ID)]
    assert documents
    assert [told(document) for document in documents if told(document)] == []


def test_a_stored_check_holds_what_is_asked_and_nothing_that_answers_it(house: House) -> None:
    with house.reading() as work:
        texts = work.session.scalars(
            select(ModuleText).where(ModuleText.language == "en").order_by(ModuleText.revision_id)
        )
        pieces = [piece for text in texts for section in text.sections for piece in section["pieces"]]
    parts = [piece["part"] for piece in pieces if "part" in piece]
    assert len(parts) == 3
    for n, part in enumerate(parts, 1):
        values = part["values"]
        assert set(values) == {"module_id", "question"}
        question = values["question"]
        assert set(question) == {field.name for field in fields(QuestionView)}
        # Only the words of the options, so neither order nor marks tell which are right.
        assert {key for choice in question["choices"] for key in choice} == {"value", "text", "is_chosen"}
        assert not any(choice["is_chosen"] for choice in question["choices"])
        words = [choice["text"] for choice in question["choices"]]
        assert sorted(words) == [f"right one sp-{n}", f"right two sp-{n}", f"wrong three sp-{n}"]
