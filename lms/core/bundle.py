"""What the program brings along beside its code: templates, static files, courses."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def bundled_folder(name: str) -> Path:
    """The folder of this name that came with the program: in its wheel, or at the root of its checkout."""
    in_wheel = PACKAGE / "bundled"
    return (in_wheel if in_wheel.is_dir() else PACKAGE.parent) / name
