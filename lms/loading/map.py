"""The map of the house as it stands: which rooms are open, which hooks there are, who calls and who answers."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pluggy

from lms.core import hookspecs
from lms.core.hookspecs import AFTER_COMMIT
from lms.core.rooms import Room, list_rooms
from lms.loading.finding import find_entry_points
from lms.loading.hooks import SPECS
from lms.loading.places import shown

PACKAGE = Path(__file__).parent.parent
SECTION = re.compile(r"# ── (?P<title>.+?) ─+")


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """A room that is open: what it is, and where it comes from."""

    name: str
    sentence: str
    origin: str


@dataclass(frozen=True, slots=True)
class HookFacts:
    """A hook of the map; `callers` and `rooms` are names of rooms or of other parts of the house."""

    name: str
    signature: str
    sentence: str
    section: str
    when: str
    callers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


def is_event(name: str) -> bool:
    """Whether a hook announces; the others ask."""
    return name.endswith("ed")


def read_hooks(module: ModuleType = hookspecs) -> list[HookFacts]:
    """The hooks in the order of their file, as it describes them."""
    source = inspect.getsource(module)
    sections = {source[: found.start()].count("\n"): found["title"] for found in SECTION.finditer(source)}
    return [
        HookFacts(
            name=node.name,
            signature=f"{node.name}{inspect.signature(SPECS[node.name])}".replace("'", ""),
            sentence=" ".join((ast.get_docstring(node) or "").split()),
            section=next((title for line, title in reversed(sections.items()) if line < node.lineno), ""),
            when=_when(node.name),
        )
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name in SPECS
    ]


def _when(name: str) -> str:
    if not is_event(name):
        return ""
    return "after the commit, at least once" if name in AFTER_COMMIT else "in the transaction"


def describe_rooms(plugins: pluggy.PluginManager) -> list[RoomFacts]:
    """The open rooms in the order of PLUGINS."""
    return [RoomFacts(room.name, _sentence(room), _origin(room)) for room in list_rooms(plugins)]


def describe_hooks(plugins: pluggy.PluginManager) -> list[HookFacts]:
    """Every hook, with who calls it and who answers."""
    calls = set(_find_calls(plugins))
    return [
        HookFacts(
            name=hook.name,
            signature=hook.signature,
            sentence=hook.sentence,
            section=hook.section,
            when=hook.when,
            callers=tuple(sorted({caller for caller, called in calls if called == hook.name})),
            rooms=tuple(one.plugin_name for one in getattr(plugins.hook, hook.name).get_hookimpls()),
        )
        for hook in read_hooks()
    ]


def _sentence(room: Room) -> str:
    """The first line of the package's docstring, or of its plugin's."""
    for name in ("__init__.py", "plugin.py"):
        path = room.folder / name
        docstring = ast.get_docstring(ast.parse(path.read_bytes())) if path.exists() else None
        if docstring:
            return docstring.splitlines()[0]
    return ""


def _origin(room: Room) -> str:
    if room.is_ours:
        return "house"
    offered = [entry.dist for entry in find_entry_points(room.name) if entry.dist is not None]
    return f"{offered[0].name} {offered[0].version}" if offered else shown(room.folder)


def _find_calls(plugins: pluggy.PluginManager) -> Iterator[tuple[str, str]]:
    """Pairs of a caller and a hook, from the sources of the house and of the rooms that are open."""
    homes = [(room.name, room.folder) for room in list_rooms(plugins)]
    homes += [(path.stem, path) for path in PACKAGE.glob("*.py")]
    # Without rooms: one that is closed calls nobody.
    parts = (path.parent for path in PACKAGE.glob("*/__init__.py"))
    homes += [(part.name, part) for part in parts if not (part / "plugin.py").exists()]
    for name, home in homes:
        for path in home.rglob("*.py") if home.is_dir() else [home]:
            with suppress(SyntaxError):  # whatever lies in a stranger's folder beside what is imported
                yield from ((name, hook) for hook in find_called(ast.parse(path.read_bytes())))


def find_called(tree: ast.Module) -> set[str]:
    """The hooks a module calls: `hooks.<name>`, `hook.<name>`, `announce(work, "<name>")`, `ask(_, "<name>")`."""
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).rpartition(".")[2] in {"hook", "hooks"}:
            called.add(node.attr)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"announce", "ask"} and len(node.args) > 1:
            called.add(getattr(node.args[1], "value", ""))
    return called & SPECS.keys()
