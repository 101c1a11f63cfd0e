"""How large the house's modules and functions are: prints the largest, fails above the limits."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("lms", "tests", "benchmarks")
MODULE_LINES_MAXIMUM = 300
FUNCTION_LINES_MAXIMUM = 60
SHOWN = 5


def list_modules(root: Path) -> list[Path]:
    """Every module but the steps of the schema, which are as long as what they change."""
    modules = (path for folder in FOLDERS for path in (root / folder).rglob("*.py"))
    return sorted(path for path in modules if path.parent.name != "versions")


def function_sizes(path: Path) -> Iterator[tuple[int, str]]:
    """Lines and place of every function of a module, nested ones too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield node.end_lineno - node.lineno + 1, f"{path}:{node.lineno} {node.name}"


def report(name: str, sizes: list[tuple[int, str]], maximum: int, remedy: str) -> int:
    """Print the largest and how many there are; returns how many are too large."""
    sizes.sort(reverse=True)
    too_large = [size for size in sizes if size[0] > maximum]
    median = sizes[len(sizes) // 2][0] if sizes else 0
    print(f"{len(sizes)} {name}s, half of them up to {median} lines, at most {maximum} allowed; the largest:")
    for lines, place in sizes[: max(SHOWN, len(too_large))]:
        print(f"  {lines:4} {place}{f'  ← too large: {remedy}' if lines > maximum else ''}")
    return len(too_large)


def main() -> int:
    modules = list_modules(Path())
    lines = [(len(path.read_text("utf-8").splitlines()), str(path)) for path in modules]
    functions = [size for path in modules for size in function_sizes(path)]
    too_large = report("module", lines, MODULE_LINES_MAXIMUM, "make a folder of the same name with the same duty")
    too_large += report("function", functions, FUNCTION_LINES_MAXIMUM, "give a part of it a name of its own")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
