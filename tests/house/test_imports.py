"""Imports go downward, each contract catches what it forbids, and no modules import each other in a circle."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import spec_from_file_location
from pathlib import Path

import grimp
import pytest
from importlinter import configuration
from importlinter.application import use_cases

import lms
from tests.house.files import PACKAGE, ROOMS, ROOT, contracts

configuration.configure()


def find_broken_contracts(root: Path) -> set[str]:
    """The ids of the contracts that the package `lms` breaks, by the pyproject.toml of a checkout."""
    options = use_cases.read_user_options(str(root / "pyproject.toml"))
    use_cases._register_contract_types(options)
    report = use_cases.create_report(options, cache_dir=None)
    assert not report.could_not_run, (
        f"Correct these contracts in pyproject.toml, they cannot be read: {report.invalid_contract_options}"
    )
    return {check[0].contract_options["id"] for check in report.get_contracts_and_checks() if not check[1].kept}


def test_the_house_keeps_its_import_contracts() -> None:
    broken = find_broken_contracts(ROOT)
    assert not broken, (
        f"{sorted(broken)} are broken; `make check` shows by which import. "
        "Ask a floor below by its front desk, or declare a hook in lms/core/hookspecs.py."
    )


# ── Each contract, broken on purpose ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Planted:
    """A line written into a copy of the package, and the one contract it breaks."""

    contract_id: str
    path: str
    line: str


PLANTED = (
    Planted("floors", "progress/views.py", "from lms import exports"),
    Planted("floors", "progress/views.py", "from lms import hours"),
    Planted("floors", "attic.py", ""),
    Planted("room-shape", "progress/forms.py", "from lms.progress import views"),
    Planted("room-shape", "catalog/commands.py", "from lms.catalog import views"),
    Planted("room-shape", "progress/extras.py", ""),
    Planted("plain-rules", "progress/rules.py", "import sqlalchemy"),
    Planted("plain-rules", "progress/rules.py", "from lms.core.work import Work"),
    Planted("no-web-below-views", "progress/service.py", "import flask"),
    Planted("no-web-below-views", "progress/models.py", "from lms.core import web"),
    Planted("no-tables-in-views", "progress/views.py", "from sqlalchemy import select"),
    Planted("no-tables-in-views", "progress/plugin.py", "from lms.progress import models"),
    Planted("no-database-in-adapters", "catalog/reader/files.py", "import sqlalchemy"),
    *(Planted(f"front-desk-{room}", "app.py", f"from lms.{room} import rules") for room in ROOMS),
)


def test_every_contract_is_broken_on_purpose_below() -> None:
    assert {planted.contract_id for planted in PLANTED} == set(contracts()), (
        "Plant in PLANTED a line that the new contract forbids, so that it is seen to catch it."
    )


@pytest.mark.parametrize("planted", PLANTED, ids=lambda p: f"{p.contract_id}: {p.path} {p.line}".strip())
def test_a_planted_import_breaks_its_contract_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: Planted
) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    copy = Path(shutil.copytree(PACKAGE, tmp_path / "lms", ignore=shutil.ignore_patterns("__pycache__", "*.po")))
    with (copy / planted.path).open("a", encoding="utf-8") as file:
        file.write(f"\n{planted.line}\n")
    # Import-linter looks a package up as Python does, and this process has imported the real one.
    where = spec_from_file_location("lms", copy / "__init__.py", submodule_search_locations=[str(copy)])
    monkeypatch.setattr(lms, "__spec__", where)
    assert find_broken_contracts(tmp_path) == {planted.contract_id}


# ── Circles ─────────────────────────────────────────────────────────────────────────────────────────────────


def find_circles(imports: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The groups of modules that reach each other, sorted; Tarjan's algorithm without recursion."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    circles = []
    for start in imports:
        walk = [] if start in numbers else [(start, iter(imports[start]))]
        while walk:
            module, rest = walk[-1]
            if module not in numbers:
                numbers[module] = lowest[module] = len(numbers)
                path.append(module)
            for imported in rest:
                if imported not in numbers:
                    walk.append((imported, iter(imports.get(imported, ()))))
                    break
                if imported in path:
                    lowest[module] = min(lowest[module], numbers[imported])
            else:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[module])
                if lowest[module] == numbers[module]:
                    at = path.index(module)
                    circles.append(sorted(path[at:]))
                    del path[at:]
    return sorted(circle for circle in circles if len(circle) > 1 or circle[0] in imports.get(circle[0], ()))


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("lms", exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: sorted(graph.find_modules_directly_imported_by(module)) for module in sorted(graph.modules)}
    circles = find_circles(imports)
    print(f"{len(imports)} modules, {sum(map(len, imports.values()))} imports, {len(circles)} circles")
    assert not circles, (
        f"Imports run in circles: {circles}\nMove what both need into a module below them, "
        "or import from the module itself and not from its package."
    )


def test_a_circle_is_told_with_everyone_in_it() -> None:
    imports = {"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": ["e"], "e": [], "f": ["f"], "g": ["a", "h"], "h": []}
    assert find_circles(imports) == [["a", "b", "c"], ["f"]]
    assert find_circles({"a": ["b", "c"], "b": ["c"], "c": []}) == []
