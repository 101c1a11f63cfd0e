"""What docs/plugins.md tells is so: its hooks are those of the code, and its plugins work as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lms.core.house import House
from lms.core.settings import Settings
from lms.core.work import Role
from tests.accounts import makers as accounts
from tests.catalog import makers as catalog
from tests.house.files import ROOT
from tests.house.furnishing import FIRST_MODULE, Post
from tests.house.hook_map import DOCUMENT, SECTION, fill
from tests.house.planted import importable, write_files

FILE = re.compile(r"^`([\w/.]+)`:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
QUESTION = re.compile(r"^```quiz\n.*?^```$", re.DOTALL | re.MULTILINE)
ROOMS = ("tsv", "hello", "hexa")


def test_its_lists_are_those_of_the_code() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert fill(text) == text, "Run `.venv/bin/python -m tests.house.hook_map` to write it again."


def test_a_list_that_is_behind_is_told() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert fill(text.replace("nav_items() -> list[NavItem]", "nav_item() -> str")) == text
    with pytest.raises(AssertionError, match="has no section"):
        fill(text.replace(SECTION.format(name="hooks", body="").splitlines()[0], ""))


# ── Its plugins, as they stand there ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """An installation with the three folders that the document makes."""
    files = dict(FILE.findall(DOCUMENT.read_text("utf-8")))
    write_files(tmp_path / "beside", files)
    with importable(tmp_path / "beside"):
        yield replace(settings, plugins=(*settings.plugins, *ROOMS))


def test_its_format_writes_every_table(house: House, client: FlaskClient) -> None:
    institution = accounts.make_institution(house)
    person = accounts.make_person(house, "registrar", roles=[Role.REGISTRAR], institution=institution)
    accounts.sign_in(client, person)
    assert "Download TSV" in client.get("/en/exports").text
    table = client.get(f"/en/exports/hours.tsv?institution={institution.code}&year=2026")
    assert table.text.startswith("Record number\tRecord version\tStatus\t")


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", ("Welcome", "1 course is open.")), ("zh", ("欢迎", "已开放 1 门课程。"))],
)
def test_its_page_is_served_in_both_languages(
    house: House, client: FlaskClient, language: str, shown: tuple[str, str]
) -> None:
    catalog.make_course(house)
    page = client.get(f"/{language}/hello/").text
    assert [text for text in (*shown, f'<a href="/{language}/hello/" aria-current') if text not in page] == []


def test_its_question_is_asked_and_graded(house: House, client: FlaskClient, post: Post) -> None:
    [question] = QUESTION.findall(DOCUMENT.read_text("utf-8"))
    folder = catalog.write_course(house.settings.courses) / f"m-{FIRST_MODULE}"
    bank = folder / "quiz.md"
    asked = question.replace("ai-01-q20", f"{FIRST_MODULE}-p02").replace("section: bits", "section: first")
    bank.write_text(
        bank.read_text("utf-8") + "\n" + asked.replace("\n\n", "\npool: practice\n\n", 1) + "\n", "utf-8"
    )
    catalog.publish_courses(house)
    for typed in ("1f", "0x1F", "thirty"):
        answer = post(client, f"/en/quizzes/checks/{FIRST_MODULE}/{FIRST_MODULE}-p02", form={"answer": typed})
        assert "0x1F" in answer.text
        assert ("Not right" in answer.text) is (typed == "thirty")


def test_its_tests_are_run_as_it_says(tmp_path: Path) -> None:
    files = dict(FILE.findall(DOCUMENT.read_text("utf-8")))
    assert {name.partition("/")[0] for name in files} == set(ROOMS)
    write_files(tmp_path, files)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.conftest"]
    run = subprocess.run(
        [*command, "-c", str(ROOT / "pyproject.toml"), "-k", "not postgresql", str(tmp_path / "hello" / "tests")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 passed" in run.stdout
