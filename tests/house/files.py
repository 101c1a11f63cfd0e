"""The files of this repository and what pyproject.toml says of its floors, as the house's tests read them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from lms.core.settings import DEFAULT_PLUGINS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lms"
ROOMS = tuple(name.removeprefix("lms.") for name in DEFAULT_PLUGINS)


def assert_none(faults: Iterable[str]) -> None:
    """Fail with each fault, which also says what to do, on a line of its own."""
    told = list(faults)
    assert not told, "\n".join(["", *told])


def list_modules(folder: Path) -> list[Path]:
    """The Python modules below a folder."""
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


@cache
def parse(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"), str(path))


def list_committed_files(root: Path = ROOT) -> list[Path]:
    """Every file a commit would hold, whether or not git is at hand."""
    ignored = [line.strip() for line in (root / ".gitignore").read_text("utf-8").splitlines() if line.strip()]
    return sorted(_walk(root, [".git", *ignored], root))


def _walk(folder: Path, ignored: list[str], root: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        name, place = path.name, "/" + path.relative_to(root).as_posix()
        if any(fnmatch(place if "/" in p.rstrip("/") else name, p.rstrip("/")) for p in ignored):
            continue
        if path.is_dir():
            yield from _walk(path, ignored, root)
        else:
            yield path


@cache
def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@cache
def contracts() -> dict[str, dict[str, Any]]:
    """The import contracts by their ids."""
    return {contract["id"]: contract for contract in project()["tool"]["importlinter"]["contracts"]}


@cache
def floors() -> dict[str, int]:
    """The floor each room stands on, counted from below: core is 0."""
    levels = [[name.strip() for name in layer.split("|")] for layer in reversed(contracts()["floors"]["layers"])]
    return {name: number for number, names in enumerate(levels) for name in names}


def upper_rooms() -> list[str]:
    """The rooms no other room stands on."""
    highest = max(floors()[room] for room in ROOMS)
    return [room for room in ROOMS if floors()[room] == highest]
