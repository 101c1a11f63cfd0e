"""Which rooms are open, and where each keeps its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pluggy

PLUGIN = ".plugin"


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its name, its package and the package's folder."""

    name: str
    package: str
    folder: Path

    @property
    def is_ours(self) -> bool:
        """Whether it came with the house; the others came in from outside."""
        return self.package.startswith("lms.")

    @property
    def steps(self) -> Path:
        """The steps of its schema; the rooms of the house share those of `lms/migrations`."""
        return self.folder / "migrations" / "versions"

    @property
    def schema_table(self) -> str:
        """The table that remembers which of its steps were taken."""
        return f"{self.name}_schema"

    @property
    def translations(self) -> Path:
        return self.folder / "translations"

    def has_table(self, table_name: str) -> bool:
        return table_name.startswith(f"{self.name}_")


def list_rooms(plugins: pluggy.PluginManager) -> list[Room]:
    """The rooms in the order of PLUGINS; what was registered without a file of its own is left out."""
    return [
        Room(name, module.__name__.removesuffix(PLUGIN), Path(str(module.__file__)).parent)
        for name, module in plugins.list_name_plugin()
        if isinstance(module, ModuleType) and getattr(module, "__file__", None)
    ]


def list_outside_rooms(plugins: pluggy.PluginManager) -> list[Room]:
    """The rooms that did not come with the house."""
    return [room for room in list_rooms(plugins) if not room.is_ours]
