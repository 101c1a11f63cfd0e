"""What an author sees who checks a course, and who begins one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from lms.app import open_house
from lms.cli import main
from lms.core.house import House
from lms.core.settings import Settings
from lms.lint import commands
from lms.lint.writer import write_course
from tests.catalog.makers import rewrite
from tests.lint.conftest import COURSE

Type = Callable[..., Result]
STILL_WANTING = {"course-short", "text-length"}
"""What a course that has just been begun lacks: modules, and somebody to write them."""
WORDS = "## The first idea {#first}"


@pytest.fixture
def author(tmp_path: Path) -> House:
    """A house as an author has it who has prepared nothing: without a database."""
    courses = tmp_path / "courses"
    courses.mkdir()
    return open_house(Settings(instance=tmp_path / "instance", courses=courses))


@pytest.fixture
def type_in(author: House) -> Type:
    """`type_in("check", path)` types `lms check path`."""
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words], obj=author)


@pytest.fixture
def begun(author: House, type_in: Type) -> Path:
    """The folder of a course that was begun by the command."""
    done = type_in("new", "course", COURSE)
    assert done.exit_code == 0, done.output
    return author.settings.courses / COURSE


def rules_of(done: Result) -> set[str]:
    return {line.split()[2] for line in done.stdout.splitlines()}


# ── lms new ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_course_is_begun_without_a_mistake(type_in: Type, begun: Path) -> None:
    done = type_in("check", "--run", begun)
    assert done.exit_code == 0, done.output
    assert rules_of(done) == STILL_WANTING


def test_a_course_that_is_begun_can_be_published_and_opened(house: House, client: FlaskClient) -> None:
    write_course(house.settings.courses, COURSE)
    done = CliRunner().invoke(main, ["publish"], obj=house)
    assert done.stdout.endswith("edge-computing: new (revision 1): added ec-01\n")
    assert client.get(f"/zh/courses/{COURSE}/ec-01").status_code == 200


def test_a_module_is_added_with_an_id_of_its_own(type_in: Type, begun: Path) -> None:
    done = type_in("new", "module", COURSE, "sensing")
    assert [Path(line).parent.name for line in done.stdout.splitlines()] == ["02-sensing"] * 3
    done = type_in("check", begun)
    assert rules_of(done) == STILL_WANTING
    assert "1 course, 2 modules: 0 errors, 5 warnings." in done.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("course", "Edge Computing"), "'Edge Computing' is no name for a course: small letters"),
        (("course", "../away"), "'../away' is no name for a course: small letters"),
        (("course", COURSE), "There is a folder"),
        (("module", COURSE, "01-foundations"), "There is a folder"),
        (("module", "nowhere", "sensing"), "begin the course first"),
        (("module", "..", "sensing"), "'..' is no name for a course"),
        (("module", COURSE, "Sensing!"), "'Sensing!' is no name for a module: small letters"),
    ],
)
def test_what_cannot_be_begun_is_said_and_changes_nothing(
    type_in: Type, begun: Path, words: Sequence[str], sentence: str
) -> None:
    before = {path: path.read_bytes() for path in begun.parent.rglob("*") if path.is_file()}
    done = type_in("new", *words)
    assert done.exit_code == 1
    assert sentence in done.stderr
    assert {path: path.read_bytes() for path in begun.parent.rglob("*") if path.is_file()} == before


def test_without_a_folder_of_courses_an_author_is_told_to_make_one(author: House) -> None:
    lost = replace(author, settings=replace(author.settings, courses=author.settings.courses / "lost"))
    done = CliRunner().invoke(main, ["new", "course", COURSE], obj=lost)
    assert (done.exit_code, "make it, or name another" in done.stderr) == (1, True)


# ── lms check ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_mistake_and_a_wish_are_told_each_in_a_line(type_in: Type, begun: Path) -> None:
    rewrite(begun / "01-foundations/en.md", WORDS, "## The first idea")
    rewrite(begun / "01-foundations/quiz.md", "unit: m²\n", "")
    done = type_in("check", begun)
    assert done.exit_code == 1
    assert " error anchor-missing " in done.stdout
    assert " warning number-unit ec-01-q01 asks for a number without a unit. (write `unit: ms` into" in done.stdout


def test_what_there_is_is_counted(type_in: Type, begun: Path) -> None:
    done = type_in("check", begun)
    counted, found = done.stderr.splitlines()
    assert re.fullmatch(
        r"1 modules, 2 texts, [0-9]+ words, [0-9]+ characters, 12 graded questions, 5 practice questions,"
        r" 0 programs, 0 executed, 2 claims\.",
        counted,
    )
    assert found == "1 course, 1 module: 0 errors, 3 warnings."


def test_one_course_can_be_checked_alone(type_in: Type, begun: Path) -> None:
    broken = begun.parent / "broken"
    broken.mkdir()
    (broken / "course.toml").write_text("access =", "utf-8")
    assert type_in("check", begun).exit_code == 0
    done = type_in("check", broken)
    assert done.stdout.startswith(f"{broken}/course.toml:1:9: error toml-syntax ")


def test_checking_needs_no_database_and_makes_none(author: House, type_in: Type, begun: Path) -> None:
    assert type_in("check", begun).exit_code == 0
    assert not list(author.settings.instance.glob("*.db"))


def test_checking_that_takes_long_says_where_it_is(
    type_in: Type, begun: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "QUIET_SECONDS", -1.0)
    add_program(begun, "print(1)", "1")
    told = type_in("check", begun, "--run").stderr.splitlines()[:-2]
    assert told[0] == f"[1/1] checking {begun}"
    assert [line.split(":")[0] for line in told[1:]] == [
        f"[1/2] running {begun}/01-foundations/zh.md",
        f"[2/2] running {begun}/01-foundations/en.md",
    ]


def test_programs_read_the_findings_as_json(type_in: Type, begun: Path) -> None:
    rewrite(begun / "01-foundations/quiz.md", "unit: m²\n", "")
    told = json.loads(type_in("check", begun, "--format", "json").stdout)
    assert told["counts"]["graded_questions"] == 12
    assert {
        "path": f"{begun}/01-foundations/quiz.md",
        "line": 5,
        "column": 1,
        "severity": "warning",
        "rule": "number-unit",
        "message": "ec-01-q01 asks for a number without a unit.",
        "hint": "write `unit: ms` into its header, or `unit: none` for a count or a ratio",
    } in told["findings"]


def test_code_hosts_read_the_findings_as_sarif(type_in: Type, begun: Path) -> None:
    rewrite(begun / "01-foundations/en.md", WORDS, "## The first idea")
    told = json.loads(type_in("check", begun, "--format", "sarif").stdout)
    assert told["version"] == "2.1.0"
    [run] = told["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert {"anchor-missing", *STILL_WANTING} <= set(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] == (
            "error" if result["ruleId"] in {"anchor-missing", "sections-differ"} else "warning"
        )
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
        assert location["physicalLocation"]["artifactLocation"]["uri"].startswith(str(begun))


# ── lms check --run ─────────────────────────────────────────────────────────────────────────────────────────


def add_program(course: Path, program: str, output: str | None) -> None:
    block = f"```python run\n{program}\n```\n" + (f"\n```output\n{output}\n```\n" if output is not None else "")
    for language, heading in (("en", WORDS), ("zh", "## 第一个要点 {#first}")):
        rewrite(course / f"01-foundations/{language}.md", heading, f"{heading}\n\n{block}")


@pytest.mark.parametrize(
    ("program", "output", "told"),
    [
        ("print(6 * 7)", "42", ""),
        ("print(6 * 7)", "41", "program-output The program prints “42” in line 1, where “41” is written."),
        ("print(1)\nprint(2)", "1", "program-output The program prints 2 lines, where 1 are written."),
        ("print(1)", None, "program-output What the program prints stands nowhere."),
        ("1 / 0", "0", "program-failed The program ends with ZeroDivisionError: division by zero."),
        ("import os\nos._exit(3)", "0", "program-failed The program ends with exit code 3."),
        ("import os\nos.abort()", "0", "program-failed The program is ended by SIGABRT."),
        ("x = 'a' * 10**9", "0", "program-failed The program needs more than 512 MB of memory."),
        ("print('x' * 200_000)", "0", "program-failed The program prints more than 100,000 bytes."),
        (
            "open('f', 'w').write('x' * 10**7)",
            "0",
            "program-failed The program ends with OSError: [Errno 27] File too",
        ),
        ("import lms", "0", "program-failed The program ends with ModuleNotFoundError: No module named 'lms'."),
        ("import os\nprint(len(os.listdir()), 'HOME' in os.environ)", "0 False", ""),
        ("import sys\nprint(sys.stdin.read() == '')", "True", ""),
    ],
)
def test_a_program_that_does_not_do_what_the_course_says_is_told(
    type_in: Type, begun: Path, program: str, output: str | None, told: str
) -> None:
    add_program(begun, program, output)
    done = type_in("check", begun, "--run")
    found = [line.split(" error ")[1] for line in done.stdout.splitlines() if " error " in line]
    assert [line.startswith(told) for line in found] == ([True] * 2 if told else [])
    assert done.exit_code == (1 if told else 0)
    assert ", 2 executed, " in done.stderr


def test_without_the_word_no_program_is_run(house: House, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    add_program(write_course(house.settings.courses, COURSE), f"open({str(trace)!r}, 'w').close()", "")
    for words, is_run in (
        (["check"], False),
        (["publish"], False),
        (["prepare"], False),
        (["check", "--run"], True),
    ):
        assert CliRunner().invoke(main, words, obj=house).exit_code == 0
        assert trace.exists() is is_run, words
