"""Every template compiles and is used, every template asked for is there, and a page's template bears its name."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes

from tests.house.files import PACKAGE, ROOMS, ROOT, assert_none, list_modules, parse

TEMPLATES = ROOT / "templates"
OTHER_NAMES = {
    "quizzes/result.html": "an attempt that was submitted is shown at the same address, with its result",
    "accounts/reset_link.html": "the link is shown in the answer to the form, because it may be kept nowhere",
}
"""Pages whose template bears another name than their endpoint, with the reason."""
REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def list_templates(folder: Path = TEMPLATES) -> dict[str, str]:
    """The sources of all templates by name."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.*"))}


# ── Compiling and use ───────────────────────────────────────────────────────────────────────────────────────


def find_syntax_faults(environment: Environment, templates: Mapping[str, str]) -> Iterator[str]:
    for name, source in templates.items():
        try:
            environment.compile(source, name)
        except TemplateSyntaxError as error:
            yield f"templates/{name}:{error.lineno}: {error.message} Correct the template there."


def referenced_by_templates(environment: Environment, templates: Mapping[str, str]) -> set[str]:
    """Names that templates extend, import or include; what is put in at run time is a *."""
    trees = (environment.parse(source) for source in templates.values())
    return {_pattern(node.template) for tree in trees for node in tree.find_all(REFERENCES)}


def _pattern(expression: nodes.Node) -> str:
    if isinstance(expression, nodes.Concat):
        return "".join(_pattern(part) for part in expression.nodes)
    return str(expression.value) if isinstance(expression, nodes.Const) else "*"


def referenced_by_code(trees: Iterable[ast.Module]) -> set[str]:
    """Names of templates that stand in Python: in render, Panel, Part, or kept for them."""
    constants = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and value.endswith(".html") and "/" in value}


def find_use_faults(templates: Iterable[str], referenced: Iterable[str]) -> Iterator[str]:
    """Templates that nobody uses, and names that lead to none. A name that is all run time proves no use."""
    patterns = {pattern for pattern in referenced if pattern.strip("*")}
    known = set(templates)
    for name in sorted(known):
        if not any(fnmatch(name, pattern) for pattern in patterns):
            yield f"templates/{name} is used nowhere: render it, include it, or remove it"
    for pattern in sorted(patterns):
        if not any(fnmatch(name, pattern) for name in known):
            yield f"templates/{pattern} is asked for and is not there: write it, or correct the name"


# ── One name ────────────────────────────────────────────────────────────────────────────────────────────────


def rendered_names(tree: ast.AST) -> set[str]:
    """Names of templates given to `render` below a node."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    rendering = (node for node in calls if ast.unparse(node.func).split(".")[-1] == "render")
    first = (node.args[0] for node in rendering)
    return {node.value for node in first if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def find_name_faults(room: str, trees: Iterable[ast.Module], others: Iterable[str]) -> Iterator[str]:
    """Pages of a room whose template does not bear the name of their endpoint."""
    functions = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    views = [node for node in functions if any("blueprint" in ast.unparse(mark) for mark in node.decorator_list)]
    endpoints = {f"{room}/{node.name}.html" for node in views}
    remedy = (
        "give function and template one name, or give the reason in OTHER_NAMES in tests/house/test_templates.py"
    )
    for node in views:
        for name in sorted(rendered_names(node) - {f"{room}/{node.name}.html", *others}):
            yield f"{room}.{node.name} renders {name}: {remedy}"
    for name in sorted({name for node in functions for name in rendered_names(node)} - endpoints - set(others)):
        if not any(name in rendered_names(node) for node in views):
            yield f"{name} is rendered, but {room} has no endpoint of that name: {remedy}"


def test_every_template_compiles_in_the_environment_of_the_house(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined, "A misspelt name must fail: see lms/core/web/frame.py."
    assert_none(find_syntax_faults(app.jinja_env, list_templates()))


def test_every_template_is_used_and_every_one_asked_for_is_there(app: Flask) -> None:
    templates = list_templates()
    referenced = referenced_by_templates(app.jinja_env, templates)
    referenced |= referenced_by_code(parse(path) for path in list_modules(PACKAGE))
    assert_none(find_use_faults(templates, referenced))


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_and_its_template_bear_one_name(room: str) -> None:
    home = PACKAGE / room
    trees = [parse(path) for path in (*home.glob("views.py"), *home.glob("views/*.py"))]
    assert_none(find_name_faults(room, trees, OTHER_NAMES))


def test_exceptions_are_still_needed() -> None:
    rendered = {name for path in list_modules(PACKAGE) for name in rendered_names(parse(path))}
    gone = sorted(set(OTHER_NAMES) - rendered)
    assert not gone, f"Take out of OTHER_NAMES what is rendered no longer: {gone}"


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


def test_a_template_that_does_not_compile_is_told() -> None:
    [fault] = find_syntax_faults(Environment(), {"x/y.html": "<p>\n{% if %}"})
    assert fault.startswith("templates/x/y.html:2: ")


def test_unused_and_missing_templates_are_told() -> None:
    templates = {
        "a/page.html": "{% extends 'layout/base.html' %}{% include 'a/_note_' ~ language ~ '.html' %}",
        "a/_note_en.html": "",
        "a/_note_zh.html": "{% include panel.template %}",
        "a/_panel.html": "",
        "a/lost.html": "",
    }
    code = ast.parse(
        "web.render('a/page.html')\nPanel('a/_panel.html')\nPart('a/_gone.html', {})\nname = 'x.html'"
    )
    referenced = referenced_by_templates(Environment(), templates) | referenced_by_code([code])
    assert [fault.split(":")[0] for fault in find_use_faults(templates, referenced)] == [
        "templates/a/lost.html is used nowhere",
        "templates/a/_gone.html is asked for and is not there",
        "templates/layout/base.html is asked for and is not there",
    ]


def test_a_page_of_another_name_is_told() -> None:
    code = """
@blueprint.get("/")
def home(): return web.render("a/home.html")
@blueprint.get("/x")
def x(): return web.render("a/y.html")
@blueprint.post("/z")
def z(): return _page()
def _page(): return web.render("a/lost.html")
"""
    told = [fault.split(":")[0] for fault in find_name_faults("a", [ast.parse(code)], [])]
    assert told == ["a.x renders a/y.html", "a/lost.html is rendered, but a has no endpoint of that name"]
    assert list(find_name_faults("a", [ast.parse(code)], ["a/y.html", "a/lost.html"])) == []
