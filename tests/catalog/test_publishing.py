"""Publishing makes revisions that never change, all in one transaction or none."""

from __future__ import annotations

import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, update

from lms.app import open_house
from lms.catalog import service
from lms.catalog.models import Course, CourseRevision, Media, ModuleRevision, ModuleText, Placement, Served
from lms.catalog.rules import CourseChange
from lms.catalog.service import PublishError
from lms.core.database import Base
from lms.core.hookspecs import hookimpl
from lms.core.house import House
from lms.core.outbox import OutboxLetter
from lms.core.settings import Settings
from tests.catalog.makers import ModuleToMake, make_course, publish_courses, rewrite, write_course
from tests.catalog.specimen import FIGURE

TWO = (ModuleToMake("m-01"), ModuleToMake("m-02"))
NEVER_CHANGED = (Course, CourseRevision, ModuleRevision, ModuleText, Placement, Media)


def rows_of(house: House, *tables: type[Base]) -> dict[str, list[Any]]:
    """Every row of the tables, or of all tables of the house."""
    known = [model.__table__ for model in tables] or Base.metadata.sorted_tables
    with house.reading() as work:
        return {str(t.name): sorted(work.session.execute(select(t)), key=repr) for t in known}  # type: ignore[attr-defined]  # of Table


def count(house: House, table: type[Base]) -> int:
    with house.reading() as work:
        return work.session.scalar(select(func.count()).select_from(table)) or 0


def revisions_of(house: House, course_id: str = "course") -> dict[str, int]:
    """The revision that is served of each module."""
    with house.reading() as work:
        return {m.module_id: m.revision_id for m in service.get_outline(work, course_id).modules}


def publish_and_fail(house: House, error: type[Exception], match: str) -> None:
    """Publish, which raises, as a command does it; nothing may stay of it."""
    before = rows_of(house)
    with pytest.raises(error, match=match):
        publish_courses(house)
    assert rows_of(house) == before


# ── What is said ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_publish_says_what_came(house: House) -> None:
    changes = make_course(house, "course", TWO)
    assert changes == [CourseChange("course", 1, "new", added=("m-01", "m-02"))]
    assert str(changes[0]) == "course: new (revision 1): added m-01, m-02"


def test_publishing_again_touches_nothing_and_says_so(house: House) -> None:
    make_course(house, "course", TWO)
    before = rows_of(house)
    changes = publish_courses(house)
    assert [str(change) for change in changes] == ["course: unchanged (revision 1)"]
    assert rows_of(house) == before


def test_a_changed_module_gets_one_new_revision(house: House) -> None:
    make_course(house, "course", TWO)
    before = revisions_of(house)
    changes = make_course(house, "course", [TWO[0], replace(TWO[1], extra="More.")])
    after = revisions_of(house)
    assert str(changes[0]) == "course: changed (revision 2): changed m-02"
    assert after["m-01"] == before["m-01"]
    assert after["m-02"] != before["m-02"]
    assert count(house, ModuleRevision) == 3
    assert count(house, ModuleText) == 6


@pytest.mark.parametrize(
    "change",
    [{"questions": 4}, {"draws": 1}, {"pass_mark_percent": 70}, {"attempts": 3}, {"reading_minutes": 30}],
    ids=str,
)
def test_what_a_module_asks_for_is_part_of_its_revision(house: House, change: dict[str, int]) -> None:
    make_course(house, "course", TWO)
    [said] = make_course(house, "course", [TWO[0], replace(TWO[1], **change)])  # type: ignore[arg-type]  # one field
    assert said == CourseChange("course", 2, "changed", changed=("m-02",))


def test_a_moved_folder_makes_no_new_revision_of_its_module(house: House) -> None:
    make_course(house, "course", TWO)
    before = revisions_of(house)
    folder = house.settings.courses / "course"
    (folder / "m-m-02").rename(folder / "09-moved")
    rewrite(folder / "course.toml", 'folder = "m-m-02"', 'folder = "09-moved"')
    [said] = publish_courses(house)
    assert str(said) == "course: changed (revision 2)"
    assert revisions_of(house) == before
    assert count(house, ModuleRevision) == 2


def test_a_new_title_of_the_course_makes_no_new_revision_of_its_modules(house: House) -> None:
    make_course(house, "course", TWO)
    before = revisions_of(house)
    rewrite(house.settings.courses / "course/course.toml", "Course course", "Another title")
    [said] = publish_courses(house)
    assert str(said) == "course: changed (revision 2)"
    assert revisions_of(house) == before
    with house.reading() as work:
        assert service.get_outline(work, "course").titles["en"] == "Another title"


def test_modules_that_come_and_go_are_named(house: House) -> None:
    make_course(house, "course", TWO)
    [said] = make_course(house, "course", [ModuleToMake("m-03"), TWO[0]])
    shutil.rmtree(house.settings.courses / "course/m-m-02")
    assert str(said) == "course: changed (revision 2): added m-03; removed m-02"
    assert list(revisions_of(house)) == ["m-03", "m-01"]
    with house.reading() as work:
        assert service.find_module(work, "m-02") is None


def test_going_back_to_an_old_text_serves_its_old_revision(house: House) -> None:
    make_course(house, "course", TWO)
    before = revisions_of(house)
    make_course(house, "course", [replace(TWO[0], extra="More."), TWO[1]])
    [said] = make_course(house, "course", TWO)
    assert said == CourseChange("course", 3, "changed", changed=("m-01",))
    assert revisions_of(house) == before
    assert count(house, ModuleRevision) == 3


def test_no_revision_is_ever_changed_or_removed(house: House) -> None:
    known: Counter[str] = Counter()
    steps = [TWO, (replace(TWO[0], extra="More."), TWO[1]), (TWO[1],), TWO, (replace(TWO[1], draws=1), TWO[0])]
    for modules in steps:
        make_course(house, "course", modules)
        rows = Counter(f"{name}: {row}" for name, of in rows_of(house, *NEVER_CHANGED).items() for row in of)
        assert known <= rows
        known = rows
    assert count(house, CourseRevision) == len(steps)
    assert count(house, Served) == 1


def test_the_record_says_who_published_and_when(house: House) -> None:
    make_course(house)
    with house.reading() as work:
        revision = work.session.scalars(select(CourseRevision)).one()
        assert (revision.published_by, revision.published_at) == ("a test", house.clock())
        assert revision.source == (house.settings.courses / "course/course.toml").read_text("utf-8")
        sources = work.session.scalars(select(ModuleRevision.sources)).one()
        assert sources["en.md"] == (house.settings.courses / "course/m-m-01/en.md").read_text("utf-8")
        assert set(sources) == {"en.md", "zh.md", "quiz.md"}


def test_a_picture_is_kept_once_whoever_shows_it(house: House) -> None:
    folder = write_course(house.settings.courses, "course", TWO)
    for module in TWO:
        (folder / module.folder / "media").mkdir()
        (folder / module.folder / "media/figure.svg").write_text(FIGURE, "utf-8")
        for language in ("en", "zh"):
            rewrite(
                folder / module.folder / f"{language}.md", "{#first}\n", "{#first}\n\n![x](media/figure.svg)\n"
            )
    publish_courses(house)
    assert count(house, Media) == 1
    (folder / "m-m-01/media/figure.svg").write_text(FIGURE.replace("0h1", "0h2"), "utf-8")
    assert str(publish_courses(house)[0]) == "course: changed (revision 2): changed m-01"
    assert count(house, Media) == 2


def test_rooms_are_told_after_the_commit_and_only_of_what_changed(house: House) -> None:
    make_course(house, "one", [TWO[0]])
    make_course(house, "two", [TWO[1]])
    publish_courses(house)
    with house.reading() as work:
        letters = list(work.session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)))
    listeners = {letter.receiver for letter in letters}
    assert "search" in listeners
    told = Counter((letter.event, letter.arguments["course_id"]) for letter in letters)
    assert told == {("course_published", course): len(listeners) for course in ("one", "two")}


# ── What the studio published ───────────────────────────────────────────────────────────────────────────────


def publish_elsewhere(house: House) -> None:
    """Make the served revision one that was not published from this folder."""
    with house.writing() as work:
        work.session.execute(update(CourseRevision).values(origin="studio"))
        work.session.commit()


def test_what_was_published_elsewhere_is_kept_and_that_is_said(house: House) -> None:
    make_course(house, "course", TWO)
    publish_elsewhere(house)
    before = rows_of(house)
    [said] = make_course(house, "course", TWO[:1])
    assert said.kind == "kept"
    assert str(said) == "course: kept revision 1, which was published elsewhere than in this folder"
    assert rows_of(house) == before
    assert list(revisions_of(house)) == ["m-01", "m-02"]


def test_what_was_published_elsewhere_and_is_the_same_is_unchanged(house: House) -> None:
    make_course(house, "course", TWO)
    publish_elsewhere(house)
    assert str(publish_courses(house)[0]) == "course: unchanged (revision 1)"


# ── All or nothing ──────────────────────────────────────────────────────────────────────────────────────────


class Stumbling:
    """A room that fails in the middle of the transaction, at one module."""

    @hookimpl
    def module_revised(self, revision: Any) -> None:
        if revision.source.module_id == "m-02":
            raise RuntimeError("the room stumbled")


def test_a_room_that_fails_leaves_the_old_revision_served_and_no_row_half_written(house: House) -> None:
    make_course(house, "course", TWO)
    house.rooms.register(Stumbling())
    write_course(house.settings.courses, "another", [ModuleToMake("m-03")])  # is published before, in the same run
    write_course(house.settings.courses, "course", [replace(module, extra="More.") for module in TWO])
    publish_and_fail(house, RuntimeError, "the room stumbled")
    with house.reading() as work:
        assert [course.course_id for course in service.list_outlines(work)] == ["course"]


def test_a_module_id_of_another_course_stops_the_whole_run(house: House) -> None:
    make_course(house, "course", TWO)
    shutil.rmtree(house.settings.courses / "course")
    write_course(house.settings.courses, "a-course", [ModuleToMake("m-03")])
    write_course(house.settings.courses, "b-course", [ModuleToMake("m-04"), ModuleToMake("m-02")])
    publish_and_fail(house, PublishError, r"^The module id m-02 belongs to the course course; give the new one")


def test_a_module_id_stays_its_courses_also_when_the_module_is_gone(house: House) -> None:
    make_course(house, "course", TWO)
    make_course(house, "course", TWO[:1])
    shutil.rmtree(house.settings.courses / "course")
    write_course(house.settings.courses, "another", TWO[1:])
    publish_and_fail(house, PublishError, "m-02 belongs to the course course")


@pytest.mark.parametrize("errors", [1, 2])
def test_a_report_with_errors_publishes_nothing(house: House, errors: int) -> None:
    make_course(house, "course", TWO)
    write_course(house.settings.courses, "another", [ModuleToMake("m-03")])
    for language in ("en", "zh")[:errors]:
        rewrite(house.settings.courses / f"course/m-m-01/{language}.md", "m-01-p01", "m-01-p02")
    counted = "1 error;" if errors == 1 else "2 errors;"
    publish_and_fail(house, PublishError, f"^{counted} nothing was published")


def test_a_course_whose_folder_has_gone_is_still_served(house: House) -> None:
    make_course(house, "course", TWO)
    shutil.rmtree(house.settings.courses / "course")
    make_course(house, "another", [ModuleToMake("m-03")])
    assert list(revisions_of(house)) == ["m-01", "m-02"]


def test_machines_that_publish_at_once_make_one_revision(house: House, settings: Settings) -> None:
    write_course(settings.courses, "course", TWO)
    barrier = Barrier(2)

    def publish() -> str:
        machine = open_house(settings, clock=house.clock)
        report = service.check(machine.rooms.hook, settings.courses)
        with machine.writing() as work:
            barrier.wait()
            [change] = service.publish(work, report, by="a machine")
            work.session.commit()
        machine.database.close()
        return change.kind

    with ThreadPoolExecutor(2) as machines:
        kinds = [run.result() for run in [machines.submit(publish) for _ in range(2)]]
    assert sorted(kinds) == ["new", "unchanged"]
    assert count(house, CourseRevision) == 1
