"""What is imported is declared, what is declared is used, and the lock files hold both with their hashes."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib.metadata import packages_distributions, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.files import PACKAGE, ROOT, assert_none, list_modules, parse, project

COMES_WITH = {
    "jinja2": "flask",
    "markupsafe": "flask",
    "werkzeug": "flask",
    "wtforms": "flask-wtf",
    "grimp": "import-linter",
    "packaging": "pytest",
}
"""Halves of a library that are imported under their own name; the whole is declared and chooses their version."""
NOT_IMPORTED = {
    "psycopg": "SQLAlchemy loads the driver that the database's address names",
    "tzdata": "zoneinfo reads it where the system has no time zones",
    "ruff": "a tool",
    "mypy": "a tool",
    "djlint": "a tool",
    "uv": "a tool",
    "pytest-xdist": "pytest loads it",
    "hatchling": "the builder",
}
"""Declared and never imported, with the reason."""
HERE = {"lms", "tests", "benchmarks", "config"} | {
    path.parent.name for path in (ROOT / "docs" / "examples").glob("*/*/__init__.py")
}
"""Packages of this repository, among them the plugins that stand in it to be copied."""
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|@ file:|@ git\+")


def imported_names(trees: Iterable[ast.Module]) -> set[str]:
    """Top names of imported packages that are neither Python's own nor this repository's."""
    found = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - HERE


def find_dependency_faults(
    imported: Iterable[str], declared: Collection[str], not_imported: Collection[str] = ()
) -> Iterator[str]:
    """Imports without a declaration, and declarations without an import."""
    owners = packages_distributions()
    used = set()
    for name in sorted(imported):
        distributions = {canonicalize_name(owner) for owner in owners.get(name, [name])}
        whole = COMES_WITH.get(name, "")
        if whole in declared and distributions & set(requirements_of(whole)):
            used.add(whole)
        elif not distributions & set(declared):
            names = sorted(distributions)
            yield f"{name} is imported and not declared: add {names} to pyproject.toml, then `make lock`"
        used |= distributions
    for name in sorted(set(declared) - used - set(not_imported)):
        yield f"{name} is declared and not imported: remove it from pyproject.toml, then `make lock`"


def requirements_of(distribution: str) -> list[str]:
    return [canonicalize_name(Requirement(line).name) for line in requires(distribution) or ()]


def find_lock_faults(lock: str, declared: Iterable[Requirement]) -> Iterator[str]:
    """Locked packages without a hash, addresses, and declared packages that are missing or of another version."""
    starts = [*LOCKED.finditer(lock)]
    ends = [*(found.start() for found in starts[1:]), len(lock)]
    for found, end in zip(starts, ends, strict=True):
        if "--hash=sha256:" not in lock[found.start() : end]:
            yield f"{found[1]} has no hash: `make lock`"
    if address := ADDRESS.search(lock):
        yield f"{address[0]} is an address: the lock names no place, `make lock` writes none"
    versions = locked_versions(lock)
    for requirement in declared:
        locked = versions.get(canonicalize_name(requirement.name))
        if locked is None or not requirement.specifier.contains(Version(locked), prereleases=True):
            yield f"{requirement} is declared, {locked or 'nothing'} is locked: `make lock`"


def locked_versions(lock: str) -> dict[str, str]:
    return {canonicalize_name(found[1]): found[2] for found in LOCKED.finditer(lock)}


def declared_in(*groups: str) -> list[Requirement]:
    """What pyproject.toml declares for everyone, or in the groups named."""
    known: Mapping[str, list[str]] = project()["project"]["optional-dependencies"]
    lines = [line for group in groups for line in known[group]] if groups else project()["project"]["dependencies"]
    return [Requirement(line) for line in lines]


def names_of(requirements: Iterable[Requirement]) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in requirements}


def test_the_package_imports_what_it_declares_and_nothing_else() -> None:
    imported = imported_names(parse(path) for path in list_modules(PACKAGE))
    assert_none(find_dependency_faults(imported, names_of(declared_in()), NOT_IMPORTED))


def test_tests_and_benchmarks_import_what_is_declared() -> None:
    folders = (ROOT / "tests", ROOT / "benchmarks")
    imported = imported_names(parse(path) for folder in folders for path in list_modules(folder))
    faults = find_dependency_faults(imported, names_of([*declared_in(), *declared_in("dev")]))
    assert_none(fault for fault in faults if "not declared" in fault)
    tools = find_dependency_faults(imported, names_of(declared_in("dev")), NOT_IMPORTED)
    assert_none(fault for fault in tools if "not imported" in fault)


def test_exceptions_are_still_needed() -> None:
    declared = names_of([*declared_in(), *declared_in("dev", "build")])
    ours, tests = (imported_names(map(parse, list_modules(folder))) for folder in (PACKAGE, ROOT / "tests"))
    needless = sorted(set(NOT_IMPORTED) - (declared - ours))
    assert not needless, f"Take out of NOT_IMPORTED what is gone, or imported by now: {needless}"
    unused = sorted(set(COMES_WITH) - (ours | tests))
    assert not unused, f"Take out of COMES_WITH what is imported no longer: {unused}"


@pytest.mark.parametrize(
    ("name", "groups"), [("requirements.lock", ("build",)), ("requirements-dev.lock", ("build", "dev"))]
)
def test_lock_files_hold_everything_declared_with_hashes(name: str, groups: tuple[str, ...]) -> None:
    lock = (ROOT / name).read_text("utf-8")
    assert_none(find_lock_faults(lock, [*declared_in(), *declared_in(*groups)]))


def test_both_lock_files_hold_the_same_versions() -> None:
    run, dev = (locked_versions((ROOT / f"requirements{kind}.lock").read_text("utf-8")) for kind in ("", "-dev"))
    assert {name: dev.get(name) for name in run} == run, (
        "The lock files hold different versions: `make lock` writes both."
    )


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


def test_an_import_without_a_declaration_is_told_and_the_other_way_round() -> None:
    tree = ast.parse("import os, flask.views\nfrom jinja2 import nodes\nfrom lms import core\nimport babel")
    assert imported_names([tree]) == {"flask", "jinja2", "babel"}
    faults = find_dependency_faults({"flask", "jinja2", "babel"}, {"flask", "nh3", "psycopg"}, NOT_IMPORTED)
    assert [fault.split(":")[0] for fault in faults] == [
        "babel is imported and not declared",
        "nh3 is declared and not imported",
    ]
    assert any(fault.startswith("wtforms") for fault in find_dependency_faults({"wtforms"}, {"flask"}))


@pytest.mark.parametrize(
    ("lock", "told"),
    [
        ("flask==3.1.3 \\\n    --hash=sha256:00\nbabel==2.18.0\n    # via lms\n", "babel has no hash"),
        ("--index-url https://example.org\nflask==3.1.3 --hash=sha256:00\n", "is an address"),
        ("flask==2.0.0 --hash=sha256:00\n", "flask>=3.1.3 is declared, 2.0.0 is locked"),
        ("babel==2.18.0 --hash=sha256:00\n", "flask>=3.1.3 is declared, nothing is locked"),
    ],
)
def test_a_lock_file_out_of_order_is_told(lock: str, told: str) -> None:
    assert any(told in fault for fault in find_lock_faults(lock, [Requirement("flask>=3.1.3")]))


def test_a_lock_file_in_order_is_not_told() -> None:
    lock = "flask==3.1.3 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n    # via lms\n"
    assert list(find_lock_faults(lock, [Requirement("Flask>=3.1.3")])) == []
