"""Writes the next step of the schema from what the models say, on a database made for the purpose."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from lms.app import open_house
from lms.core.migration import migrate, write_revision
from lms.core.settings import Settings


def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = open_house(Settings(instance=Path(folder)))
        migrate(house)
        path = write_revision(house, message)
        house.database.close()
    subprocess.run(["ruff", "format", "--quiet", path], check=True)
    print(f"Wrote {path.relative_to(Path.cwd())}. Read it, and add what a machine cannot know: moving the rows.")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "change")
