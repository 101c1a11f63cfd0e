"""Runs a program of a course in a fresh interpreter, with limits on time, memory and output."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile

from lms.lint.rules.programs import (
    FILE_BYTES_MAXIMUM,
    MEMORY_BYTES_MAXIMUM,
    OUTPUT_BYTES_MAXIMUM,
    SECONDS_MAXIMUM,
    Outcome,
)

# The launcher bounds itself, and then becomes the program: limits outlive that, and no thread is in their way.
_LAUNCHER = """
import os, resource, sys
memory, size = int(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
os.execv(sys.argv[3], sys.argv[3:])
"""


def run_program(source: str, *, seconds: float = SECONDS_MAXIMUM) -> Outcome:
    """What a program printed, or why it did not come to its end.

    It runs in an empty folder, without the environment, with the standard library alone. That keeps a mistake from
    doing harm; it is no prison for a program of somebody one does not trust.
    """
    program = [sys.executable, "-I", "-S", "-X", "utf8", "-c", source]
    limits = [str(MEMORY_BYTES_MAXIMUM), str(FILE_BYTES_MAXIMUM)]
    with (
        tempfile.TemporaryDirectory(prefix="lms-program-") as folder,
        _start([sys.executable, "-I", "-S", "-c", _LAUNCHER, *limits, *program], folder) as process,
    ):
        try:
            printed, complaint = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            return Outcome("", f"takes longer than {seconds:g} seconds")
        finally:
            # Whatever it started ends with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    text = printed.decode("utf-8", "replace").replace("\r\n", "\n")
    if process.returncode:
        return Outcome(text, _explain(process.returncode, complaint.decode("utf-8", "replace")))
    if len(printed) > OUTPUT_BYTES_MAXIMUM:
        return Outcome(text[:OUTPUT_BYTES_MAXIMUM], f"prints more than {OUTPUT_BYTES_MAXIMUM:,} bytes")
    return Outcome(text)


def _start(command: list[str], folder: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - running what authors wrote is what this is for
        command,
        cwd=folder,
        env={"PATH": os.defpath, "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _explain(code: int, complaint: str) -> str:
    if code < 0:
        return f"is ended by {signal.Signals(-code).name}"
    last = next((line for line in reversed(complaint.splitlines()) if line.strip()), "")
    if last.startswith("MemoryError"):
        return f"needs more than {MEMORY_BYTES_MAXIMUM // 2**20} MB of memory"
    return f"ends with {last.strip()[:120] or f'exit code {code}'}".rstrip(".")
