"""Every rule has a page whose wrong example it tells, and whose right one no rule tells."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from pluggy import HookRelay

from lms.core.findings import Finding
from lms.lint import service
from lms.lint.writer import write_course
from tests.house.files import assert_none
from tests.lint.conftest import COURSE
from tests.lint.fragments import put
from tests.lint.rule_ids import ToldRules, collect, list_told_rules
from tests.lint.rule_pages import (
    FOLDER,
    INDEX,
    Fragment,
    RulePage,
    find_page_faults,
    list_pages,
    read_page,
)
from tests.lint.staging import RIGHT, WRONG, Stage

TOLD = list_told_rules()
COMPARING = {"sections-differ"} | {
    rule for rule, places in TOLD.places.items() if any("/parity.py:" in place for place in places)
}
"""What a page that shows one language alone leaves open."""
ALSO: Mapping[str, set[str]] = {
    "anchor-duplicate": {"part-missing"},
    "anchor-form": {"part-missing"},
    "anchor-missing": {"part-missing"},
    "folder-missing": {"folder-unlisted"},
    "question-code-unclosed": {"question-no-key"},
    "question-stray-translation": {"question-no-translation"},
    "question-translation-alone": {"question-no-translation"},
}
"""What the same mistake breaks besides."""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a course that has just been begun, to be copied."""
    return write_course(tmp_path_factory.mktemp("begun"), COURSE)


@pytest.fixture(scope="module")
def wanting(hooks: HookRelay, begun: Path) -> set[str]:
    """What such a course lacks: modules, and somebody to write them."""
    return rules_of(service.lint(hooks, begun).findings)


def rules_of(findings: Iterable[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


def show(begun: Path, folder: Path, fragments: Iterable[Fragment], stage: Stage | None) -> Path:
    """A course that has just been begun, with what a page shows in it."""
    course = folder / COURSE
    shutil.copytree(begun, course)
    if stage is not None:
        stage(course)
    for fragment in fragments:
        put(course, fragment)
    return course


@pytest.mark.parametrize("page", list_pages(), ids=lambda page: page.rule)
def test_the_wrong_example_is_told_and_the_right_one_is_not(
    hooks: HookRelay, begun: Path, wanting: set[str], tmp_path: Path, page: RulePage
) -> None:
    runs = page.rule.startswith("program-")
    wrong = show(begun, tmp_path / "wrong", page.wrong, WRONG.get(page.rule))
    right = show(begun, tmp_path / "right", page.right, RIGHT.get(page.rule))
    told = service.lint(hooks, wrong, "", runs_programs=runs).findings
    passed = rules_of(service.lint(hooks, right, "", runs_programs=runs).findings)
    shown = {fragment.file for fragment in (*page.wrong, *page.right)} & {"en.md", "zh.md"}
    ignored = (wanting | (COMPARING if len(shown) == 1 else set())) - {page.rule}
    assert rules_of(told) - ignored == {page.rule} | ALSO.get(page.rule, set()), "The wrong example."
    assert passed - ignored == set(), "The right example."
    for finding in told:
        assert finding.hint, f"Let it name the remedy: {finding}"
        if finding.rule == page.rule:
            assert finding.severity == page.severity
            assert not page.files or Path(finding.path).name in page.files, (
                f"Let the page name the file: {finding}"
            )


def test_every_rule_has_a_page_and_a_line_in_the_index() -> None:
    assert_none(find_page_faults(TOLD.places))


def test_every_rule_is_told_by_its_name_in_full() -> None:
    assert not TOLD.unreadable, f"Write the name of the rule as a text in the call: {TOLD.unreadable}"


def test_every_example_is_shown_or_staged() -> None:
    unstaged = [page.rule for page in list_pages() if not page.wrong and page.rule not in WRONG]
    assert not unstaged, f"Show a file in the fences of these pages, or do in staging.py what it takes: {unstaged}"
    unused = (WRONG.keys() | RIGHT.keys() | ALSO.keys()) - TOLD.places.keys()
    assert not unused, f"There are no such rules: {unused}"


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A copy of the pages, to be broken."""
    return shutil.copytree(FOLDER, tmp_path / "rules")


def test_a_page_that_is_missing_is_told(pages: Path) -> None:
    (pages / "table-cells.md").unlink()
    faults = list(find_page_faults(TOLD.places, pages))
    assert faults == [
        "`table-cells` has no page: write docs/rules/table-cells.md, and a line in docs/rules/README.md"
    ]


def test_a_page_of_a_rule_that_is_gone_is_told(pages: Path) -> None:
    (pages / "table-colours.md").write_text("# `table-colours`\n", "utf-8")
    assert list(find_page_faults(TOLD.places, pages)) == [
        "nothing tells `table-colours`: remove docs/rules/table-colours.md"
    ]


def test_a_rule_that_the_index_leaves_out_is_told(pages: Path) -> None:
    index = pages / INDEX.name
    lines = [line for line in index.read_text("utf-8").splitlines() if "`table-cells`" not in line]
    index.write_text("\n".join(lines), "utf-8")
    assert list(find_page_faults(TOLD.places, pages)) == [
        "docs/rules/README.md has 0 lines for `table-cells`: write one"
    ]


@pytest.mark.parametrize(
    "change", [("Warning, in", "A warning in"), ("## Right", "## Good"), ("table-cells`", "table`")]
)
def test_a_page_of_another_form_is_told(pages: Path, change: tuple[str, str]) -> None:
    page = pages / "table-cells.md"
    page.write_text(page.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(ValueError, match="write it as"):
        read_page(page)


@pytest.mark.parametrize(
    ("code", "rules", "unreadable"),
    [
        ('yield warn(path, 1, "a-rule", "A message.", "b-hint")', ["a-rule"], 0),
        ('Finding(*place, Severity.ERROR, "rule", message, hint)', ["rule"], 0),
        ('warn(*place, rule="a-rule", message=m, hint=h)', ["a-rule"], 0),
        ('warn(path, 1, f"{kind}-unknown", m, h)', [], 1),
        ("warn(path, 1, other.rule, m, h)", [], 0),
        ('print("no-rule", 1, 2, 3, 4, 5, 6)', [], 0),
    ],
)
def test_rules_are_read_from_the_calls_that_make_findings(code: str, rules: list[str], unreadable: int) -> None:
    told = ToldRules()
    source = f"def warn(path, line, rule: str, message, hint):\n    return rule\n{code.removeprefix('yield ')}\n"
    collect({"x.py": ast.parse(source)}, told)
    assert (list(told.places), len(told.unreadable)) == (rules, unreadable)
