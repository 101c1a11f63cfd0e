"""Lets somebody else act in the middle of a transaction, at a chosen statement, every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from sqlalchemy import Engine, event

from lms.core.house import House

PATIENCE_SECONDS = 20


@contextmanager
def meanwhile(house: House, action: Callable[[], object], *, before: str = "", after: str = "") -> Iterator[None]:
    """Act once, just before or after the first statement with these words.

    SQLite lets one transaction write at a time, so there somebody else can only act before it begins.
    """
    words = "BEGIN IMMEDIATE" if house.database.is_sqlite else before or after
    moment = "before_cursor_execute" if house.database.is_sqlite or before else "after_cursor_execute"
    happened: list[str] = []
    acting = Thread(target=action)

    def act(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if words in statement and not happened:
            happened.append(statement)
            acting.start()
            acting.join(PATIENCE_SECONDS)
            assert not acting.is_alive(), "The other one waits for the transaction in whose middle it was to act."

    event.listen(Engine, moment, act)
    try:
        yield
    finally:
        event.remove(Engine, moment, act)
    assert happened, f"No statement had the words {words!r}."
