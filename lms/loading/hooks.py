"""What a room answers: only hooks of the map, with arguments that those carry."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any

from lms.core import hookspecs
from lms.core.settings import RoomError
from lms.loading.places import did_you_mean, listed, place_of

SPECS = {name: value for name, value in vars(hookspecs).items() if hasattr(value, "lms_spec")}
"""The map of the house: the hooks by name."""


def arguments_of(name: str) -> list[str]:
    return list(inspect.signature(SPECS[name]).parameters)


def check_hooks(plugin: ModuleType) -> None:
    """Raises RoomError for a hook that does not exist, and for an argument that a hook does not carry."""
    for name, function in vars(plugin).items():
        options: dict[str, Any] | None = getattr(function, "lms_impl", None)
        if options is None or not inspect.isfunction(function):
            continue
        place, hook = place_of(function), options["specname"] or name
        if hook not in SPECS:
            if not options["optionalhook"]:
                raise RoomError(f"{place}: the house has no hook {hook!r}.{_near_or_listed(hook)}")
            continue
        if options["wrapper"] or options["hookwrapper"]:
            raise RoomError(f"{place}: {hook} wraps what other rooms answer: let it answer for itself alone.")
        _check_arguments(place, hook, inspect.signature(function))


def _near_or_listed(hook: str) -> str:
    return did_you_mean(hook, SPECS) or " docs/plugins.md lists those there are."


def _check_arguments(place: str, hook: str, signature: inspect.Signature) -> None:
    known = arguments_of(hook)
    for argument in signature.parameters.values():
        if argument.name not in known:
            carried = f"it carries {listed(known)}" if known else "it carries nothing"
            raise RoomError(f"{place}: {hook} does not carry {argument.name!r}: {carried}.")
        if argument.default is not argument.empty:  # pluggy would never fill it
            raise RoomError(f"{place}: {hook} always fills {argument.name!r}: take its default out.")
