"""Every hook of the map is described, asked, answered and tried; an event is told from a question by its name."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lms.app import load_rooms
from lms.core.hookspecs import AFTER_COMMIT
from lms.core.settings import DEFAULT_PLUGINS
from tests.house.files import PACKAGE, ROOT, assert_none, list_modules, parse

SPECS = PACKAGE / "core" / "hookspecs.py"


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook as its specification says it."""

    name: str
    docstring: str
    returns: str

    @property
    def is_event(self) -> bool:
        return self.name.endswith("ed")


def read_hooks(tree: ast.Module) -> list[Hook]:
    """The functions that `@hookspec` marks."""
    return [
        Hook(node.name, ast.get_docstring(node) or "", ast.unparse(node.returns) if node.returns else "")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and "hookspec" in map(ast.unparse, node.decorator_list)
    ]


def read_all(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in paths)


def find_hook_faults(
    hook: Hook, *, code: str, tests: str, answered: Collection[str], after_commit: Collection[str]
) -> list[str]:
    """What a hook lacks: words, a caller, an answer, a test, or the return value its name promises."""
    name = hook.name
    if name in after_commit:
        called, remedy = re.search(rf'\bannounce\(\s*\w+,\s*"{name}"', code), f'announce(work, "{name}", …)'
    else:
        called, remedy = re.search(rf"\bhooks?\.{name}\(", code), f"work.hooks.{name}(…)"
    return [
        fault
        for is_good, fault in (
            (hook.docstring, f"{name} has no docstring: say when it fires and what may be returned"),
            (called, f"{name} is called nowhere: call {remedy}, or remove the hook"),
            (name in answered, f"{name} is answered by no room: a hook comes with a room that uses it"),
            (re.search(rf"\b{name}\b", tests), f"{name} stands in no test: write one that depends on it"),
            (not hook.is_event or hook.returns == "None", f"{name} announces, so it returns None"),
            (
                hook.is_event or hook.returns != "None",
                f"{name} asks, so it says what it returns, or is in the past",
            ),
            (hook.is_event or name not in after_commit, f"{name} asks, so it cannot stand in AFTER_COMMIT"),
        )
        if not is_good
    ]


HOOKS = read_hooks(parse(SPECS))


@pytest.fixture(scope="module")
def code() -> str:
    return read_all(path for path in list_modules(PACKAGE) if path != SPECS)


@pytest.fixture(scope="module")
def tests() -> str:
    return read_all(path for path in list_modules(ROOT / "tests") if path.name != Path(__file__).name)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_every_hook_is_described_called_answered_and_tested(hook: Hook, code: str, tests: str) -> None:
    relay = load_rooms(DEFAULT_PLUGINS).hook
    answered = {known.name for known in HOOKS if getattr(relay, known.name).get_hookimpls()}
    assert_none(find_hook_faults(hook, code=code, tests=tests, answered=answered, after_commit=AFTER_COMMIT))


def test_events_after_the_commit_are_hooks() -> None:
    unknown = AFTER_COMMIT - {hook.name for hook in HOOKS}
    assert not unknown, f"AFTER_COMMIT names {sorted(unknown)}: specify them in hookspecs.py, or take them out."


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────

SOUND = Hook("door_opened", "The door was opened. In the transaction.", "None")
ASKS = Hook("door_colours", "Colours of the door.", "list[str]")
CODE = 'work.hooks.door_opened(work=work)\nhouse.rooms.hook.door_colours()\nannounce(work, "door_painted", id=1)'
KNOWN = ("door_opened", "door_colours", "door_painted")


def faults_of(hook: Hook, **facts: object) -> list[str]:
    given = {"code": CODE, "tests": " ".join(KNOWN), "answered": KNOWN, "after_commit": ("door_painted",)}
    return find_hook_faults(hook, **{**given, **facts})  # type: ignore[arg-type]  # the facts of one test


def test_sound_hooks_are_not_told() -> None:
    assert [*faults_of(SOUND), *faults_of(ASKS), *faults_of(replace(SOUND, name="door_painted"))] == []


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        (faults_of(replace(SOUND, docstring="")), "no docstring"),
        (faults_of(SOUND, code="def door_opened(): ..."), "called nowhere: call work.hooks.door_opened"),
        (faults_of(SOUND, after_commit={"door_opened"}), "called nowhere: call announce"),
        (faults_of(SOUND, answered=()), "answered by no room"),
        (faults_of(SOUND, tests="door_opened_wide"), "stands in no test"),
        (faults_of(replace(SOUND, returns="list[str]")), "announces, so it returns None"),
        (faults_of(replace(ASKS, returns="None")), "asks, so it says what it returns"),
        (faults_of(ASKS, code='announce(work, "door_colours")', after_commit={"door_colours"}), "AFTER_COMMIT"),
    ],
)
def test_a_hook_out_of_order_is_told(faults: list[str], told: str) -> None:
    assert len(faults) == 1
    assert told in faults[0]


def test_specifications_are_read_from_their_source() -> None:
    source = '@hookspec\ndef doors() -> list[str]:\n    """Doors."""\n\ndef other() -> None: ...\n'
    assert read_hooks(ast.parse(source)) == [Hook("doors", "Doors.", "list[str]")]
