"""What was wrong in a quiz is made good to those who were asked it: once, upward, and told."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from lms.core.house import House
from lms.quizzes.models import QuestionRepair
from tests.catalog.makers import ModuleToMake, make_course
from tests.progress.makers import (
    Post,
    Trainee,
    answer_form,
    award_of,
    count_ledger,
    make_trainee,
    mark_of,
    prepare_all_but,
)
from tests.quizzes.repairs import (
    OTHER_IS_RIGHT,
    QUESTION,
    Instructor,
    answer_wrongly,
    answers_of,
    fail,
    list_regrades,
    position_of,
    scores,
)


@pytest.fixture
def course(house: House) -> None:
    """A module whose quiz asks all of its four questions, in whatever order, and is passed with three."""
    make_course(house, modules=[ModuleToMake("m-01", questions=4, draws=4, pass_mark_percent=75)])


# ── Taken out of the count ──────────────────────────────────────────────────────────────────────────────────


def test_a_question_taken_out_raises_a_score_finishes_the_module_and_is_told(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    prepare_all_but(trainee, house, "quiz")
    attempt_id = fail(house, trainee, QUESTION, "m-01-q02")
    assert scores(house)[attempt_id] == (50.0, False)
    assert "Scores that rise" in instructor.preview().text
    assert scores(house)[attempt_id] == (50.0, False)
    page = instructor.void().text
    assert "The repair is carried out." in page
    assert scores(house)[attempt_id] == (66.6, False)
    instructor.void("m-01-q02", reason="The text contradicts itself.")
    assert scores(house)[attempt_id] == (100.0, True)
    award = award_of(house, trainee.person)
    assert award is not None
    assert count_ledger(house) == (1, 1)
    assert mark_of(house, trainee.person).quiz_passed
    result = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    number = position_of(house, attempt_id) + 1
    day = "23 November 2026 16:00"
    assert f"Question {number} was taken out of the count on {day}: score 50.0 → 66.6." in result
    assert "score 66.6 → 100.0." in result
    assert "It has two right answers." in result
    assert "The text contradicts itself." in result
    assert result.count("Does not count") == 2
    assert "Passed: 100.0%" in result
    history = instructor.get(f"/quizzes/m-01/questions/{QUESTION}/repair").text
    for told in ("wang-laoshi", "It has two right answers.", "In force", "50.0 → 66.6", day):
        assert told in history


def test_whoever_had_it_right_keeps_the_score_and_the_pass(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    attempt_id = fail(house, trainee, "m-01-q02")
    assert scores(house)[attempt_id] == (75.0, True)
    page = instructor.preview()
    assert "<dt>Scores that rise</dt><dd>0</dd>" in page.text
    instructor.confirm(page)
    assert scores(house)[attempt_id] == (75.0, True)
    assert list_regrades(house) == []
    result = trainee.get(f"/quizzes/attempts/{attempt_id}").text
    assert re.search(r"Question \d was taken out of the count on [^:]*16:00\.", result)


def test_it_is_drawn_no_more_and_does_not_count_where_it_is_open(
    course: None, house: House, app: Flask, post: Post, trainee: Trainee, instructor: Instructor
) -> None:
    attempt_id = trainee.start()
    form = answer_wrongly(house, attempt_id, QUESTION)
    form.pop(f"answer-{position_of(house, attempt_id)}")
    instructor.void()
    assert "This question was taken out of the count." in trainee.get(f"/quizzes/attempts/{attempt_id}").text
    # Nobody is sent back for an answer that does not count.
    page = trainee.press(f"/quizzes/attempts/{attempt_id}/submit", form).text
    assert "Passed: 100.0%" in page
    assert "Does not count" in page
    other = make_trainee(app, house, post, "han-meimei")
    drawn = other.start()
    asked = {answer.question_id for answer in answers_of(house, drawn)}
    assert asked == {"m-01-q02", "m-01-q03", "m-01-q04"}


def test_an_attempt_that_asked_nothing_else_keeps_its_score_and_the_page_says_so(
    house: House, trainee: Trainee, instructor: Instructor
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=2, draws=1)])
    attempt_id = trainee.start()
    trainee.submit(attempt_id, answer_form(house, attempt_id, right=False))
    (answer,) = answers_of(house, attempt_id)
    page = instructor.preview(answer.question_id)
    assert "In 1 attempt no other question counts: its score stays." in page.text
    instructor.confirm(page, answer.question_id)
    assert scores(house)[attempt_id] == (0.0, False)


def test_the_last_question_of_a_quiz_stays(house: House, trainee: Trainee, instructor: Instructor) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=2, draws=2)])
    trainee.start()
    instructor.void("m-01-q01")
    assert "No question of this quiz would count any more." in instructor.preview("m-01-q02").text


# ── The key corrected ───────────────────────────────────────────────────────────────────────────────────────


def test_a_corrected_key_is_what_answers_are_graded_by_and_what_everybody_sees(
    course: None, house: House, app: Flask, post: Post, trainee: Trainee, instructor: Instructor
) -> None:
    prepare_all_but(trainee, house, "quiz")
    wronged = fail(house, trainee, QUESTION, "m-01-q02")
    other = make_trainee(app, house, post, "han-meimei")
    lucky = fail(house, other, "m-01-q02")
    page = instructor.preview(
        QUESTION, *OTHER_IS_RIGHT, ("> Feedback for the wrong", "> New feedback for the wrong"), kind="rekey"
    )
    assert "50.0 → 75.0" in page.text
    assert "no → yes" in page.text
    assert "The repair is carried out." in instructor.confirm(page).text
    assert scores(house) == {wronged: (75.0, True), lucky: (75.0, True)}
    assert count_ledger(house) == (1, 1)
    place = position_of(house, wronged)
    result = trainee.get(f"/quizzes/attempts/{wronged}").text
    assert f"The key of question {place + 1} was corrected on 23 November 2026 16:00: score 50.0 → 75.0." in result
    assert "New feedback for the wrong one." in question_of(result, place)
    assert "Not right" not in question_of(result, place)
    theirs = other.get(f"/quizzes/attempts/{lucky}").text
    assert "Not right" in question_of(theirs, position_of(house, lucky))
    assert "No correction lowers a score." in theirs
    # What is missed, and so practised, is what is missed by the corrected key.
    assert f"Which answer is right in {QUESTION}?" not in trainee.get(f"/quizzes/attempts/{wronged}/missed").text
    assert f"Which answer is right in {QUESTION}?" in other.get(f"/quizzes/attempts/{lucky}/missed").text
    # Later attempts, and those that were open, are graded by it at once.
    last = make_trainee(app, house, post, "zhang-wei")
    fail(house, last, QUESTION)
    assert scores(house)[max(scores(house))] == (100.0, True)
    history = instructor.get(f"/quizzes/m-01/questions/{QUESTION}/repair").text
    assert f"<del>- - [x] right one of {QUESTION}</del>" in history
    assert f"<ins>+ - [x] wrong one of {QUESTION}</ins>" in history


def question_of(page: str, position: int) -> str:
    return page.split('<section class="question"')[position + 1]


def test_an_attempt_that_was_open_is_graded_by_the_corrected_key(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    attempt_id = trainee.start()
    trainee.save(attempt_id, answer_wrongly(house, attempt_id, QUESTION))
    instructor.rekey(*OTHER_IS_RIGHT)
    assert "Passed: 100.0%" in trainee.submit(attempt_id, {}).text


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([("Which answer is right", "Which answer is wrong")], "The text of the question must stay as it was"),
        ([("- [ ] wrong one", "- [ ] another one")], "There must be as many options"),
        ([("type: single", "type: sinlge")], "There is no question type"),
        ([("- [ ] wrong", "- [y] wrong")], "says neither right nor wrong"),
        ([], "This would change nothing"),
    ],
)
def test_more_than_the_key_is_refused_and_the_page_says_where(
    course: None, instructor: Instructor, edits: list[tuple[str, str]], told: str
) -> None:
    page = instructor.preview(QUESTION, *edits, kind="rekey")
    assert page.status_code == 422
    assert told in page.text
    if "neither" in told:
        assert "Line 9:" in page.text
        assert "<code>- [y] wrong one of m-01-q01</code>" in page.text
    for _, new in edits:
        assert new in page.text, "what was typed is kept"


def test_a_key_can_be_corrected_again_and_the_question_taken_out_after_all(
    course: None, house: House, trainee: Trainee, instructor: Instructor
) -> None:
    attempt_id = fail(house, trainee, QUESTION, "m-01-q02")
    instructor.rekey(("- [ ] wrong", "- [50] wrong"))
    assert scores(house)[attempt_id] == (62.5, False)
    page = instructor.preview(QUESTION, ("- [50] wrong", "- [75] wrong"), kind="rekey")
    assert "The repair that is in force ends with it." in page.text
    instructor.confirm(page)
    assert scores(house)[attempt_id] == (68.7, False)
    instructor.void()
    assert scores(house)[attempt_id] == (68.7, False)
    assert "This would change nothing" in instructor.preview().text
    with house.reading() as work:
        repairs = work.session.query(QuestionRepair).order_by(QuestionRepair.id).all()
    assert [repair.ended_at is None for repair in repairs] == [False, False, True]
