"""Nothing of a graded key reaches anybody before the attempt is submitted, by whatever way."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import pytest
from flask import Flask
from sqlalchemy import select

from lms.core.chores import run_unless_kept
from lms.core.house import House
from lms.quizzes import service
from lms.quizzes.models import Answer, BankQuestion
from lms.search.models import SearchSection, SearchWord
from tests.accounts.makers import actor_of, make_person
from tests.catalog.makers import publish_courses, write_course
from tests.progress.makers import Post, Trainee, answer_form, make_trainee
from tests.quizzes.bank import CHINESE_STEMS, EVERY, GRADED_STEMS, MUTTERED, SECRET, TYPED_KEYS, write_every_type
from tests.quizzes.makers import list_secrets
from tests.quizzes.recording import recording

# What a bank marks its keys with, and what a stored question or a review calls them.
KEY_MARKS = re.compile(
    r'- \[[x5 ]|= (true|false)|\+- ?0|"?is_right"?|"?is_true"?|"mark"|"?shown_order"?|0\.0625|3\.125'
    r'|\[\[|"accepted"|"items"|"pairs"|"decoys"|"right"'
)
STEMS = re.compile("|".join([*GRADED_STEMS.values(), *CHINESE_STEMS]))
QUESTION_IDS = re.compile(r"m-01-q0\d")
INPUT = re.compile(r"<(?:input|select|option|textarea|button)[^>]*>")
OPTIONS_OF_FOUR = """
```quiz
id: m-01-q{number:02}
type: single
section: first

Question {number}?
@zh 问题 {number}？

- [ ] wrong {number} a
  @zh 错 {number} 甲
- [ ] wrong {number} b
  @zh 错 {number} 乙
- [x] right {number}
  @zh 对 {number}
- [ ] wrong {number} c
  @zh 错 {number} 丙
```
"""
PERSONS, QUESTIONS, OPTIONS = 20, 10, 4


@pytest.fixture
def every_type(house: House) -> House:
    """The house with a graded question of each type, all but one of which an attempt draws; searchable."""
    write_every_type(house, draws=len(EVERY) - 1, graded=EVERY)
    publish_courses(house)
    run_unless_kept(house)
    return house


def walk(app: Flask, trainee: Trainee, attempt_id: int) -> None:
    """Open every page there is, in both languages, with every value at hand for its address."""
    at_hand = {
        "course_id": "course",
        "module_id": "m-01",
        "attempt_id": attempt_id,
        "filename": "quizzes/attempt.js",
    }
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        for language in ("en", "zh"):
            known = {**at_hand, "language": language}
            values = {name: known.get(name, "1") for name in rule.arguments}
            answer = trainee.client.get(adapter.build(rule.endpoint, values))
            assert answer.status_code < 500, rule


def search(trainee: Trainee, words: str) -> str:
    return trainee.client.get("/en/search/", query_string={"q": words}).text


def find_leaks(sent: list[tuple[str, str]], *marks: re.Pattern[str]) -> list[tuple[str, str]]:
    """Which answers hold what they must not: address and finding."""
    return [(address, found[0]) for address, text in sent for mark in marks if (found := mark.search(text))]


def drawn_ids(house: House) -> list[str]:
    with house.reading() as work:
        return [answer.question_id for answer in work.session.query(Answer).order_by(Answer.position)]


def test_the_words_to_listen_for_are_those_that_tell_the_key(every_type: House) -> None:
    secrets = list_secrets(every_type)
    assert len(secrets) == 28
    assert [secret for secret in secrets if not SECRET.search(secret)] == []
    with every_type.reading() as work:
        stored = [json.dumps(question.body) for question in work.session.query(BankQuestion)]
    assert len(stored) == 2 * len(EVERY)
    assert [body for body in stored if not KEY_MARKS.search(body)] == []


def test_nothing_of_the_key_is_sent_before_the_submission_and_the_feedback_after_it(
    every_type: House, app: Flask, trainee: Trainee, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with recording(app) as before_start:
        walk(app, trainee, 1)
        trainee.read("first")
        trainee.practise()
        trainee.enrol()
        trainee.press("/quizzes/checks/m-01/m-01-q01", {"answer": "0"})
        walk(app, trainee, 1)
    assert find_leaks(before_start, SECRET, KEY_MARKS, STEMS, QUESTION_IDS, TYPED_KEYS) == []

    with recording(app) as while_open:
        attempt_id = trainee.start()
        address = f"/quizzes/attempts/{attempt_id}"
        tampered = {f"answer-{place}-{field}": "0" for place in range(len(EVERY)) for field in range(5)}
        for form in (answer_form(every_type, attempt_id, right=False), {"answer-0": ["0", "1"]}, tampered, {}):
            trainee.save(attempt_id, form)
            trainee.save(attempt_id, form, headers={"Accept": "application/json"})
            trainee.get(address)
        trainee.start()
        walk(app, trainee, attempt_id)
    assert find_leaks(while_open, SECRET, KEY_MARKS, QUESTION_IDS, TYPED_KEYS) == []
    drawn = drawn_ids(every_type)
    (left_out,) = set(GRADED_STEMS) - set(drawn)
    assert find_leaks(while_open, re.compile(GRADED_STEMS[left_out])) == []

    for word in ("hushedq01a", "hushed", "保密", "保密甲", GRADED_STEMS[left_out], "果园"):
        assert f"Nothing found for “{word}”" in search(trainee, word)

    page = trainee.submit(attempt_id, {}).text
    for question_id in drawn:
        assert f"hushed{question_id.removeprefix('m-01-')}" in page
    assert f"hushed{left_out.removeprefix('m-01-')}" not in page
    assert "保密" in trainee.client.get(f"/zh{address}").text
    for secret in (SECRET, TYPED_KEYS):
        assert not secret.search(caplog.text)
        assert [r for r in caplog.records if secret.search(f"{r.getMessage()} {r.args!r} {r.exc_text}")] == []


def test_after_the_submission_the_feedback_is_its_owners_alone(
    every_type: House, app: Flask, trainee: Trainee, post: Post
) -> None:
    attempt_id = trainee.start()
    trainee.submit(attempt_id, {})
    other = make_trainee(app, every_type, post, "han-meimei")
    with recording(app) as sent:
        walk(app, other, attempt_id)
        other.start()
        walk(app, other, attempt_id)
    assert find_leaks(sent, SECRET) == []


def index_bytes(house: House) -> Iterator[tuple[str, bytes]]:
    """The files of the index, where there are any, and what the search's tables hold."""
    for path in (house.settings.instance / "search").rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()
    with house.reading() as work:
        for table in (SearchSection, SearchWord):
            rows = work.session.execute(select(*table.__table__.columns))
            yield table.__tablename__, "\n".join(map(str, rows)).encode()


def test_the_search_index_and_what_is_put_into_it_hold_nothing_of_a_question(every_type: House) -> None:
    files = dict(index_bytes(every_type))
    assert sum(b"networ" in content for content in files.values()) > 0, "the index can be read like this"
    texts = ("exactly one", "恰好", "emerald", "翠绿", "clutch", "离合器", "sandals", "凉鞋", "fifths", "五度")
    for word in ("hushed", "保密", "muttered", "低语", *GRADED_STEMS.values(), *CHINESE_STEMS, *texts):
        spellings = {word.encode(), word.encode("utf-16-le"), ascii(word)[1:-1].encode()}
        assert [name for name, content in files.items() if any(s in content for s in spellings)] == [], word
    with every_type.reading() as work:
        answers = work.hooks.search_documents(work=work, course_id="course")
        texts = [repr(document) for document in chain.from_iterable(answers)]
    assert len(texts) > 8
    marks = (SECRET, MUTTERED, KEY_MARKS, STEMS, QUESTION_IDS, TYPED_KEYS)
    assert find_leaks([("", text) for text in texts], *marks) == []


def test_an_option_is_sent_with_its_place_and_nothing_else(every_type: House, trainee: Trainee) -> None:
    attempt_id = trainee.start()
    page = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    form = page[page.index('<form id="attempt"') :].partition("</form>")[0]
    plain = re.compile(
        r'<input type="(radio|checkbox)" name="answer-\d" value="(\d|true|false)">'
        r'|<input type="hidden" name="answer-\d" value="">'
        r'|<input type="hidden" name="csrf_token" value="[\w.-]+">'
        r'|<input id="input-\d" name="answer-\d" type="text" inputmode="decimal" autocomplete="off" maxlength="200'
        r'" value="">'
        r'|<input id="input-\d" name="answer-\d" type="text" autocomplete="off" maxlength="200" value="">'
        r'|<input name="answer-\d-\d" type="text" (?:inputmode="decimal" )?autocomplete="off" maxlength="200" '
        r'value="" aria-label="Gap \d of 4">'
        r'|<select name="answer-\d-\d" (?:aria-label="Gap \d of 4"|aria-labelledby="input-\d-label-\d")>'
        r'|<option value="\d?">|<button[^>]*>'
    )
    assert [tag for tag in INPUT.findall(form) if not plain.fullmatch(tag)] == []


def test_the_place_of_the_right_option_tells_nothing(house: House) -> None:
    folder = write_course(house.settings.courses)
    numbers = range(1, QUESTIONS + 1)
    graded = "".join(OPTIONS_OF_FOUR.format(number=number) for number in numbers)
    practice = OPTIONS_OF_FOUR.format(number=99).replace("q99", "p01\npool: practice")
    (folder / "m-m-01" / "quiz.md").write_text(graded + practice, "utf-8")
    toml = folder / "course.toml"
    toml.write_text(toml.read_text("utf-8").replace("draws = 2", f"draws = {QUESTIONS}"), "utf-8")
    publish_courses(house)
    places = [place for number in range(PERSONS) for place in right_places(house, f"person-{number}")]
    # 200 draws of 4 places: 50 each, give or take 6. Beyond these bounds chance comes once in a million runs.
    assert all(20 <= Counter(place for _, place in places)[place] <= 85 for place in range(OPTIONS)), places
    for number in numbers:
        asked = {place for question_id, place in places if question_id == f"m-01-q{number:02}"}
        assert len(asked) > 1, "a question's right option stands at another place for another person"


def right_places(house: House, login_name: str) -> list[tuple[str, int]]:
    """For each question of a new attempt: where its right option, the third of the bank, is shown."""
    with house.writing(actor_of(house, make_person(house, login_name))) as work:
        attempt_id = service.start(work, "m-01")
        answers = list(work.session.query(Answer).filter_by(attempt_id=attempt_id))
        work.session.commit()
        return [(answer.question_id, answer.shown_order.index(2)) for answer in answers]
