"""The keeper is there as long as the server is, and no longer."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lms import serving
from lms.core import chores
from lms.core.house import House

PATIENCE_SECONDS = 60

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def keepers(house: House, monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The keepers that were started so far, over the test's instance."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(serving.subprocess, "Popen", Noted)
    for name in ("instance", "courses"):
        monkeypatch.setenv(f"LMS_{name.upper()}", str(getattr(house.settings, name)))
    monkeypatch.setenv("LMS_DATABASE_URL", "")
    return started


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_kept(house: House) -> bool:
    """Whether somebody does the chores of this machine."""
    with house.lock(chores.LOCK, wait=False) as had:
        return not had


def test_a_keeper_that_is_killed_is_followed_by_another(
    house: House, keepers: list[subprocess.Popen[bytes]]
) -> None:
    with serving._keeper(None):
        wait_until(lambda: is_kept(house))
        keepers[0].kill()
        wait_until(lambda: len(keepers) == 2 and is_kept(house))
        assert keepers[0].returncode == -signal.SIGKILL
        assert keepers[1].poll() is None
    assert keepers[1].returncode == -signal.SIGTERM
    assert len(keepers) == 2, "A keeper came when the server had stopped."
    assert not is_kept(house)


def test_ctrl_c_is_for_the_server_alone(keepers: list[subprocess.Popen[bytes]]) -> None:
    with serving._keeper(None):
        wait_until(lambda: bool(keepers))
        assert os.getpgid(keepers[0].pid) != os.getpgid(0), "Ctrl+C would end it, and another would come."


def test_a_keeper_whose_server_went_while_it_started_does_not_stay(house: House, tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    command = [serving.sys.executable, "-m", "lms", "keep", "--server", str(gone.pid)]
    environment = os.environ | {"LMS_INSTANCE": str(house.settings.instance)}
    done = subprocess.run(command, env=environment, timeout=PATIENCE_SECONDS, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
