"""Writes into docs/plugins.md what the code says of itself: the hooks, and what each front desk offers."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from itertools import groupby

from lms.loading.map import read_hooks
from tests.house.files import ROOMS, ROOT

DOCUMENT = ROOT / "docs" / "plugins.md"
SECTION = "<!-- {name}: written by `.venv/bin/python -m tests.house.hook_map` -->\n{body}<!-- end of {name} -->"


def hook_lines() -> Iterator[str]:
    for section, hooks in groupby(read_hooks(), key=lambda hook: hook.section):
        yield f"### {section}"
        for hook in hooks:
            yield from ("", f"**`{hook.signature}`**  ", hook.sentence)
        yield ""


def desk_lines() -> Iterator[str]:
    yield "| front desk | name | what it is |"
    yield "|---|---|---|"
    for room in ROOMS:
        desk = importlib.import_module(f"lms.{room}")
        for name in getattr(desk, "__all__", ()):
            yield f"| `{room}` | `{name}` | {_describe(getattr(desk, name))} |"


def _describe(value: object) -> str:
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        return "a type"
    return (inspect.getdoc(value) or "").partition("\n")[0].replace("|", "\\|")


SECTIONS = {"hooks": hook_lines, "front desks": desk_lines}


def fill(text: str) -> str:
    """The document with its sections as the code says them now."""
    for name, lines in SECTIONS.items():
        body = "\n".join(lines()).strip("\n") + "\n"
        begin, end = SECTION.format(name=name, body="\0").split("\0")
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        assert pattern.search(text), f"{DOCUMENT.name} has no section: {begin.strip()} … {end}"
        filled = begin + body + end
        text = pattern.sub(lambda _found, filled=filled: filled, text)
    return text


def main() -> None:
    DOCUMENT.write_text(fill(DOCUMENT.read_text("utf-8")), "utf-8")
    print(f"Wrote {DOCUMENT.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
