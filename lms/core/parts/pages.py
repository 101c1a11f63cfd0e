"""Pieces of pages: names of templates, values, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lms.core.work import Role


@dataclass(frozen=True, slots=True)
class Part:
    """A room's piece inside the reading: the name of its template and plain JSON values without secrets."""

    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """A room's piece beside the reading, printed in the order of `order`."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


class Placement(StrEnum):
    """Where on every page an address stands."""

    PRIMARY = "primary"
    SEARCH = "search"
    SIGN_IN = "sign-in"
    SIGN_UP = "sign-up"
    SIGN_OUT = "sign-out"
    ACCOUNT = "account"
    PRIVACY = "privacy"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class NavItem:
    """An address in the frame of every page; `label` is an English text marked with N_, translated there."""

    endpoint: str
    label: str
    placement: Placement = Placement.PRIMARY
    order: int = 50
    roles: frozenset[Role] = frozenset()
    """Empty: everyone sees it."""


def by_order(items: Iterable[Any]) -> list[Any]:
    """Panels, items and steps in the order they name; rooms never rely on the order of calls."""
    return sorted(items, key=lambda item: item.order)
