"""What happened is told after the commit, at least once, and no listener can undo it or hold up the others."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lms.core import outbox
from lms.core.hookspecs import hookimpl
from lms.core.house import House
from lms.core.outbox import OutboxLetter, announce, deliver_due
from lms.core.work import Work
from tests.clock import FakeClock


class Listener:
    """A room that writes down what it hears, and stumbles where the course's id is in `trouble`."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.trouble: dict[str, Exception] = {}

    @hookimpl
    def course_published(self, work: Work, course_id: str) -> None:
        self.heard.append(course_id)
        now = work.clock()
        work.session.add(
            OutboxLetter(event="written", receiver=course_id, arguments={}, created_at=now, due_at=None)
        )
        work.session.flush()
        if course_id in self.trouble:
            raise self.trouble[course_id]


@pytest.fixture
def listener(house: House) -> Iterator[Listener]:
    """The only room that listens, so that a test hears nothing else."""
    for listening in house.rooms.hook.course_published.get_hookimpls():
        house.rooms.unregister(listening.plugin)
    listener = Listener()
    house.rooms.register(listener, name="listener")
    yield listener
    house.rooms.unregister(listener)


def publish(house: House, *course_ids: str) -> None:
    with house.writing() as work:
        for course_id in course_ids:
            announce(work, "course_published", course_id=course_id)
        work.session.commit()


def letters_of(house: House) -> list[OutboxLetter]:
    with house.reading() as work:
        announced = select(OutboxLetter).where(OutboxLetter.event == "course_published")
        return list(work.session.scalars(announced.order_by(OutboxLetter.id)))


def written_by_listeners(house: House) -> list[str]:
    with house.reading() as work:
        written = select(OutboxLetter.receiver).where(OutboxLetter.event == "written")
        return sorted(work.session.scalars(written))


def test_a_letter_is_delivered_once_and_stays_as_a_record(house: House, listener: Listener) -> None:
    publish(house, "one", "two")
    assert listener.heard == []
    assert deliver_due(house) == 0
    assert listener.heard == ["one", "two"]
    assert written_by_listeners(house) == ["one", "two"]
    assert deliver_due(house) == 0
    assert listener.heard == ["one", "two"]
    assert [(letter.receiver, letter.due_at, letter.failures) for letter in letters_of(house)] == [
        ("listener", None, 0),
        ("listener", None, 0),
    ]


def test_what_is_not_committed_is_told_to_nobody(house: House, listener: Listener) -> None:
    with house.writing() as work:
        announce(work, "course_published", course_id="one")
    assert deliver_due(house) == 0
    assert listener.heard == []


def test_only_what_travels_after_the_commit_is_announced(house: House) -> None:
    with house.writing() as work, pytest.raises(ValueError, match=r"call work\.hooks\.module_completed"):
        announce(work, "module_completed", completion=None)


def test_each_room_that_listens_has_a_letter_of_its_own(house: House, listener: Listener) -> None:
    other = Listener()
    house.rooms.register(other, name="other")
    listener.trouble["one"] = RuntimeError("not now")
    publish(house, "one")
    assert deliver_due(house) == 1
    assert (listener.heard, other.heard) == (["one"], ["one"])
    listener.trouble.clear()
    house.clock.advance(seconds=outbox.FIRST_RETRY_SECONDS)  # type: ignore[attr-defined]  # the tests' clock
    assert deliver_due(house) == 0
    assert (listener.heard, other.heard) == (["one", "one"], ["one"])


def test_a_letter_that_fails_leaves_nothing_and_holds_up_no_other(
    house: House, listener: Listener, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    listener.trouble["one"] = RuntimeError("the index is locked")
    publish(house, "one", "two")
    with caplog.at_level(logging.WARNING):
        assert deliver_due(house) == 1
    assert "will be tried again" in caplog.text
    assert "the index is locked" in caplog.text
    assert written_by_listeners(house) == ["two"]
    failed, delivered = letters_of(house)
    assert (failed.failures, failed.last_error) == (1, "RuntimeError: the index is locked")
    assert failed.due_at == clock() + timedelta(seconds=outbox.FIRST_RETRY_SECONDS)
    assert delivered.due_at is None


def test_a_letter_is_tried_again_ever_more_seldom_until_it_arrives(
    house: House, listener: Listener, clock: FakeClock
) -> None:
    listener.trouble["one"] = RuntimeError("not now")
    publish(house, "one")
    waits = []
    for _ in range(12):
        assert deliver_due(house) == 1
        [letter] = letters_of(house)
        assert letter.due_at is not None
        waits.append((letter.due_at - clock()).total_seconds())
        clock.set(letter.due_at - timedelta(seconds=1))
        assert deliver_due(house) == 0
        clock.advance(seconds=1)
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    listener.trouble.clear()
    assert deliver_due(house) == 0
    assert written_by_listeners(house) == ["one"]
    assert letters_of(house)[0].due_at is None


@pytest.mark.parametrize("words", ["a\0b", "a\ud800b", "x" * 1_000_000, ""])
def test_whatever_a_room_raises_holds_up_no_other(
    house: House, listener: Listener, caplog: pytest.LogCaptureFixture, words: str
) -> None:
    caplog.set_level(logging.CRITICAL, outbox.log.name)  # such words would break the report of the tests
    listener.trouble["one"] = RuntimeError(words)
    publish(house, "one", "two")
    assert deliver_due(house) == 1
    assert written_by_listeners(house) == ["two"]
    error = letters_of(house)[0].last_error
    assert error.startswith("RuntimeError: ")
    assert len(error) <= outbox.ERROR_CHARACTERS_MAXIMUM


def test_a_letter_to_a_room_that_has_closed_is_laid_aside(house: House, listener: Listener) -> None:
    publish(house, "one")
    house.rooms.unregister(listener)
    assert deliver_due(house) == 0
    assert letters_of(house)[0].due_at is None
    house.rooms.register(listener, name="listener")


def test_a_letter_of_an_event_that_is_no_more_holds_up_no_other(house: House, listener: Listener) -> None:
    with house.writing() as work:
        now = work.clock()
        values: dict[str, Any] = {"receiver": "listener", "arguments": {}, "created_at": now, "due_at": now}
        work.session.add(OutboxLetter(event="forgotten", **values))
        work.session.commit()
    publish(house, "one")
    assert deliver_due(house) == 1
    assert listener.heard == ["one"]


def test_a_lock_is_held_by_one_alone_and_given_back(house: House) -> None:
    with house.lock("keeper") as first:
        assert first
        with house.lock("keeper", wait=False) as second:
            assert not second
        with house.lock("other", wait=False) as other:
            assert other
    with house.lock("keeper", wait=False) as again:
        assert again
    with pytest.raises(RuntimeError), house.lock("keeper"):
        raise RuntimeError
    with house.lock("keeper", wait=False) as again:
        assert again
