"""Work is committed at the door, and time is asked of the work."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.house.files import PACKAGE, ROOT, assert_none, list_modules, parse

DOORS = (
    "*/views.py",
    "*/views/*.py",
    "*/commands.py",
    "*/commands/*.py",
    "cli.py",
    "serving.py",
    "core/web/*.py",
    "core/outbox.py",  # delivers each letter in a transaction of its own
    "*/index/*.py",  # commits files of an index; its contract keeps the database away
)
RUFF = Path(sys.executable).with_name("ruff")


def find_commits(place: str, tree: ast.Module) -> Iterator[str]:
    """Commits in a module that is no door; `place` is its path in the package."""
    if any(fnmatch(place, door) for door in DOORS):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit":
            yield (
                f"lms/{place}:{node.lineno} commits: leave that to the view or the command that began the work, "
                "so that all of a request happens or nothing"
            )


def test_work_is_committed_at_the_door_alone() -> None:
    places = {path.relative_to(PACKAGE).as_posix(): path for path in list_modules(PACKAGE)}
    assert_none(fault for place, path in places.items() for fault in find_commits(place, parse(path)))


def test_every_door_is_still_there() -> None:
    places = [path.relative_to(PACKAGE).as_posix() for path in list_modules(PACKAGE)]
    unused = [door for door in DOORS if not any(fnmatch(place, door) for place in places)]
    assert not unused, f"Take {unused} out of DOORS."


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", ["quizzes/service.py", "hours/service/awards.py", "catalog/plugin.py", "app.py"])
def test_a_commit_behind_the_door_is_told(place: str) -> None:
    tree = ast.parse("def award(work):\n    work.session.commit()\n")
    [fault] = find_commits(place, tree)
    assert f"lms/{place}:2 commits" in fault


@pytest.mark.parametrize(
    "place", ["quizzes/views.py", "accounts/views/people.py", "catalog/commands.py", "cli.py"]
)
def test_a_commit_at_the_door_is_not_told(place: str) -> None:
    assert list(find_commits(place, ast.parse("web.commit()"))) == []


def lint(place: str, source: str) -> str:
    """What ruff says of a source that would stand at a place of this repository."""
    command = [RUFF, "check", "--no-cache", "--output-format=concise", "--stdin-filename", place, "-"]
    done = subprocess.run(command, input=source, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.stdout


PLANTED = {
    "from datetime import datetime\n\nnow = datetime.now()\n": "Time comes from work.clock()",
    "from datetime import datetime\n\nnow = datetime.utcnow()\n": "Time comes from work.clock()",
    "from datetime import date\n\ntoday = date.today()\n": "Dates come from work.clock()",
    "import time\n\nnow = time.time()\n": "Time comes from work.clock()",
    "from flask import current_app\n\nname = current_app.name\n": "Services take `work`",
    "from flask import g\n\nname = g.name\n": "Services take `work`",
}


@pytest.mark.parametrize(("source", "told"), PLANTED.items(), ids=[source.split("\n")[2] for source in PLANTED])
@pytest.mark.parametrize("place", ["lms/quizzes/service.py", "lms/catalog/views.py"])
def test_ruff_tells_what_to_ask_instead_of_the_clock_and_the_application(
    place: str, source: str, told: str
) -> None:
    said = lint(place, source)
    assert "TID251" in said
    assert told in said


def test_the_clock_and_the_web_may_ask() -> None:
    for place, source in (
        ("lms/core/clock.py", next(iter(PLANTED))),
        ("lms/core/web/requests.py", [*PLANTED][-1]),
    ):
        assert "TID251" not in lint(place, source)
