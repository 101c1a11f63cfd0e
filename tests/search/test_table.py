"""The table of sections follows what is published, section by section, whoever publishes and however often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import delete, select

from lms import catalog
from lms.catalog.models import Served
from lms.core.house import House
from lms.core.outbox import announce, deliver_due
from lms.search import service
from lms.search.models import SearchSection, SearchWord
from tests.catalog.makers import ModuleToMake, make_course

SECTIONS_OF_MODULE = 10  # five in each language


def read_texts(house: House) -> dict[str, str]:
    with house.reading() as work:
        return {row.key: row.text for row in work.session.scalars(select(SearchSection))}


def read_words(house: House) -> dict[str, int]:
    with house.reading() as work:
        return {row.word: row.holders for row in work.session.scalars(select(SearchWord))}


def read_number(house: House) -> int:
    with house.reading() as work:
        return service.read_number(work)


def refresh(house: House) -> int:
    with house.writing() as work:
        count = service.refresh_course(work, "course")
        work.session.commit()
    return count


def test_every_section_of_what_is_published_stands_in_the_table(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02")])
    assert read_texts(house) == {}
    assert deliver_due(house) == 0
    texts = read_texts(house)
    assert len(texts) == 2 * SECTIONS_OF_MODULE
    assert "Digital twins" in texts["course/m-01/en/second"]
    assert "数字孪生" in texts["course/m-02/zh/second"]
    assert read_words(house)["twins"] == 2


def test_a_letter_that_is_heard_twice_changes_nothing(house: House) -> None:
    make_course(house)
    assert deliver_due(house) == 0
    number, texts, words = read_number(house), read_texts(house), read_words(house)
    with house.writing() as work:
        announce(work, "course_published", course_id="course")
        work.session.commit()
    assert deliver_due(house) == 0
    assert (read_number(house), read_texts(house), read_words(house)) == (number, texts, words)


def test_only_the_sections_that_changed_are_written(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02")])
    assert refresh(house) == 2 * SECTIONS_OF_MODULE
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02", extra="Zirconium.")])
    assert refresh(house) == 2  # the same section in either language
    assert "Zirconium" in read_texts(house)["course/m-02/en/first"]
    assert read_words(house)["zirconium"] == 2
    assert refresh(house) == 0


def test_what_is_taken_out_leaves_table_and_words(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02", extra="Zirconium.")])
    refresh(house)
    make_course(house, modules=[ModuleToMake("m-01")])
    assert refresh(house) == SECTIONS_OF_MODULE
    assert all("/m-01/" in key for key in read_texts(house))
    assert "zirconium" not in read_words(house)


def test_a_course_that_is_published_no_more_leaves_nothing(house: House) -> None:
    make_course(house)
    refresh(house)
    with house.writing() as work:
        work.session.execute(delete(Served))
        work.session.commit()
    assert refresh(house) == SECTIONS_OF_MODULE
    assert read_texts(house) == {}
    assert read_words(house) == {}


def test_a_course_for_members_is_marked_as_such(house: House) -> None:
    make_course(house, access="members")
    refresh(house)
    with house.reading() as work:
        assert set(work.session.scalars(select(SearchSection.access))) == {"members"}
        assert set(work.session.scalars(select(SearchWord.access))) == {"members"}


def test_making_all_anew_mends_what_was_written_wrongly(house: House) -> None:
    make_course(house)
    refresh(house)
    before = read_texts(house)
    with house.writing() as work:
        for row in work.session.scalars(select(SearchSection)):
            row.text = row.form = "somebody wrote over it"
        work.session.commit()
    assert refresh(house) == 0  # the digests are still those of the courses
    with house.writing() as work:
        assert service.refresh_course(work, "course", anew=True) == SECTIONS_OF_MODULE
        work.session.commit()
    assert read_texts(house) == before


def test_of_two_who_write_at_once_the_last_published_state_stays(house: House) -> None:
    make_course(house, modules=[ModuleToMake("m-01", extra="Old zirconium.")])

    def publish_newer() -> int:
        make_course(house, modules=[ModuleToMake("m-01", extra="New beryllium.")])
        return refresh(house)

    with ThreadPoolExecutor() as threads:
        with house.writing() as slow:
            service.refresh_course(slow, "course")
            newer = threads.submit(publish_newer)
            assert not newer.done()
            slow.session.commit()
        assert newer.result() == 2
    assert "New beryllium" in read_texts(house)["course/m-01/en/first"]
    assert "zirconium" not in read_words(house)


def test_two_keepers_who_hear_of_two_publishings_end_with_the_last(house: House) -> None:
    for extra in ("Zirconium.", "Beryllium."):
        make_course(house, modules=[ModuleToMake("m-01", extra=extra)])
    at_once = Barrier(2)

    def deliver() -> int:
        at_once.wait()
        return deliver_due(house)

    with ThreadPoolExecutor() as threads:
        results = [threads.submit(deliver) for _ in range(2)]
        assert [result.result() for result in results] == [0, 0]
    assert deliver_due(house) == 0
    with house.reading() as work:
        assert catalog.get_outline(work, "course").number == 2
    assert {"beryllium"} <= read_words(house).keys()
    assert "zirconium" not in read_words(house)
    assert read_number(house) == 1
