"""The file of demo passwords, which its owner alone may read."""

from __future__ import annotations

import json
import os
from pathlib import Path

NAME = "demo-accounts.json"


def write_demo_passwords(folder: Path, passwords: dict[str, str]) -> Path:
    """Keep the passwords, by login name; a file of an earlier database is replaced."""
    path = folder / NAME
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file, indent=2)
        file.write("\n")
    return path


def read_demo_passwords(folder: Path) -> dict[str, str]:
    """The passwords by login name; none where no file is or it was damaged."""
    try:
        kept = json.loads((folder / NAME).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(password) for name, password in kept.items()} if isinstance(kept, dict) else {}
