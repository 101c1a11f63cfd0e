"""Names of the package that nobody uses: Vulture, told what templates and the libraries' protocols call."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

CHECKED = "lms"
USERS = ("config.py", "tests/house")  # what only these use is used; what only other tests use is not
EXCLUDED = ("*/lms/migrations/*",)  # Alembic runs steps by file
# A library calls what these adorn.
DECORATORS = (
    "@hookimpl",
    "@everyone",
    "@signed_in",
    "@only",
    "@web.*",
    "@app.*",
    "@*blueprint.*",
    "@event.listens_for",
    "@click.*",
    "@*.command",
    "@*.group",
    "@*.user_loader",
)
# A library asks for these names.
NAMES = (
    "impl",  # SQLAlchemy's types …
    "cache_ok",
    "process_*",
    "metadata",  # … and its declarative tables
    "type_annotation_map",
    "is_authenticated",  # Flask-Login's person
    "is_active",
    "is_anonymous",
    "get_id",
    "validate_*",  # WTForms' fields
    "handle_starttag",  # the standard library's HTML parser
    "handle_endtag",
    "handle_data",
    "handle_startendtag",
    "make_app",  # Granian's
    "format_commands",  # click's groups
    "format_epilog",
    "graded_questions",  # `asdict` of what is counted
    "practice_questions",
)
TEMPLATE_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
WORD = re.compile(r"[A-Za-z_]\w*")
ANNOUNCED = re.compile(r"\bannounce\(\s*\w+,\s*\"(\w+)\"")


def template_names(root: Path) -> set[str]:
    """Every name that stands in the code of a template."""
    texts = (path.read_text("utf-8") for path in (root / "templates").rglob("*.*"))
    return {word for text in texts for code in TEMPLATE_CODE.findall(text) for word in WORD.findall(code)}


def announced_names(root: Path) -> set[str]:
    """The hooks that are called by their name in a text."""
    modules = (path.read_text("utf-8") for path in (root / CHECKED).rglob("*.py"))
    return {name for text in modules for name in ANNOUNCED.findall(text)}


@cache
def enumerations(path: Path) -> frozenset[int]:
    """The lines of a module's enumerations, whose members are also found by their values."""
    classes = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef))
    spans = (
        range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for node in classes
        if any(isinstance(base, ast.Name) and base.id.endswith("Enum") for base in node.bases)
    )
    return frozenset(line for span in spans for line in span)


def is_dead(item: Item, known: set[str]) -> bool:
    path = Path(item.filename)
    if item.name in known or item.typ == "attribute" or CHECKED not in path.relative_to(Path.cwd()).parts[:1]:
        return False
    if item.typ != "variable":
        return True
    # A table may remember something for people and later years alone; a hook's arguments are its description;
    # a form's fields are found by what the browser sends.
    line = path.read_text("utf-8").splitlines()[item.first_lineno - 1]
    is_named_elsewhere = "Mapped[" in line or path.name in {"hookspecs.py", "forms.py"}
    return not is_named_elsewhere and item.first_lineno not in enumerations(path)


def main() -> int:
    root = Path()
    vulture = Vulture(ignore_names=list(NAMES), ignore_decorators=list(DECORATORS))
    vulture.scavenge([CHECKED, *USERS], exclude=list(EXCLUDED))
    known = template_names(root) | announced_names(root)
    dead = [item for item in vulture.get_unused_code(min_confidence=60) if is_dead(item, known)]
    for item in dead:
        place = f"{Path(item.filename).relative_to(Path.cwd())}:{item.first_lineno}"
        print(
            f"{place}: nobody uses the {item.typ} {item.name}: remove it, use it, or say in NAMES who asks for it"
        )
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
