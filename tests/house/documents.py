"""The documents of this repository, taken apart: their prose, their code, and what the code names."""

from __future__ import annotations

import ast
import re
import shlex
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from tests.house.files import ROOT, list_committed_files, parse

FENCE = re.compile(
    r"^ {0,3}(?P<ticks>`{3,}|~{3,})(?P<kind>[^\n`]*)\n(?P<body>.*?)^ {0,3}(?P=ticks)[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
TYPED = {"", "sh", "bash", "shell", "console"}
"""Fences of these kinds hold what one types."""
NEXT_COMMAND = {"&&", "||", "|", ";", "&"}
BEFORE_A_COMMAND = {"exec", "sudo", "time", "-m"}
ASSIGNMENT = re.compile(r"[A-Z_][A-Z0-9_]*=.*")
PATH = re.compile(r"[\w.-]+(?:/[\w.@-]+)*/?(?:::\w+)?")
NAMED_COMMAND = re.compile(r"@\w+\.command\((?:\"([\w-]+)\")?.*?def (\w+)", re.DOTALL)

DOCUMENTS = [
    path for path in list_committed_files() if path.suffix == ".md" and ROOT / "courses" not in path.parents
]
# They tell what was decided and done, and may name what is gone.
HISTORY = [path for path in DOCUMENTS if path.name == "CHANGELOG.md" or path.parent.name == "decisions"]
PRESENT = [path for path in DOCUMENTS if path not in HISTORY]


@dataclass(frozen=True, slots=True)
class FencedBlock:
    """A fenced block of a page: `kind` is what stands behind the ticks."""

    kind: str
    body: str


def list_fences(text: str) -> list[FencedBlock]:
    """The blocks of a page, those inside of blocks not counted."""
    return [FencedBlock(found["kind"].strip(), textwrap.dedent(found["body"])) for found in FENCE.finditer(text)]


def get_fence_below(text: str, words: str) -> str:
    """The first block below these words."""
    assert words in text, f"The page says no longer {words!r}: correct the page, or the test that looks for it."
    return list_fences(text[text.index(words) :])[0].body


def prose_of(text: str) -> str:
    """A page without its code."""
    return SPAN.sub("", FENCE.sub("", text))


def list_spans(text: str) -> list[str]:
    """What stands as code within the prose, on one line each."""
    return [found[2].strip() for found in SPAN.finditer(FENCE.sub("", text))]


def list_typed(text: str) -> Iterator[list[str]]:
    """The words of each command a page names: in its prose, and in blocks of what one types."""
    lines = [line for block in list_fences(text) if block.kind in TYPED for line in block.body.splitlines()]
    for line in (*list_spans(text), *lines):
        try:
            words = shlex.split(line, comments=True)
        except ValueError:  # A quotation that ends in the next line.
            words = line.split()
        start = 0
        for end in (*(place for place, word in enumerate(words) if word in NEXT_COMMAND), len(words)):
            yield words[start:end]
            start = end + 1


def arguments_of(program: str, words: Sequence[str]) -> list[str] | None:
    """What follows a program that is called by these words; None where it is another."""
    for place, word in enumerate(words):
        if word == program or word.endswith(f"/{program}"):
            return list(words[place + 1 :])
        if not (word in BEFORE_A_COMMAND or ASSIGNMENT.fullmatch(word) or word.endswith("/python")):
            return None
    return None


# ── What is named ───────────────────────────────────────────────────────────────────────────────────────────


def find_make_faults(text: str, targets: Iterable[str]) -> Iterator[str]:
    """Targets of the Makefile that a page names and that are not there."""
    known = set(targets)
    for words in list_typed(text):
        for word in arguments_of("make", words) or ():
            if re.fullmatch(r"[a-z][a-z-]*", word) and word not in known:
                yield f"make {word} is no target: name one of {', '.join(sorted(known))}"


def find_command_faults(text: str, main: click.Group) -> Iterator[str]:
    """Commands and options of `lms` that a page names and that are not there, nor made on the page itself."""
    own = {name or function.replace("_", "-") for name, function in NAMED_COMMAND.findall(text)}
    for words in list_typed(text):
        arguments = arguments_of("lms", words)
        if arguments and arguments[0] not in own:
            yield from _find_command_faults(["lms"], arguments, main)


def _find_command_faults(called: list[str], words: list[str], command: click.Command) -> Iterator[str]:
    for place, word in enumerate(words):
        if word.startswith("-") and len(word) > 1:
            options = {"--help", "--version", *(name for each in command.params for name in each.opts)}
            if word.partition("=")[0] not in options:
                known = sorted(name for name in options if name.startswith("-"))
                yield f"{' '.join(called)} has no {word}: name one of {', '.join(known)}"
        elif isinstance(command, click.Group):
            if word in command.commands:
                yield from _find_command_faults([*called, word], words[place + 1 :], command.commands[word])
            elif re.fullmatch(r"[a-z][a-z-]*", word):
                known = sorted(name for name, each in command.commands.items() if not each.hidden)
                yield f"{' '.join(called)} {word} is no command: name one of {', '.join(known)}"
            return


def find_path_faults(text: str, root: Path = ROOT) -> Iterator[str]:
    """Files, and behind two colons names in them, that a page names and that are not there."""
    for span in list_spans(text):
        path, _, name = span.partition("::")
        if "/" not in path or not PATH.fullmatch(span) or path.split("/")[0] not in _top_names(root):
            continue
        if not (root / path).exists():
            yield f"{path} is not there: name where it stands now"
        elif name and name not in defined_names(root / path):
            yield f"{path} defines no {name}: name what does this now"


@cache
def _top_names(root: Path) -> frozenset[str]:
    return frozenset(path.relative_to(root).parts[0] for path in list_committed_files(root))


def defined_names(path: Path) -> set[str]:
    """Functions, classes and constants of a module, also those inside of others."""
    found = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found
