"""The real server over a test's settings, in a process of its own as it is anywhere else."""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from lms.app import create_app
from lms.core.settings import Settings
from tests.clock import read_clock

PATIENCE_SECONDS = 60

served: list[tuple[Settings, Path]] = []
"""What a process of this module serves, written before its worker is forked."""


@contextmanager
def running(settings: Settings, clock: Path) -> Iterator[str]:
    """Serve the settings at the clock's moment; yields the address, and fails if the server logged an error."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = settings.instance / "server.log"
    # Importing the house costs a second; this server of Python's own does it once and forks for every test.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"{name}.plugin" for name in settings.plugins)])
    process = context.Process(target=_serve, args=(settings, clock, port, log))
    process.start()
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, log)
        yield address
    finally:
        process.terminate()
        process.join(PATIENCE_SECONDS)
        process.close()
    assert "Traceback" not in log.read_text("utf-8"), f"The server failed:\n{log.read_text('utf-8')}"


def _wait_for(address: str, process: BaseProcess, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.is_alive() and time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/healthz"):
                return
        except URLError:
            time.sleep(0.01)
    raise AssertionError(f"The server did not start:\n{log.read_text('utf-8') if log.exists() else ''}")


def _serve(settings: Settings, clock: Path, port: int, log: Path) -> None:
    with log.open("wb") as output:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(output.fileno(), stream.fileno())
    # The worker too is forked: spawned, it would import the house anew.
    multiprocessing.set_start_method("fork", force=True)
    served.append((settings, clock))
    Granian(
        f"{__name__}:make_app",
        factory=True,
        interface=Interfaces.WSGI,
        address="127.0.0.1",
        port=port,
        workers=1,
        blocking_threads=4,
    ).serve()


def make_app() -> Flask:
    """The application that Granian asks for in its worker."""
    (settings, clock) = served[-1]
    return create_app(settings, clock=lambda: read_clock(clock))
