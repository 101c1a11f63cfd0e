"""`lms rooms` tells which rooms are open and where they come from, and who calls and answers each hook."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.app import open_house
from lms.cli import main
from lms.core.house import House
from lms.core.settings import DEFAULT_PLUGINS, Settings, find_settings
from lms.loading.map import describe_hooks
from tests.house.planted import write_config, write_files
from tests.house.test_hooks import HOOKS

WIDTH = 100
PLUGIN = (
    '"""Counts what is read."""\nfrom lms.core.hookspecs import hookimpl\n@hookimpl\ndef chores(): return []\n'
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house whose database nobody asks."""
    return open_house(Settings(instance=tmp_path))


def tell(house: House, *options: str) -> str:
    told = CliRunner().invoke(main, ["rooms", *options], obj=house)
    assert told.exit_code == 0, told.output
    return told.output


def test_every_room_and_every_hook_is_told_in_lines_that_fit(house: House) -> None:
    told = tell(house)
    for name in DEFAULT_PLUGINS:
        assert f"\n  {name.removeprefix('lms.')} (house)\n" in told
    for hook in HOOKS:
        assert f"\n  {hook.name}(" in told
    assert [line for line in told.splitlines() if len(line) > WIDTH] == []


def test_the_path_of_a_finished_module_can_be_followed(house: House) -> None:
    hooks = {hook.name: hook for hook in describe_hooks(house.rooms)}
    assert (hooks["quiz_submitted"].callers, hooks["quiz_submitted"].rooms) == (("quizzes",), ("progress",))
    assert (hooks["module_completed"].callers, hooks["module_completed"].rooms) == (("progress",), ("hours",))
    assert "told by progress in the transaction; heard by hours" in tell(house)
    assert "told by catalog after the commit, at least once; heard by " in tell(house)


def test_a_room_that_is_closed_calls_nobody_and_answers_nothing(house: House) -> None:
    without = tuple(name for name in DEFAULT_PLUGINS if name != "lms.quizzes")
    closed = open_house(replace(house.settings, plugins=without))
    hooks = {hook.name: hook for hook in describe_hooks(closed.rooms)}
    assert (hooks["quiz_submitted"].callers, hooks["quiz_submitted"].rooms) == ((), ("progress",))
    assert "asked by nobody; answered by nobody" in tell(closed)
    assert "quizzes (house)" not in tell(closed)


def test_programs_are_told_the_same(house: House) -> None:
    told = json.loads(tell(house, "--json"))
    assert [room["name"] for room in told["rooms"]] == [name.removeprefix("lms.") for name in DEFAULT_PLUGINS]
    assert [hook["name"] for hook in told["hooks"]] == [hook.name for hook in HOOKS]
    assert {"name", "signature", "sentence", "section", "when", "callers", "rooms"} == set(told["hooks"][0])


# ── Beside config.py ────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_beside_the_configuration_is_a_room_wherever_one_stands(tmp_path: Path) -> None:
    write_files(tmp_path, {"house/counting/plugin.py": PLUGIN, "elsewhere/note.txt": ""})
    settings = {
        "LMS_CONFIG": str(write_config(tmp_path / "house", "counting")),
        "LMS_INSTANCE": str(tmp_path / "i"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "lms", "rooms"],
        cwd=tmp_path / "elsewhere",
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"  counting ({tmp_path}/house/counting)\n      Counts what is read.\n" in done.stdout


def test_the_folder_of_the_configuration_comes_last_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    write_config(tmp_path, "json")
    write_files(tmp_path, {"json/plugin.py": PLUGIN})
    find_settings(tmp_path)
    find_settings(tmp_path)
    assert [place for place, path in enumerate(sys.path) if path == str(tmp_path)] == [len(sys.path) - 1]
    assert not str(importlib.import_module("json").__file__).startswith(str(tmp_path)), "It must hide nothing."
