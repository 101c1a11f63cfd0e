"""Every hook of the map is described, asked, answered and tried; an event is told from a question by its name."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from lms.core.hookspecs import AFTER_COMMIT
from lms.core.settings import DEFAULT_PLUGINS
from lms.loading import load_rooms
from lms.loading.map import HookFacts, describe_hooks, find_called, is_event, read_hooks
from tests.house.files import ROOT, assert_none, list_modules


def read_all(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in paths)


def find_hook_faults(hook: HookFacts, *, tests: str, after_commit: Collection[str]) -> list[str]:
    """What a hook lacks: words, a caller, an answer, a test, or the return value its name promises."""
    name, returns_nothing = hook.name, hook.signature.endswith("-> None")
    moment = "transaction" if is_event(name) else "Asked "
    remedy = f'announce(work, "{name}", …)' if name in after_commit else f"work.hooks.{name}(…)"
    return [
        fault
        for is_good, fault in (
            (moment in hook.sentence, f"{name} does not say when it fires: write it in its docstring ({moment}…)"),
            (hook.callers, f"{name} is called nowhere: call {remedy}, or remove the hook"),
            (hook.rooms, f"{name} is answered by no room: a hook comes with a room that uses it"),
            (re.search(rf"\b{name}\b", tests), f"{name} stands in no test: write one that depends on it"),
            (not is_event(name) or returns_nothing, f"{name} announces, so it returns None"),
            (
                is_event(name) or not returns_nothing,
                f"{name} asks, so it says what it returns, or is in the past",
            ),
            (
                is_event(name) or name not in after_commit,
                f"{name} asks, so it cannot stand in AFTER_COMMIT: take it out, or announce in the past",
            ),
        )
        if not is_good
    ]


HOOKS = read_hooks()


@pytest.fixture(scope="module")
def described() -> dict[str, HookFacts]:
    """Every hook by name, with who calls and who answers."""
    return {hook.name: hook for hook in describe_hooks(load_rooms(DEFAULT_PLUGINS))}


@pytest.fixture(scope="module")
def tests() -> str:
    return read_all(path for path in list_modules(ROOT / "tests") if path.name != Path(__file__).name)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_every_hook_is_described_called_answered_and_tested(
    hook: HookFacts, described: dict[str, HookFacts], tests: str
) -> None:
    assert_none(find_hook_faults(described[hook.name], tests=tests, after_commit=AFTER_COMMIT))


def test_events_after_the_commit_are_hooks() -> None:
    unknown = AFTER_COMMIT - {hook.name for hook in HOOKS}
    assert not unknown, f"AFTER_COMMIT names {sorted(unknown)}: specify them in hookspecs.py, or take them out."


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────

SOUND = HookFacts(
    "door_opened",
    "door_opened() -> None",
    "The door was opened. In its transaction.",
    "",
    "",
    ("core",),
    ("doors",),
)
ASKS = replace(SOUND, name="door_colours", signature="door_colours() -> list[str]", sentence="Asked by painters.")
KNOWN = "door_opened door_colours door_painted"


def faults_of(
    hook: HookFacts, *, tests: str = KNOWN, after_commit: Collection[str] = ("door_painted",)
) -> list[str]:
    return find_hook_faults(hook, tests=tests, after_commit=after_commit)


def test_sound_hooks_are_not_told() -> None:
    assert [*faults_of(SOUND), *faults_of(ASKS), *faults_of(replace(SOUND, name="door_painted"))] == []


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        (faults_of(replace(SOUND, sentence="The door was opened.")), "does not say when it fires"),
        (faults_of(replace(ASKS, sentence="")), "does not say when it fires"),
        (faults_of(replace(SOUND, callers=())), "called nowhere: call work.hooks.door_opened"),
        (faults_of(replace(SOUND, callers=()), after_commit={"door_opened"}), "called nowhere: call announce"),
        (faults_of(replace(SOUND, rooms=())), "answered by no room"),
        (faults_of(SOUND, tests="door_opened_wide"), "stands in no test"),
        (faults_of(replace(SOUND, signature="door_opened() -> list[str]")), "announces, so it returns None"),
        (faults_of(replace(ASKS, signature="door_colours() -> None")), "asks, so it says what it returns"),
        (faults_of(ASKS, after_commit={"door_colours"}), "AFTER_COMMIT"),
    ],
)
def test_a_hook_out_of_order_is_told(faults: list[str], told: str) -> None:
    assert len(faults) == 1
    assert told in faults[0]


@pytest.mark.parametrize(
    ("source", "called"),
    [
        ("work.hooks.nav_items()", {"nav_items"}),
        ("house.rooms.hook.nav_items()", {"nav_items"}),
        ("hook.nav_items.get_hookimpls()", {"nav_items"}),
        ('announce(work, "course_published", course_id="x")', {"course_published"}),
        ('ask(plugins, "chores")', {"chores"}),
        ("def nav_items(): ...\nnav_items()\nself.nav_items()\nhooks.weather()\nannounce(work, name)", set()),
    ],
)
def test_calls_are_found_in_a_module(source: str, called: set[str]) -> None:
    assert find_called(ast.parse(source)) == called
