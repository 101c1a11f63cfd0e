"""Writing a step of the schema of a room from outside."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from lms.core.database import Database
from lms.core.house import House
from lms.core.migration import write_revision
from lms.core.rooms import Room


def write_step(house: House, room: Room, message: str) -> Path:
    """Write the step that the room's models ask for into its package; returns its file.

    On an empty database, so that the step does not depend on where the house's own is.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(house.settings, instance=Path(folder), database_url="")
        database = Database(settings.sqlalchemy_url)
        try:
            return write_revision(replace(house, settings=settings, database=database), message, room)
        finally:
            database.close()
