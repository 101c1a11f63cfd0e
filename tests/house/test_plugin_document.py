"""What docs/plugins.md tells is so: its hooks are those of the code, and its plugins work as they stand there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, permutations
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient

from lms.accounts.commands.demo_accounts import login_name
from lms.core.house import House
from lms.core.settings import Settings
from lms.core.work import Role
from lms.quizzes.reader import read_bank
from lms.quizzes.rules import QuestionType, register_types, write_question
from tests.accounts import makers as accounts
from tests.catalog import makers as catalog
from tests.house.files import ROOT
from tests.house.furnishing import FIRST_MODULE, Post
from tests.house.hook_map import DOCUMENT, SECTION, fill
from tests.house.planted import importable, write_files

FILE = re.compile(r"^`([\w/.]+)`:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
QUESTION = re.compile(r"^```quiz\nid: (.+?)\ntype: (.+?)\nsection: (.+?)\n.*?^```$", re.DOTALL | re.MULTILINE)
BANK = re.compile(r"^`(courses/[^`]+/quiz\.md)`", re.MULTILINE)
DEMO_ACCOUNT = re.compile(r"\bdemo-(?!accounts\.)[a-z]+")
ROOMS = ("tsv", "hello", "hexa", "anyof")


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
    """An installation with the folders that the document makes."""
    files = dict(FILE.findall(DOCUMENT.read_text("utf-8")))
    write_files(tmp_path / "beside", files)
    with importable(tmp_path / "beside"):
        yield replace(settings, plugins=(*settings.plugins, *ROOMS))


def test_its_format_writes_every_table(house: House, client: FlaskClient) -> None:
    institution = accounts.make_institution(house)
    person = accounts.make_person(house, "registrar", roles=[Role.REGISTRAR], institution=institution)
    accounts.sign_in(client, person)
    page = client.get("/en/exports").text
    assert "Download TSV" in page
    assert "TSV is for programs: a spreadsheet may run" in page
    assert "TSV 供程序读取" in client.get("/zh/exports").text
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


# ── Its types of questions ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def types(house: House) -> Mapping[str, QuestionType]:
    """The types of the house and of the document."""
    return register_types(chain.from_iterable(house.rooms.hook.question_types()))


def list_questions() -> dict[str, str]:
    """The questions of the document by their type."""
    return {found[2]: found[0] for found in QUESTION.finditer(DOCUMENT.read_text("utf-8"))}


def check_of(house: House, type_name: str) -> str:
    """Publish the document's question of a type as a check in the reading; its address."""
    asked = re.sub("^id: .*", f"id: {FIRST_MODULE}-p02", list_questions()[type_name], flags=re.MULTILINE)
    asked = re.sub("^section: .*", "section: first\npool: practice", asked, flags=re.MULTILINE)
    bank = catalog.write_course(house.settings.courses) / f"m-{FIRST_MODULE}" / "quiz.md"
    bank.write_text(f"{bank.read_text('utf-8')}\n{asked}\n", "utf-8")
    catalog.publish_courses(house)
    return f"/en/quizzes/checks/{FIRST_MODULE}/{FIRST_MODULE}-p02"


def test_its_number_is_asked_and_graded(house: House, client: FlaskClient, post: Post) -> None:
    address = check_of(house, "hexa")
    for typed in ("1f", "0x1F", "thirty"):
        answer = post(client, address, form={"answer": typed})
        assert "0x1F" in answer.text
        assert ("Not right" in answer.text) is (typed == "thirty")


def test_its_choices_are_shown_and_graded_as_they_stand(
    house: House, client: FlaskClient, post: Post, types: Mapping[str, QuestionType]
) -> None:
    address = check_of(house, "anyof")
    answer = read_bank(list_questions()["anyof"], path="", types=types).questions[0].answer
    for order in permutations(range(3)):
        shown = answer.show(order, "zh").choices
        assert sorted(shown) == ["测试集", "训练集", "验证集"]
        for place, text in enumerate(shown):
            response = answer.read(order, [str(place)])
            assert answer.grade(response) == (text != "训练集")
            reviewed = answer.review(order, response, "zh").choices
            assert [choice.text for choice in reviewed if choice.is_chosen] == [text]
    told = [post(client, address, form={"answer": str(place)}).text for place in range(3)]
    assert sum("Right. The validation set would be right as well." in page for page in told) == 3
    assert len(set(told)) == 3


@pytest.mark.parametrize("name", ["hexa", "anyof"])
def test_its_questions_are_read_back_as_they_were_written_and_stored(
    types: Mapping[str, QuestionType], name: str
) -> None:
    bank = read_bank(list_questions()[name], path="", types=types)
    assert (len(bank.questions), bank.findings) == (1, ())
    answer = bank.questions[0].answer
    assert read_bank(write_question(bank.questions[0]), path="", types=types).questions == bank.questions
    assert types[name].from_json(json.loads(json.dumps(answer.to_json()))) == answer


@pytest.mark.parametrize("name", ["hexa", "anyof"])
@pytest.mark.parametrize("sent", [[], ["7"], ["0", "1"], [None], [["0"]], "0", [{"0": 1}]])
def test_nothing_that_a_browser_sends_makes_its_types_raise(
    types: Mapping[str, QuestionType], name: str, sent: Sequence[object]
) -> None:
    answer = read_bank(list_questions()[name], path="", types=types).questions[0].answer
    order = answer.arrange(Random(1))
    for response in (answer.read(order, sent), *sent, sent):
        assert 0 <= answer.grade(response) <= 1
        assert len(answer.review(order, response, "en").choices) == len(answer.show(order, "en").choices)


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "rule"),
    [
        ("hexa", "= 0x1F", "= 0xG", 9, "hexa-bad-number"),
        ("hexa", "= 0x1F", "= 1\n= 2", 10, "question-several-keys"),
        ("anyof", "\n+ ", "\n- ", 1, "anyof-no-key"),
        ("anyof", "  @zh 训练集", "  or\n  @zh 训练集", 15, "anyof-long"),
        ("anyof", "  @zh 训练集\n", "", 15, "question-no-translation"),
    ],
)
def test_a_mistake_in_its_questions_is_told_where_it_stands(
    types: Mapping[str, QuestionType], name: str, old: str, new: str, line: int, rule: str
) -> None:
    bank = read_bank(list_questions()[name].replace(old, new), path="", types=types)
    assert bank.questions == ()
    assert [(finding.line, finding.rule) for finding in bank.findings] == [(line, rule)]


def test_its_questions_can_be_put_where_it_says() -> None:
    text = DOCUMENT.read_text("utf-8")
    [place] = BANK.findall(text)
    bank = ROOT / place
    for found in QUESTION.finditer(text):
        assert f"id: {found[1]}\n" not in bank.read_text("utf-8"), f"{place} has {found[1]}: number it anew."
        for name in ("en.md", "zh.md"):
            reading = bank.with_name(name).read_text("utf-8")
            assert f"{{#{found[3]}}}" in reading, f"{name} has no section {found[3]}: name one that it has."


def test_the_demo_accounts_that_it_names_are_made() -> None:
    named = set(DEMO_ACCOUNT.findall(DOCUMENT.read_text("utf-8")))
    assert named, "Say in docs/plugins.md as whom one may try a plugin."
    assert named <= {login_name(role) for role in Role}


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
