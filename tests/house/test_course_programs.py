"""Every program a course asks its readers to run prints what the course says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lms.catalog.reader import find_course_folders, read_course
from lms.core.markup import CodeBlock

SHIPPED = Path(__file__).parent.parent.parent / "courses"
SECONDS = 20


def _programs() -> list[tuple[str, CodeBlock]]:
    return [
        (f"{module.text_path(language)}:{block.line}", block)
        for folder in find_course_folders(SHIPPED)
        if (draft := read_course(folder, folder.name).draft) is not None
        for module in draft.modules
        for language, rendered in module.rendered.items()
        for block in rendered.code_blocks
        if block.run
    ]


PROGRAMS = _programs()


def test_there_are_programs_to_run() -> None:
    assert len(PROGRAMS) >= 4, "No program was found to run: see that courses mark theirs with `python run`."


@pytest.mark.parametrize("block", [block for _place, block in PROGRAMS], ids=[place for place, _block in PROGRAMS])
def test_a_program_prints_what_the_course_says(block: CodeBlock, tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-X", "utf8", "-c", block.source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd=tmp_path, check=False)
    assert done.returncode == 0, f"Mend the program, or write its fence without `run`:\n{done.stderr}"
    assert block.expected_output is not None, "Write an output block directly below the program."
    assert done.stdout.rstrip() == block.expected_output.rstrip(), (
        f"Mend the program, or write into the output block below it what it prints:\n{done.stdout}"
    )
