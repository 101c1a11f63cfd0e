"""The Chromium of this machine, and how tests start it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
CACHES = (".cache/ms-playwright", "Library/Caches/ms-playwright")
# A browser that calls home makes a test depend on the network, and here every other host is a failure.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def find_chromium() -> Path | None:
    """The browser that `LMS_CHROMIUM` names, else the system's, else the newest that Playwright fetched."""
    named = os.environ.get("LMS_CHROMIUM", "")
    if named:
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    fetched = [path for cache in CACHES for path in (Path.home() / cache).glob("chromium-*/chrome-*/chrome")]
    applications = [Path(application) for application in APPLICATIONS if Path(application).exists()]
    return next(iter([*sorted(fetched, reverse=True), *applications]), None)


def list_flags() -> list[str]:
    # Chromium's sandbox does not work for root, which is who runs tests in a container.
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
