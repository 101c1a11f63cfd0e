"""What somebody writes, what they are told, and the plugins that most mistakes are planted in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

HEAD = "from lms.core.hookspecs import hookimpl\n"
PAGES = """\
from flask import Blueprint
from lms.core import web
from lms.core.hookspecs import hookimpl
from lms.core.parts import NavItem, Panel

blueprint = Blueprint({blueprint})
{view}
@hookimpl
def blueprints(): return [blueprint]
"""
VIEW = '@blueprint.get("/")\n@web.everyone\ndef badges() -> str: return "Badges"\n'
OWN = '"badges", __name__, url_prefix="/badges"'
LABEL = '{"en": "Badges", "zh": "徽章"}'


def answering(hook: str, answer: str, imports: str = "", arguments: str = "") -> str:
    """A plugin with one hook, which stands in its third line."""
    return f"{HEAD}{imports or 'import lms'}\n@hookimpl\ndef {hook}({arguments}): return {answer}\n"


def pages(view: str = VIEW, blueprint: str = OWN, more: str = "") -> str:
    return PAGES.format(view=view, blueprint=blueprint) + more


def table(kind: str = "", **changes: str) -> str:
    """A plugin with an export table or format, whole but for the changes."""
    parts = {"name": '"badges"', "titles": LABEL, "columns": '("person",)', "labels": f'{{"person": {LABEL}}}'}
    parts |= {"rows": "None"} | changes
    return answering(
        "export_tables", f"[ExportTable({', '.join(parts.values())})]", "from lms.core.parts import *"
    )


@dataclass(frozen=True, slots=True)
class Mistake:
    """What somebody wrote, and the sentence that tells them."""

    name: str
    sentence: str
    plugin: str = HEAD
    files: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ("badges",)
