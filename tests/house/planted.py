"""Rooms from outside, written into a folder for one test and forgotten after it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from lms.core.database import Base

CONFIG = """\
from lms.core.settings import DEFAULT_PLUGINS, Settings

PLUGINS = (*DEFAULT_PLUGINS, {names})
SETTINGS = Settings.from_environment(plugins=PLUGINS)
"""
MODELS = """\
from sqlalchemy.orm import Mapped, mapped_column
from lms.core.database import Base
"""


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Files by their path below the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def write_config(folder: Path, *names: str) -> Path:
    """A config.py that opens the rooms of the house and these."""
    path = folder / "config.py"
    path.write_text(CONFIG.format(names="".join(f"{name!r}, " for name in names)), "utf-8")
    return path


@contextmanager
def importable(folder: Path) -> Iterator[None]:
    """The folder is where Python looks last; what was imported from it and its tables are forgotten."""
    modules, tables = set(sys.modules), set(Base.metadata.tables)
    sys.path.append(str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = [path for path in sys.path if path != str(folder)]
        planted = {name for name in set(sys.modules) - modules if _is_below(sys.modules[name], folder)}
        _forget_classes(planted)
        for name in planted:
            del sys.modules[name]
        for name in set(Base.metadata.tables) - tables:
            Base.metadata.remove(Base.metadata.tables[name])


def _is_below(module: ModuleType, folder: Path) -> bool:
    places = [getattr(module, "__file__", None), *getattr(module, "__path__", [])]
    return any(place and Path(place).is_relative_to(folder) for place in places)


def _forget_classes(modules: set[str]) -> None:
    """SQLAlchemy would remember a mapped class as long as anything else does, and warn of another of its name."""
    registry = Base.registry
    for manager in list(registry._managers):
        if manager.class_.__module__ in modules:
            registry._dispose_manager_and_mapper(manager)
            del registry._managers[manager]
