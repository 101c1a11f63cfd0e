"""The programs of a course, and whether what they did is what the course says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lms.core.findings import Finding, Severity
from lms.lint.rules.module import Course

SECONDS_MAXIMUM = 10
MEMORY_BYTES_MAXIMUM = 512 * 1024 * 1024
OUTPUT_BYTES_MAXIMUM = 100_000
FILE_BYTES_MAXIMUM = 1_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """A block of code that readers are asked to run; `expected` is what the course says it prints."""

    path: str
    line: int
    source: str
    expected: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program did: `fault` is empty, or says in words why it did not come to its end."""

    printed: str
    fault: str = ""


def list_programs(course: Course) -> Iterator[Program]:
    """The programs marked to be run, of every module and language."""
    for module in course.modules:
        for text in module.texts.values():
            for block in text.code_blocks:
                if block.run:
                    yield Program(text.path, block.line, block.source, block.expected_output)


def check_outcome(program: Program, outcome: Outcome) -> Iterator[Finding]:
    """A program comes to its end, and prints the block below it."""
    place = (program.path, program.line, 1, Severity.ERROR)
    if outcome.fault:
        hint = "mend the program, or write its fence without `run`"
        yield Finding(*place, "program-failed", f"The program {outcome.fault}.", hint)
    elif program.expected is None:
        hint = "write an `output` fence directly below it"
        yield Finding(*place, "program-output", "What the program prints stands nowhere.", hint)
    elif outcome.printed.rstrip() != program.expected.rstrip():
        message = f"The program prints {_first_difference(outcome.printed, program.expected)}."
        hint = "mend the program, or write into the block below it what it prints"
        yield Finding(*place, "program-output", message, hint)


def _first_difference(printed: str, expected: str) -> str:
    mine, theirs = printed.rstrip().split("\n"), expected.rstrip().split("\n")
    for number, (one, other) in enumerate(zip(mine, theirs, strict=False), 1):
        if one.rstrip() != other.rstrip():
            return f"“{one[:60]}” in line {number}, where “{other[:60]}” is written"
    return f"{len(mine)} lines, where {len(theirs)} are written"
