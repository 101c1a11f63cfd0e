"""Makes a new room of the house: a page, its tests, its translations, and its place in every list and contract."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from babel.messages import Catalog

from lms.core.texts import translate
from tests.house.files import ROOT
from tests.house.texts import TRANSLATED, dump, find_texts, po_path

NAME = re.compile(r"[a-z][a-z0-9]{2,19}")
HOMES = ("lms", "templates", "static", "tests")
COUNTED = ("%(num)s module can be learnt.", "%(num)s modules can be learnt.")
CHINESE = {COUNTED: ("可学习 %(num)s 个模块。",)}
FILES = {
    "lms/{name}/__init__.py": '''\
"""{title}: say here, in one sentence, what the room is; offer here what rooms above may call."""
''',
    "lms/{name}/plugin.py": '''\
"""How the room joins the house."""

from __future__ import annotations

from flask import Blueprint

from lms.core.hookspecs import hookimpl
from lms.core.parts import NavItem
from lms.core.texts import N_
from lms.{name}.views import blueprint


@hookimpl
def blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def nav_items() -> list[NavItem]:
    return [NavItem("{name}.{name}", N_("{title}"))]
''',
    "lms/{name}/views.py": '''\
"""The page of the room."""

from __future__ import annotations

from flask import Blueprint

from lms.core import web
from lms.{name} import service

blueprint = Blueprint("{name}", __name__, url_prefix="/{name}")


@blueprint.get("")
@web.everyone
def {name}() -> str:
    """What there is to learn."""
    return web.render("{name}/{name}.html", module_count=service.count_modules(web.work()))
''',
    "lms/{name}/service.py": '''\
"""What people can do here."""

from __future__ import annotations

from lms import catalog
from lms.core.work import Work
from lms.{name} import rules


def count_modules(work: Work) -> int:
    """How many modules are published."""
    return rules.count_modules(catalog.list_outlines(work))
''',
    "lms/{name}/rules.py": '''\
"""What is true here; facts come in as arguments."""

from __future__ import annotations

from collections.abc import Iterable

from lms.core.parts import CourseOutline


def count_modules(courses: Iterable[CourseOutline]) -> int:
    """How many modules the courses have."""
    return sum(len(course.modules) for course in courses)
''',
    "templates/{name}/{name}.html": """\
{{# The page of the room. Reads `module_count`. #}}
{{% extends "layout/base.html" %}}
{{% block title %}}{{{{ _("{title}") }}}}{{% endblock %}}
{{% block main %}}
  <div class="page-head">
    <h1>{{{{ _("{title}") }}}}</h1>
    <p>{{{{ ngettext("%(num)s module can be learnt.", "%(num)s modules can be learnt.", module_count) }}}}</p>
  </div>
{{% endblock %}}
""",
    "tests/{name}/test_rules.py": '''\
"""What is true in the room."""

from __future__ import annotations

from lms.{name}.rules import count_modules


def test_no_course_has_no_module() -> None:
    assert count_modules([]) == 0
''',
    "tests/{name}/test_pages.py": '''\
"""Everybody sees what there is to learn."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from lms.core.house import House
from tests.catalog.makers import ModuleToMake, make_course


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "2 modules can be learnt."), ("zh", "可学习 2 个模块。")]
)
def test_the_page_counts_modules(house: House, client: FlaskClient, language: str, shown: str) -> None:
    make_course(house, modules=[ModuleToMake("m-01"), ModuleToMake("m-02")])
    page = client.get(f"/{{language}}/{name}")
    assert page.status_code == 200
    assert shown in page.text
''',
}
DESK = """
[[tool.importlinter.contracts]]
id = "front-desk-{name}"
name = "Front desk of {name}: other rooms call `from lms import {name}`, never its back files"
type = "protected"
protected_modules = ["lms.{name}.*"]
allowed_importers = ["lms.{name}"]
as_packages = true
"""


def find_refusal(name: str, root: Path = ROOT) -> str:
    """Why there cannot be a room of this name, and what to do; empty where there can."""
    if not name:
        return "Say how the room is called: make room NAME=notices"
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        return f"{name!r} cannot be a room: call it by 3 to 20 small letters and digits, such as notices."
    taken = [home for home in HOMES if (root / home / name).exists() or (root / home / f"{name}.py").exists()]
    if taken:
        return f"{taken[0]}/{name} is there already: call the room otherwise."
    return ""


def make_room(name: str, root: Path = ROOT) -> list[str]:
    """Write the room's files and its place in the lists; returns the files that were written or changed."""
    title = name.capitalize()
    for path, content in FILES.items():
        _write(root / path.format(name=name), content.format(name=name, title=title))
    changes: dict[str, Callable[[str], str]] = {
        "config.py": lambda text: _add_to_plugins(text, name),
        "lms/core/settings.py": lambda text: _add_to_plugins(text, name),
        "pyproject.toml": lambda text: _add_contracts(text, name),
        "docs/architecture.md": lambda text: _add_to_drawing(text, name),
    }
    for path, change in changes.items():
        _write(root / path, change((root / path).read_text("utf-8")))
    for order in (
        ["check", "--quiet", "--select", "I", "--fix"],
        ["format", "--quiet"],
    ):  # imports, by the alphabet
        subprocess.run(
            [sys.executable, "-m", "ruff", *order, f"lms/{name}", f"tests/{name}"], cwd=root, check=True
        )
    translated = [_translate(name, title, language, root) for language in TRANSLATED]
    return [*(path.format(name=name) for path in FILES), *changes, *translated]


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")


def _replace_once(pattern: str, replacement: str, text: str) -> str:
    changed, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert count == 1, f"There is nothing like {pattern}: mend tests/house/new_room.py."
    return changed


def _add_to_plugins(text: str, name: str) -> str:
    return _replace_once(r'(PLUGINS = \(\n(?: {4}".+",\n)+)\)', rf'\1    "lms.{name}",\n)', text)


def _add_contracts(text: str, name: str) -> str:
    """On the upper floor, in the shape of a room, with a front desk."""
    text = _replace_once(r'^( {2}"loading",\n {2}".+)",$', rf'\1 | {name}",', text)
    text = _replace_once(r'^(containers = \["lms\..+)\]$', rf'\1, "lms.{name}"]', text)
    end = text.rindex("as_packages = true\n") + len("as_packages = true\n")
    return text[:end] + DESK.format(name=name) + text[end:]


def _add_to_drawing(text: str, name: str) -> str:
    return _replace_once(r"^( │ )(.+)(│  upper floor)$", rf"\1\2\3\n\1{name.ljust(42)}│", text)


def _translate(name: str, title: str, language: str, root: Path) -> str:
    """The room's file of translations; its title is left as it is unless the house has the word."""
    catalog = Catalog(locale=language)
    for path in (root / "lms" / name, root / "templates" / name):
        for file in sorted(path.glob("*.*")):
            for text in find_texts(file):
                catalog.add(text, CHINESE[text] if isinstance(text, tuple) else translate(language, title))
    place = root / po_path(language, name).relative_to(ROOT)
    _write(place, dump(catalog, language))
    return str(place.relative_to(root))


def main(name: str) -> int:
    refusal = find_refusal(name)
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    print("\n".join(make_room(name)))
    print(f"The room {name} is open: /en/{name}. Write its Chinese name in lms/translations/zh/{name}.po.")
    return 0


if __name__ == "__main__":
    sys.exit(main("".join(sys.argv[1:2])))
