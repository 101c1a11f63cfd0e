"""Frozen dataclasses to plain JSON values and back, so that a value can be stored as it is."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Plain JSON values of a (nested) frozen dataclass."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [to_json(item) for item in value]
    return value


def from_json(kind: type[T], stored: Mapping[str, Any]) -> T:
    """The dataclass again; raises TypeError where the stored value is of another shape."""
    revivers = _revivers(cast(Any, kind))  # mypy does not know that a class is hashable
    return kind(
        **{name: revive(stored[name]) if (revive := revivers.get(name)) else stored[name] for name in stored}
    )


@cache
def _revivers(kind: type) -> dict[str, Callable[[Any], Any]]:
    """How to revive the fields that are not plain already; worked out once, since pages revive by the hundred."""
    found = {name: _reviver(hint) for name, hint in typing.get_type_hints(kind).items()}
    return {name: reviver for name, reviver in found.items() if reviver is not None}


def _reviver(hint: Any) -> Callable[[Any], Any] | None:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return lambda value: from_json(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        item = _reviver(arguments[0])
        return (lambda value: tuple([item(each) for each in value])) if item else tuple
    if origin in {types.UnionType, typing.Union}:
        plain: Any = next((kind for kind in arguments if dataclasses.is_dataclass(kind)), None)
        return (lambda value: from_json(plain, value) if isinstance(value, dict) else value) if plain else None
    return None
