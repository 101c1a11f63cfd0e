"""What a trainee has done is kept, whatever is published since, and never counts for more than there is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms import catalog
from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.core.parts import ModuleState, ResumePoint
from lms.core.work import NotFoundError, Work
from lms.progress import rules, service
from lms.progress.models import Enrolment
from tests.accounts.makers import actor_of, make_person
from tests.catalog.makers import ModuleToMake, make_course, write_course
from tests.clock import FakeClock
from tests.progress.makers import (
    Trainee,
    answer_form,
    award_of,
    count_ledger,
    list_courses_of,
    mark_of,
    marks_of,
    prepare_all_but,
    publish,
    publish_with_third_section,
    publish_without_second_section,
)

TWO = (ModuleToMake("m-01"), ModuleToMake("m-02"))


def finish(trainee: Trainee, house: House, module_id: str = "m-01") -> str:
    """Do everything the module asks for; returns the record's number."""
    prepare_all_but(trainee, house, "nothing", module_id)
    given = award_of(house, trainee.person, module_id)
    assert given is not None
    return given.record_number


def percent_of(house: House, trainee: Trainee) -> tuple[int, int, int]:
    """Modules done, modules in all, percent of the steps."""
    progress = rules.course_progress(marks_of(house, trainee.person))
    return progress.modules_done, progress.modules_total, progress.percent


# ── Taking a course ─────────────────────────────────────────────────────────────────────────────────────────


def enrolments(work: Work) -> list[tuple[int, str, str]]:
    columns = select(Enrolment.person_id, Enrolment.course_id, Enrolment.direction_id)
    return [tuple(row) for row in work.session.execute(columns.order_by(Enrolment.person_id))]


def test_a_person_takes_a_course_once_and_changes_the_direction_alone(house: House) -> None:
    make_course(house)
    li_lei, han_meimei = make_person(house, "li-lei"), make_person(house, "han-meimei")
    with house.writing(actor_of(house, han_meimei)) as work:
        assert service.enrol(work, "course", "")
        work.session.commit()
    with house.writing(actor_of(house, li_lei)) as work:
        assert service.enrol(work, "course", "practice")
        assert not service.enrol(work, "course", "")
        assert not service.enrol(work, "course", "practice")
        work.session.flush()
        assert sorted(enrolments(work)) == sorted(
            [(li_lei.person_id, "course", "practice"), (han_meimei.person_id, "course", "")]
        )


@pytest.mark.parametrize(("course_id", "direction"), [("course", "no-such"), ("no-such", "")])
def test_a_course_or_direction_that_is_not_there_cannot_be_taken(
    house: House, course_id: str, direction: str
) -> None:
    make_course(house)
    with house.writing(actor_of(house, make_person(house))) as work:
        with pytest.raises(NotFoundError):
            service.enrol(work, course_id, direction)
        assert enrolments(work) == []


def test_my_courses_begin_with_the_one_read_last(house: House, trainee: Trainee, clock: FakeClock) -> None:
    for course_id in ("alpha", "beta", "gamma"):
        make_course(house, course_id, [ModuleToMake(f"{course_id}-01")])
    for course_id in ("alpha", "beta"):
        clock.advance(minutes=1)
        trainee.enrol(course_id)
    assert list_courses_of(house, trainee.person) == ["beta", "alpha"]
    clock.advance(minutes=1)
    trainee.look_at("first", "alpha-01")
    assert list_courses_of(house, trainee.person) == ["alpha", "beta"]
    assert list_courses_of(house, make_person(house, "han-meimei")) == []


# ── Where the reader is ─────────────────────────────────────────────────────────────────────────────────────


def test_what_was_looked_at_last_is_not_what_was_finished_last(
    house: House, trainee: Trainee, clock: FakeClock
) -> None:
    make_course(house, modules=TWO)
    trainee.read("second", "m-02")
    clock.advance(minutes=5)
    trainee.look_at("first", "m-01")
    marks = marks_of(house, trainee.person)
    assert marks.resume == ResumePoint("m-01", "first", clock())
    assert marks.modules["m-01"].anchors_read == frozenset()
    assert marks.modules["m-02"].anchors_read == {"second"}


def test_a_reader_who_marks_a_section_goes_on_with_the_next(house: House, trainee: Trainee) -> None:
    make_course(house)
    for pressed, heading in [("first", "second"), ("second", "practice")]:
        trainee.read(pressed)
        resume = marks_of(house, trainee.person).resume
        assert resume is not None
        assert resume.anchor == heading
    trainee.unread("first")
    resume = marks_of(house, trainee.person).resume
    assert resume is not None
    assert resume.anchor == "first"


def test_a_section_that_is_marked_again_keeps_its_first_moment(
    house: House, trainee: Trainee, clock: FakeClock
) -> None:
    make_course(house)
    trainee.read("first")
    first = clock()
    clock.advance(days=1)
    trainee.read("first")
    with house.reading() as work:
        row = work.session.scalars(select(service.ModuleProgress)).one()
        assert row.sections_read == {"first": first.isoformat()}


def test_a_place_in_a_module_that_was_taken_out_is_not_offered(
    house: House, trainee: Trainee, clock: FakeClock
) -> None:
    make_course(house, modules=TWO)
    trainee.look_at("first", "m-01")
    clock.advance(minutes=5)
    trainee.look_at("second", "m-02")
    write_course(house.settings.courses, modules=TWO[:1])
    publish(house)
    resume = marks_of(house, trainee.person).resume
    assert resume is not None
    assert resume.module_id == "m-01"


# ── When something else is published ────────────────────────────────────────────────────────────────────────


def test_a_module_that_is_added_lowers_the_share_and_takes_no_hours(house: House, trainee: Trainee) -> None:
    make_course(house)
    number = finish(trainee, house)
    assert percent_of(house, trainee) == (1, 1, 100)
    write_course(house.settings.courses, modules=TWO)
    publish(house)
    assert percent_of(house, trainee) == (1, 2, 50)
    assert finish(trainee, house) == number


def test_a_module_that_is_taken_out_never_makes_more_than_everything(house: House, trainee: Trainee) -> None:
    make_course(house, modules=TWO)
    numbers = [finish(trainee, house, module.module_id) for module in TWO]
    write_course(house.settings.courses, modules=TWO[:1])
    publish(house)
    assert percent_of(house, trainee) == (1, 1, 100)
    page = trainee.get("/hours").text
    assert [number for number in numbers if number not in page] == []


def test_a_module_that_comes_back_is_still_finished_and_not_awarded_again(house: House, trainee: Trainee) -> None:
    make_course(house, modules=TWO)
    number = finish(trainee, house, "m-02")
    write_course(house.settings.courses, modules=TWO[:1])
    publish(house)
    assert trainee.get("/courses/course/m-02").status_code == 404
    write_course(house.settings.courses, modules=TWO)
    publish(house)
    assert mark_of(house, trainee.person, "m-02").state is ModuleState.DONE
    trainee.read("first", "m-02")
    trainee.take_quiz(house, "m-02")
    assert number in trainee.get("/courses/course/m-02").text
    assert count_ledger(house) == (1, 1)


def test_a_section_that_is_added_takes_no_completion_back(house: House, trainee: Trainee) -> None:
    make_course(house)
    finish(trainee, house)
    publish_with_third_section(house)
    mark = mark_of(house, trainee.person)
    assert (mark.state, mark.steps_done, mark.steps_total) == (ModuleState.DONE, 5, 5)


def test_a_section_that_is_added_is_asked_of_those_who_are_on_their_way(house: House, trainee: Trainee) -> None:
    make_course(house)
    prepare_all_but(trainee, house, "second")
    publish_with_third_section(house)
    trainee.read("second")
    assert award_of(house, trainee.person) is None
    trainee.read("third")
    assert award_of(house, trainee.person) is not None


def test_a_reader_whose_last_section_is_taken_out_has_finished(house: House, trainee: Trainee) -> None:
    make_course(house)
    prepare_all_but(trainee, house, "second")
    publish_without_second_section(house)
    given = award_of(house, trainee.person)
    assert given is not None
    page = trainee.get("/courses/course/m-01").text
    assert given.record_number in page
    assert "4 / 4" not in page
    assert "3 / 3" in page
    with house.writing() as work:
        service.finish_completed(work, "course")
        work.session.commit()
    assert count_ledger(house) == (1, 1)


def test_nobody_else_is_given_hours_when_a_section_is_taken_out(house: House, trainee: Trainee) -> None:
    make_course(house)
    trainee.read("first")
    trainee.practise()
    publish_without_second_section(house)
    assert count_ledger(house) == (0, 0)


def test_a_quiz_passed_while_its_module_was_out_finishes_it_when_it_comes_back(
    house: House, trainee: Trainee
) -> None:
    make_course(house, modules=TWO)
    prepare_all_but(trainee, house, "quiz", "m-02")
    attempt_id = trainee.start("m-02")
    write_course(house.settings.courses, modules=TWO[:1])
    publish(house)
    page = trainee.submit(attempt_id, answer_form(house, attempt_id))
    assert page.status_code == 200
    assert "Passed: 100.0%" in page.text
    assert "/courses/course/m-02" not in page.text
    assert count_ledger(house) == (0, 0)
    write_course(house.settings.courses, modules=TWO)
    publish(house)
    assert award_of(house, trainee.person, "m-02") is not None


def test_marks_stay_with_their_person_and_course(house: House, trainee: Trainee) -> None:
    make_course(house, "course", TWO)
    make_course(house, "other", [ModuleToMake("o-01")])
    trainee.read("first")
    assert deliver_due(house) == 0
    assert mark_of(house, trainee.person).steps_done == 1
    assert marks_of(house, trainee.person, "other").modules["o-01"].steps_done == 0
    assert mark_of(house, make_person(house, "han-meimei")).steps_done == 0
    with house.reading(actor_of(house, trainee.person)) as work:
        assert set(service.find_marks(work, catalog.list_outlines(work))) == {"course", "other"}
