"""`make room` makes a room that passes every guard at once, and refuses a name that cannot be one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.files import ROOT
from tests.house.new_room import find_refusal

ROOM = "attic"
LEFT_OUT = shutil.ignore_patterns(
    ".*", "instance", "node_modules", "courses", "__pycache__", "dist", "build", "assets"
)
GUARDS = (
    f"tests/{ROOM}",
    "tests/house/test_rooms.py",
    "tests/house/test_texts.py",
    "tests/house/test_templates.py",
    "tests/house/test_doors.py",
    "tests/house/test_docs.py::test_the_architecture_names_every_room",
    "tests/house/test_imports.py::test_every_contract_is_broken_on_purpose_below",
    f"tests/house/test_closed_rooms.py::test_a_closed_room_takes_its_commands_and_preparations_along[sqlite-{ROOM}]",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house without what was installed or made, and in it a new room."""
    copy = Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("house") / "house", ignore=LEFT_OUT))
    shutil.copy(ROOT / ".gitignore", copy)
    (copy / "courses").mkdir()
    told = run(copy, "-m", "tests.house.new_room", ROOM)
    assert f"lms/{ROOM}/plugin.py" in told
    assert f"The room {ROOM} is open" in told
    return copy


def run(copy: Path, *arguments: str) -> str:
    """What a Python program prints there; fails where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("-m", "ruff", "check", "--no-cache", f"lms/{ROOM}", f"tests/{ROOM}"),
        ("-m", "ruff", "format", "--no-cache", "--check", f"lms/{ROOM}", f"tests/{ROOM}", "config.py", "lms/core"),
        ("-m", "mypy", "--no-incremental", "-p", f"lms.{ROOM}"),
        ("-c", "from importlinter.cli import lint_imports_command as c; c(['--no-cache'])"),
        ("-m", "djlint", "--lint", "--quiet", f"templates/{ROOM}"),
        ("-m", "tests.house.dead_code"),
        ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not postgresql", *GUARDS),
    ],
    ids=lambda arguments: arguments[1],
)
def test_a_new_room_passes_every_guard_at_once(copy: Path, arguments: tuple[str, ...]) -> None:
    run(copy, *arguments)


def test_a_new_room_is_opened_by_name(copy: Path) -> None:
    told = run(copy, "-m", "lms", "rooms")
    assert f"  {ROOM} (house)\n      Attic: say here" in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "Say how the room is called: make room NAME=notices"),
        ("Attic", "'Attic' cannot be a room: call it by 3 to 20 small letters and digits"),
        ("my_attic", "'my_attic' cannot be a room"),
        ("at", "'at' cannot be a room"),
        ("../attic", "'../attic' cannot be a room"),
        ("import", "'import' cannot be a room"),
        ("hours", "lms/hours is there already: call the room otherwise."),
        ("serving", "lms/serving is there already"),
        ("layout", "templates/layout is there already"),
        ("browser", "tests/browser is there already"),
    ],
)
def test_a_name_that_cannot_be_a_room_is_refused(name: str, told: str) -> None:
    assert told in find_refusal(name)


def test_a_refused_name_changes_nothing(copy: Path) -> None:
    before = (copy / "config.py").read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.house.new_room", ROOM], cwd=copy, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, f"lms/{ROOM} is there already: call the room otherwise.\n")
    assert (copy / "config.py").read_text("utf-8") == before
