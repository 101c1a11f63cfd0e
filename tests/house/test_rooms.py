"""A room bears one name everywhere, and no folder stands in the house that is no room."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from lms.core.settings import DEFAULT_PLUGINS
from lms.core.texts import SOURCE_LANGUAGE
from tests.house.files import ROOMS, ROOT, assert_none, contracts

NOT_ROOMS = {
    "lms": {"core", "loading", "migrations", "translations"},
    "templates": {"layout"},
    "static": {"layout"},
    "tests": {"core", "house", "browser"},
}
LANGUAGES = [path.name for path in (ROOT / "lms" / "translations").iterdir() if path.name != SOURCE_LANGUAGE]


def subfolders(folder: Path) -> set[str]:
    hidden = ("__pycache__", ".")
    return {path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(hidden)}


def find_room_faults(root: Path, rooms: Sequence[str]) -> list[str]:
    """Where a room's name is missing, and what bears a name that is no room's."""
    faults = []
    for room in rooms:
        home = root / "lms" / room
        has_pages = any((home / name).exists() for name in ("views.py", "views"))
        faults += [
            f"{missing} is missing: {remedy}"
            for missing, needed, remedy in (
                (
                    f"lms/{room}/__init__.py",
                    True,
                    "write its front desk, if only the sentence that says what it is",
                ),
                (f"lms/{room}/plugin.py", True, "write how the room joins the house"),
                (f"templates/{room}", has_pages, "its views need templates there"),
                (f"tests/{room}", True, "test what the room does, there"),
                *((f"lms/translations/{language}/{room}.po", True, "run `make texts`") for language in LANGUAGES),
            )
            if needed and not (root / missing).exists()
        ]
    for folder, others in NOT_ROOMS.items():
        for stray in sorted(subfolders(root / folder) - others - set(rooms)):
            faults.append(f"{folder}/{stray} is no room: name it in PLUGINS, or put its files where they belong")
    for language in LANGUAGES:
        known = {f"{room}.po" for room in (*rooms, "layout")}
        for path in sorted((root / "lms" / "translations" / language).iterdir()):
            if path.name not in known:
                faults.append(f"lms/translations/{language}/{path.name} is of no room: rename or remove it")
    return faults


def test_each_room_bears_its_name_everywhere() -> None:
    assert_none(find_room_faults(ROOT, ROOMS))


def test_the_settings_and_the_configuration_open_the_same_rooms() -> None:
    configured = runpy.run_path(str(ROOT / "config.py"))["PLUGINS"]
    assert configured == DEFAULT_PLUGINS, (
        "Name the same rooms in config.py and lms/core/settings.py, in one order."
    )


def test_the_import_contracts_know_every_room() -> None:
    shaped = {name.removeprefix("lms.") for name in contracts()["room-shape"]["containers"]}
    assert shaped == set(ROOMS), "Name the rooms in `containers` of the contract room-shape in pyproject.toml."
    desks = {name.removeprefix("front-desk-") for name in contracts() if name.startswith("front-desk-")}
    assert desks == set(ROOMS), "Give every room a contract front-desk-<room> in pyproject.toml."


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A house with one room in which everything is in its place."""
    for name in ("lms/core", "lms/migrations", "templates/layout", "static/layout", "tests/core"):
        (tmp_path / name).mkdir(parents=True)
    for name in (
        "lms/cellar/__init__.py",
        "lms/cellar/plugin.py",
        "lms/cellar/views.py",
        "templates/cellar/x.html",
    ):
        _write(tmp_path, name)
    _write(tmp_path, "tests/cellar/test_rules.py")
    for language in LANGUAGES:
        _write(tmp_path, f"lms/translations/{language}/cellar.po")
        _write(tmp_path, f"lms/translations/{language}/layout.po")
    assert find_room_faults(tmp_path, ["cellar"]) == []
    return tmp_path


def _write(root: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("", "utf-8")


@pytest.mark.parametrize(
    ("breaks", "told"),
    [
        (lambda root: _write(root, "lms/attic/service.py"), "lms/attic is no room"),
        (lambda root: _write(root, "templates/attic/x.html"), "templates/attic is no room"),
        (lambda root: _write(root, "static/attic/x.js"), "static/attic is no room"),
        (lambda root: _write(root, "tests/attic/test_x.py"), "tests/attic is no room"),
        (lambda root: _write(root, f"lms/translations/{LANGUAGES[0]}/attic.po"), "attic.po is of no room"),
        (lambda root: (root / "lms/cellar/plugin.py").unlink(), "lms/cellar/plugin.py is missing"),
        (lambda root: (root / "templates/cellar").rename(root / "templates/celar"), "templates/cellar is missing"),
        (lambda root: (root / "tests/cellar").rename(root / "tests/celar"), "tests/cellar is missing"),
        (lambda root: (root / f"lms/translations/{LANGUAGES[0]}/cellar.po").unlink(), "cellar.po is missing"),
    ],
)
def test_a_room_out_of_place_is_told(small_house: Path, breaks: Callable[[Path], object], told: str) -> None:
    breaks(small_house)
    assert any(told in fault for fault in find_room_faults(small_house, ["cellar"]))
