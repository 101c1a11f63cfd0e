"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class FakeClock:
    """Called, it tells its moment; given a path, it tells a server in another process the same moment."""

    def __init__(self, moment: datetime = START, *, path: Path | None = None) -> None:
        self._path = path
        self.set(moment)

    def __call__(self) -> datetime:
        return self._moment

    def set(self, moment: datetime) -> None:
        assert moment.tzinfo is not None, f"{moment!r} has no time zone."
        self._moment = moment.astimezone(UTC)
        if self._path is not None:
            # Renamed, because the other process may be reading at this very moment.
            draft = self._path.with_suffix(".new")
            draft.write_text(self._moment.isoformat(), "ascii")
            draft.replace(self._path)

    def advance(self, **duration: float) -> None:
        """Move by a duration in the words of timedelta: `clock.advance(minutes=45)`."""
        self.set(self._moment + timedelta(**duration))


def read_clock(path: Path) -> datetime:
    """The moment a FakeClock with this path tells."""
    return datetime.fromisoformat(path.read_text("ascii"))
