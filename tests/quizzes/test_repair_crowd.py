"""A repair does to hundreds what was previewed, and once, whoever presses or dies meanwhile."""

from __future__ import annotations

import multiprocessing
import threading
from functools import partial

import pytest
from flask import Flask

from lms.core.house import House
from lms.core.settings import Settings
from lms.quizzes import commands, service
from lms.quizzes.service.repair.making import make_repair
from lms.quizzes.service.repair.page import view_repair
from lms.quizzes.service.repair.values import LINES_MAXIMUM, Preview
from tests.accounts.makers import actor_of
from tests.catalog.makers import ModuleToMake, make_course
from tests.progress.makers import Post, at_once, count_ledger, make_trainee
from tests.quizzes.repairs import (
    QUESTION,
    fields_of,
    list_regrades,
    make_crowd,
    make_instructor,
    preview_of,
    put_in_force,
    regrade_and_be_killed,
    request_void,
    scores,
)

PEOPLE = 300
PATIENCE_SECONDS = 60


@pytest.fixture
def course(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=4, draws=3, pass_mark_percent=50)])


def assert_happened(house: House, preview: Preview, before: dict[int, tuple[float, bool]], awards: int) -> None:
    """What was previewed is what stands now, and every award was given once."""
    assert preview.new_people_count > 0, "A crowd in which nobody passes anew proves nothing here."
    after, regrades = scores(house), list_regrades(house)
    assert before.keys() == after.keys()
    raised = {attempt_id for attempt_id in after if after[attempt_id] != before[attempt_id]}
    assert len(raised) == preview.raised_count
    assert {regrade.attempt_id for regrade in regrades} == raised
    for regrade in regrades:
        assert (float(regrade.score_before), regrade.passed_before) == before[regrade.attempt_id]
        assert (float(regrade.score_after), regrade.passed_after) == after[regrade.attempt_id]
    assert all(after[attempt_id] >= before[attempt_id] for attempt_id in after)
    assert sum(after[one][1] and not before[one][1] for one in after) == preview.new_pass_count
    assert count_ledger(house) == (awards + preview.new_people_count,) * 2


def test_the_previewed_numbers_of_three_hundred_people_are_what_happens(
    course: None, app: Flask, house: House, post: Post
) -> None:
    make_crowd(house, PEOPLE)
    before, (awards, _) = scores(house), count_ledger(house)
    assert len(before) == PEOPLE + PEOPLE // 3
    instructor = make_instructor(app, house, post)
    request = request_void(house)
    preview = preview_of(house, request)
    assert 0 < preview.new_people_count < preview.new_pass_count < preview.raised_count < preview.asked_count
    assert (scores(house), count_ledger(house), list_regrades(house)) == (before, (awards, awards), [])
    page = instructor.preview()
    for name, number in (
        ("Attempts that asked it", preview.asked_count),
        ("Scores that rise", preview.raised_count),
        ("Attempts newly passed", preview.new_pass_count),
        ("People who pass for the first time", preview.new_people_count),
    ):
        assert f"<dt>{name}</dt><dd>{number}</dd>" in page.text
    instructor.confirm(page)
    for _ in range(3):
        commands.carry_on_repairs(house)
    assert_happened(house, preview, before, awards)
    with house.reading(actor_of(house, instructor.person)) as work:
        (line,) = view_repair(work, "m-01", QUESTION, "en").history
    assert (line.raised_count, line.new_pass_count) == (preview.raised_count, preview.new_pass_count)
    assert (line.asked_count, line.regraded_count) == (preview.asked_count, preview.asked_count)
    assert len(line.raised) == min(preview.raised_count, LINES_MAXIMUM)
    assert not line.is_running


def test_two_instructors_who_confirm_at_once_repair_once(
    course: None, app: Flask, house: House, post: Post
) -> None:
    make_crowd(house, 40)
    before, (awards, _) = scores(house), count_ledger(house)
    preview = preview_of(house, request_void(house))
    instructors = [make_instructor(app, house, post, name) for name in ("wang-laoshi", "li-laoshi", "zhao-laoshi")]
    form = fields_of(instructors[0].preview())
    address = f"/quizzes/m-01/questions/{QUESTION}/repair"
    told = [page.text for page in at_once([partial(one.press, address, form) for one in instructors])]
    assert sum("The repair is carried out." in text for text in told) == 1, told
    assert sum("This would change nothing" in text or "is being carried out. Wait" in text for text in told) == 2
    assert_happened(house, preview, before, awards)


def test_the_keepers_of_several_machines_and_a_page_carry_out_one_repair(
    course: None, app: Flask, house: House, post: Post
) -> None:
    make_crowd(house, 40)
    before, (awards, _) = scores(house), count_ledger(house)
    request = request_void(house)
    preview = preview_of(house, request)
    put_in_force(house, make_instructor(app, house, post).person, request)
    at_once([lambda: commands.carry_on_repairs(house)] * 4)
    assert_happened(house, preview, before, awards)


@pytest.mark.parametrize("batches", [0, 2])
def test_a_repair_that_is_killed_in_the_middle_is_carried_on_by_the_keeper(
    course: None, app: Flask, house: House, settings: Settings, post: Post, batches: int
) -> None:
    make_crowd(house, 60)
    before, (awards, _) = scores(house), count_ledger(house)
    request = request_void(house)
    preview = preview_of(house, request)
    (repair_id,) = put_in_force(house, make_instructor(app, house, post).person, request)
    spawned = multiprocessing.get_context("spawn").Process(
        target=regrade_and_be_killed, args=(settings, repair_id, batches, 15)
    )
    spawned.start()
    spawned.join(PATIENCE_SECONDS)
    assert spawned.exitcode == -9
    half = scores(house)
    assert (half != before) == bool(batches)
    assert len(list_regrades(house)) < preview.raised_count
    for _ in range(3):
        commands.carry_on_repairs(house)
    assert_happened(house, preview, before, awards)


def test_a_repair_waits_for_an_attempt_that_is_just_being_submitted_and_counts_it(
    house: House, app: Flask, post: Post
) -> None:
    make_course(house, modules=[ModuleToMake("m-01", questions=4, draws=4)])
    instructor, trainee = make_instructor(app, house, post), make_trainee(app, house, post)
    attempt_id = trainee.start()
    request = request_void(house)
    previewed, told = preview_of(house, request), []
    assert previewed.asked_count == 0

    def confirm() -> None:
        with house.writing(actor_of(house, instructor.person)) as work:
            told.append(make_repair(work, request, previewed.fingerprint))

    confirming = threading.Thread(target=confirm)
    with house.writing(actor_of(house, trainee.person)) as work:
        service.submit(work, attempt_id, {})
        confirming.start()
        confirming.join(0.5)
        assert confirming.is_alive(), "It went on although somebody was submitting without having seen it."
        work.session.commit()
    confirming.join(PATIENCE_SECONDS)
    (now,) = told
    assert isinstance(now, Preview)
    assert now.asked_count == 1
