"""From a name in PLUGINS to the module with the room's hooks."""

from __future__ import annotations

import importlib
import os
import re
import sys
import traceback
from collections.abc import Collection
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from lms.core.rooms import PLUGIN
from lms.core.settings import DEFAULT_PLUGINS, RoomError
from lms.loading.places import did_you_mean, shown

GROUP = "lms.plugins"
NAME = re.compile(r"[a-z][a-z0-9_]*")
HOUSE = "lms."
RESERVED = {"core", "layout", *(name.removeprefix(HOUSE) for name in DEFAULT_PLUGINS)}
"""Names that templates, translations and tables of the house bear, whether or not the room is open."""


def find_room_name(name: str, taken: Collection[str]) -> str:
    """The room's own name: the last part of its name in PLUGINS. Raises RoomError where it cannot be one."""
    room = name.rpartition(".")[2]
    reserved = set(taken) if name.startswith(HOUSE) else RESERVED | set(taken)
    if not NAME.fullmatch(room):
        raise RoomError(f"PLUGINS names {name!r}: call the room by small letters, digits and _, such as 'badges'.")
    if room in taken:
        raise RoomError(f"PLUGINS names two rooms called {room!r} ({name} is the second): take one out.")
    if room in reserved:
        raise RoomError(f"PLUGINS names {name!r}, but {room!r} is a name of the house: call the room otherwise.")
    for other in reserved:
        longer, shorter = max(room, other, key=len), min(room, other, key=len)
        if longer.startswith(f"{shorter}_"):  # whose table would <shorter>_<rest>_<thing> be?
            raise RoomError(
                f"PLUGINS names {name!r}, but tables of {longer} would look like tables of {shorter}: "
                "call the room otherwise."
            )
    return room


def import_plugin(name: str) -> ModuleType:
    """The module `plugin` of an entry point of the group `lms.plugins`, or of a package of this name.

    Raises RoomError where there is none, or where it cannot be imported.
    """
    package = _find_package(name)
    try:
        return importlib.import_module(package + PLUGIN)
    except ModuleNotFoundError as error:
        if error.name is not None and f"{package}{PLUGIN}.".startswith(f"{error.name}."):
            raise _not_found(name, package, error.name) from error
        raise _not_imported(name, package, error) from error
    except Exception as error:
        raise _not_imported(name, package, error) from error


def find_entry_points(name: str) -> list[EntryPoint]:
    """What installed packages offer under a name; none for a room of the house."""
    return [] if name.startswith(HOUSE) else list(entry_points(group=GROUP, name=name))


def _find_package(name: str) -> str:
    packages = sorted({entry.value.partition(":")[0].removesuffix(PLUGIN) for entry in find_entry_points(name)})
    if len(packages) > 1:
        raise RoomError(f"PLUGINS names {name!r}, which {' and '.join(packages)} offer: uninstall all but one.")
    return packages[0] if packages else name


def _not_found(name: str, package: str, missing: str) -> RoomError:
    if missing == package + PLUGIN:
        found = sys.modules[package]
        where = shown(Path(next(iter(getattr(found, "__path__", [])), found.__file__ or package)))
        return RoomError(
            f"PLUGINS names {name!r}, but {where} has no plugin.py: write there how the room joins the house."
        )
    if package != name:
        return RoomError(f"PLUGINS names {name!r}, an entry point to {package}, which is gone: install it again.")
    return RoomError(
        f"PLUGINS names {name!r}, but no installed package offers such a room and no folder beside config.py is "
        f"called {missing}: install it, correct the name, or take it out.{did_you_mean(name, _list_offers())}"
    )


def _list_offers() -> set[str]:
    """Names that PLUGINS could hold."""
    folders = {plugin.parent.name for path in sys.path for plugin in Path(path).glob("*/plugin.py")}
    return {*DEFAULT_PLUGINS, *folders, *(entry.name for entry in entry_points(group=GROUP))}


def _not_imported(name: str, package: str, error: Exception) -> RoomError:
    return RoomError(
        f"{_last_place(error, package)}: the room {name!r} cannot be imported ({describe(error)}): mend it "
        "there, or take the room out of PLUGINS."
    )


def describe(error: Exception) -> str:
    """What went wrong, on one line."""
    told = error.msg if isinstance(error, SyntaxError) else " ".join(str(error).split())
    return f"{type(error).__name__}: {told}"


def _last_place(error: Exception, package: str) -> str:
    """The last line of the room's own code that was being run."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{shown(Path(error.filename))}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    folder = f"{os.sep}{package.replace('.', os.sep)}{os.sep}"
    last = [frame for frame in frames if folder in frame.filename][-1:] or frames[-1:]
    return f"{shown(Path(last[0].filename))}:{last[0].lineno}"
