"""The server keeps a quiz's policy: after what wait, what is drawn, and when the answers are told."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from lms.catalog import service as catalog
from lms.core.house import House
from tests.catalog.makers import ModuleToMake, lines_of, publish_courses, rewrite, write_course
from tests.clock import FakeClock
from tests.progress.makers import Post, Trainee, answer_form, make_trainee
from tests.quizzes.policies import score_of, take_up

REASON = re.compile("Feedback for|General feedback")


# ── The wait, and what is drawn ─────────────────────────────────────────────────────────────────────────────


def test_the_next_attempt_begins_after_the_wait(house: House, trainee: Trainee, clock: FakeClock) -> None:
    take_up(house, "wait_minutes = 30")
    trainee.take_quiz(house, right=False)
    clock.advance(minutes=29)
    page = trainee.press("/quizzes/m-01/start").text
    assert "The next attempt cannot begin yet." in page
    assert "The next attempt may begin on 23 November 2026 16:30." in page
    clock.advance(minutes=1)
    assert "Passed: 100.0%" in trainee.take_quiz(house).text


def test_questions_are_drawn_as_the_rules_say(house: House, trainee: Trainee) -> None:
    module = ModuleToMake("m-01", questions=9, draws=4, policy='draw = [{ tag = "rare", count = 2 }]')
    folder = write_course(house.settings.courses, modules=[module])
    for number in (3, 7):
        rewrite(folder / module.folder / "quiz.md", f"id: m-01-q0{number}\n", f"id: m-01-q0{number}\ntags: rare\n")
    publish_courses(house)
    for _ in range(4):
        attempt_id = trainee.start()
        page = trainee.get(f"/quizzes/attempts/{attempt_id}").text
        asked = set(re.findall(r"right one of (m-01-q\d+)", page))
        assert len(asked) == 4
        assert {"m-01-q03", "m-01-q07"} <= asked
        trainee.submit(attempt_id, {})


@pytest.mark.parametrize(
    ("policy", "rule"),
    [
        ('draw = [{ tag = "rare", count = 2 }]', "bank-too-small"),
        ('draw = [{ section = "second", count = 1 }]', "bank-too-small"),
        ('draw = [{ section = "first", count = 3 }]', "quiz-draw"),
        ("draw = [{ count = 1 }]", "quiz-draw"),
        ('draw = [{ tag = "a", section = "first", count = 1 }]', "quiz-draw"),
        ('feedback = "later"', "quiz-feedback"),
        ("wait_minutes = -1", "toml-range"),
        ("time_limit_minutes = 5000", "toml-range"),
        ("time_limit = 5", "toml-unknown-key"),
    ],
)
def test_a_policy_that_cannot_be_kept_is_found(house: House, policy: str, rule: str) -> None:
    write_course(house.settings.courses, modules=[ModuleToMake("m-01", policy=policy)])
    report = catalog.check(house.rooms.hook, house.settings.courses)
    assert any(line.endswith(rule) for line in lines_of(report)), lines_of(report)


# ── When the answers are told ───────────────────────────────────────────────────────────────────────────────


def test_answers_are_told_once_the_quiz_is_passed(house: House, trainee: Trainee) -> None:
    take_up(house, 'feedback = "passed"')
    failed = trainee.take_quiz(house, right=False)
    assert "Not passed yet: 0.0%" in failed.text
    assert not REASON.search(failed.text)
    assert "right one of" not in failed.text
    assert "What to read again" in failed.text
    assert 'href="/en/courses/course/m-01#first"' in failed.text
    assert trainee.get(failed.request.path.removeprefix("/en") + "/missed").status_code == 404
    assert REASON.search(trainee.take_quiz(house).text)
    assert REASON.search(trainee.get(failed.request.path.removeprefix("/en")).text)


def test_answers_are_told_when_no_attempt_is_left(house: House, trainee: Trainee) -> None:
    take_up(house, 'feedback = "passed"', attempts=2)
    assert not REASON.search(trainee.take_quiz(house, right=False).text)
    assert REASON.search(trainee.take_quiz(house, right=False).text)


def test_answers_that_are_never_told_are_not_told_to_those_who_pass_either(house: House, trainee: Trainee) -> None:
    take_up(house, 'feedback = "never"')
    page = trainee.take_quiz(house).text
    assert "Passed: 100.0%" in page
    assert not REASON.search(page)
    assert "right one of" not in page


# ── Before submitting, and after ────────────────────────────────────────────────────────────────────────────


def test_unanswered_questions_are_listed_before_the_attempt_is_submitted(house: House, trainee: Trainee) -> None:
    take_up(house, "")
    attempt_id = trainee.start()
    right = answer_form(house, attempt_id)
    answered, missing = list(right)
    page = trainee.press(f"/quizzes/attempts/{attempt_id}/submit", {answered: right[answered]})
    assert page.request.path == f"/en/quizzes/attempts/{attempt_id}/review"
    assert "1 question is not answered yet:" in page.text
    number = int(missing.rpartition("-")[2]) + 1
    assert f'href="/en/quizzes/attempts/{attempt_id}#q{number}"' in page.text
    assert "1 of 2 answered" in trainee.get(f"/quizzes/attempts/{attempt_id}").text
    page = trainee.press(f"/quizzes/attempts/{attempt_id}/submit", {"unanswered": "yes"})
    assert "Not passed yet: 50.0%" in page.text
    again = trainee.get(f"/quizzes/attempts/{attempt_id}/review")
    assert again.status_code == 303


def test_an_attempt_with_every_answer_is_submitted_at_once(house: House, trainee: Trainee) -> None:
    take_up(house, "")
    attempt_id = trainee.start()
    page = trainee.press(f"/quizzes/attempts/{attempt_id}/submit", answer_form(house, attempt_id))
    assert "Passed: 100.0%" in page.text


def test_only_what_was_missed_is_practised_and_nothing_of_it_counts(house: House, trainee: Trainee) -> None:
    take_up(house, "", questions=3)
    attempt_id = trainee.start()
    right, wrong = answer_form(house, attempt_id), answer_form(house, attempt_id, right=False)
    first, second = right
    page = trainee.submit(attempt_id, {first: right[first], second: wrong[second]})
    assert "Practise what was missed" in page.text
    address = f"/quizzes/attempts/{attempt_id}/missed"
    page = trainee.get(address)
    assert "Question 1 of 1" in page.text
    assert f'name="{second}"' in page.text
    assert f'name="{first}"' not in page.text
    value = re.search(r'value="(\d)">\s*<span>(?:<p>)?right one', page.text)
    assert value is not None
    tried = trainee.press(address, {second: value[1]})
    assert "Feedback for the right one." in tried.text
    assert score_of(house, attempt_id) == "50.0"
    assert trainee.get("/quizzes/m-01").text.count('</a>\n            <span class="chip') == 1


def test_a_perfect_attempt_leaves_nothing_to_practise(house: House, trainee: Trainee) -> None:
    take_up(house, "")
    page = trainee.take_quiz(house)
    assert "Practise what was missed" not in page.text
    assert "Nothing was missed" in trainee.get(page.request.path.removeprefix("/en") + "/missed").text


def test_nobody_practises_on_the_attempt_of_another_or_on_an_open_one(
    app: Flask, house: House, post: Post, trainee: Trainee
) -> None:
    take_up(house, "")
    attempt_id = trainee.start()
    assert trainee.get(f"/quizzes/attempts/{attempt_id}/missed").status_code == 404
    trainee.submit(attempt_id, {})
    other = make_trainee(app, house, post, "han-meimei")
    for page in ("missed", "review"):
        assert other.get(f"/quizzes/attempts/{attempt_id}/{page}").status_code == 404
