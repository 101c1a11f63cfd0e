"""The rules that the code tells, read from its syntax: whatever makes a finding is given a rule by its name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.house.files import PACKAGE, list_modules, parse

ELSEWHERE = ("loading", "quizzes/reader/formats", "quizzes/writer")
"""What these tell is no rule of a course: they speak of rooms that are loaded, and of files of other systems."""
FINDING = "Finding"
_RULE = "rule"
_FORM = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")


@dataclass(slots=True)
class ToldRules:
    """The places of each rule, and the places whose rule cannot be read."""

    places: dict[str, list[str]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)


def list_told_rules() -> ToldRules:
    """The rules of every room, as `lms check` can tell them."""
    told = ToldRules()
    rooms: dict[str, dict[str, ast.Module]] = {}
    for path in list_modules(PACKAGE):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(ELSEWHERE):
            rooms.setdefault(name.partition("/")[0], {})[name] = parse(path)
    for modules in rooms.values():
        collect(modules, told)
    return told


def collect(modules: Mapping[str, ast.Module], told: ToldRules) -> None:
    """Add the rules of one room's modules by name.

    A call makes a finding where what it calls is a `Finding`, or takes a `rule`: its rule is the first text among
    its arguments that has the form of one.
    """
    makers = {FINDING: 6} | dict(maker for module in modules.values() for maker in _find_makers(module))
    for name, module in modules.items():
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
            arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
            wanted = makers.get(_name_of(call.func))
            is_whole = any(isinstance(argument, ast.Starred) for argument in arguments)
            if wanted is None or (len(arguments) < wanted and not is_whole):
                continue
            rule = next((text for argument in arguments if (text := _read_rule(argument)) is not None), None)
            if rule is None:
                told.unreadable.append(f"lms/{name}:{call.lineno}")
            elif rule:
                told.places.setdefault(rule, []).append(f"lms/{name}:{call.lineno}")


def _find_makers(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions and values that take a rule, by name, with the number of arguments they need."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if _is_text(argument.annotation)]
            if _RULE in names:
                is_method = node.args.args[0].arg == "self"
                yield node.name, len(node.args.args) - len(node.args.defaults) - is_method
        elif isinstance(node, ast.ClassDef):
            fields = [line for line in node.body if isinstance(line, ast.AnnAssign)]
            if any(isinstance(line.target, ast.Name) and line.target.id == _RULE for line in fields):
                yield node.name, sum(line.value is None for line in fields)


def _is_text(annotation: ast.expr | None) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id == "str"


def _name_of(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _read_rule(argument: ast.expr) -> str | None:
    """A rule written in full; "" where one is only passed on; None where the argument is something else."""
    match argument:
        case ast.Constant(value=str(text)) if _FORM.fullmatch(text):
            return text
        case ast.Name(id=name) | ast.Attribute(attr=name) if name == _RULE:
            return ""
        case _:
            return None
