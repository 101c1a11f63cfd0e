"""The example plugin of the documents, installed as anybody would, and used by a trainee and a registrar."""

from __future__ import annotations

import ast
import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from lms.cli import main
from lms.core.house import House
from lms.core.settings import Settings
from lms.core.work import Role
from tests.accounts import makers as accounts
from tests.catalog import makers as catalog
from tests.house.files import ROOMS, ROOT, assert_none, list_modules, parse
from tests.house.furnishing import FIRST_MODULE, Post

EXAMPLE = ROOT / "docs" / "examples" / "lms_example_plugin"
PACKAGE = "lms_example_plugin"
QUESTION = """
```quiz
id: {module}-{id}
type: ip
section: first
{pool}
Which is the network of 192.168.10.77/26?
@zh 192.168.10.77/26 属于哪个网络？

= 192.168.10.64/26
```
"""
BANK = "".join(
    QUESTION.format(module=FIRST_MODULE, id=name, pool=pool)
    for name, pool in (("q01", ""), ("q02", ""), ("p01", "pool: practice\n"))
)
FIELD = re.compile(r'name="(answer-\d+)" type="text"')


@pytest.fixture(scope="module", autouse=True)
def _installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The example, built as a wheel and installed beside everything else."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    options = ["--no-build-isolation", "--target", str(target), str(EXAMPLE)]
    subprocess.run([*command, *options], check=True)
    sys.path.append(str(target))
    yield
    sys.path.remove(str(target))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The settings of an installation that names the example; every fixture of the house follows them."""
    return replace(settings, plugins=(*settings.plugins, "example"))


@pytest.fixture
def course(house: House) -> None:
    """A published course whose questions are of the example's type."""
    folder = catalog.write_course(house.settings.courses) / f"m-{FIRST_MODULE}"
    (folder / "quiz.md").write_text(BANK, "utf-8")
    catalog.publish_courses(house)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(("language", "stem"), [("en", "Which is the network"), ("zh", "属于哪个网络")])
def test_a_trainee_answers_its_question(
    house: House, client: FlaskClient, post: Post, language: str, stem: str
) -> None:
    accounts.sign_in(client, accounts.make_person(house))
    attempt = str(post(client, f"/{language}/quizzes/{FIRST_MODULE}/start").location)
    page = client.get(attempt).text
    fields = FIELD.findall(page)
    assert stem in page
    assert len(fields) == 2
    assert "192.168.10.64" not in page, "The key is on the page."
    answers = dict(zip(fields, ("192.168.10.64/255.255.255.192", "192.168.10.128/26"), strict=True))
    post(client, f"{attempt}/submit", form=answers)
    result = client.get(attempt).text
    assert "50.0" in result
    assert "192.168.10.64/26" in result
    assert "192.168.10.128/26" in result


@pytest.mark.usefixtures("course")
def test_a_check_of_its_type_can_be_tried_in_the_reading(client: FlaskClient, post: Post) -> None:
    assert "Which is the network" in client.get(f"/en/courses/course/{FIRST_MODULE}").text
    tried = post(
        client, f"/en/quizzes/checks/{FIRST_MODULE}/{FIRST_MODULE}-p01", form={"answer": "192.168.10.64/26"}
    )
    assert "Right answer: 192.168.10.64/26" in tried.text


@pytest.mark.usefixtures("course")
def test_a_registrar_downloads_its_table(house: House, client: FlaskClient) -> None:
    institution = accounts.make_institution(house)
    registrar = accounts.make_person(house, "registrar", roles=[Role.REGISTRAR], institution=institution)
    accounts.sign_in(client, registrar)
    assert "可学模块" in client.get("/zh/exports").text
    answer = client.get(f"/zh/exports/modules.csv?institution={institution.code}&year=2026")
    heading, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert heading == ["课程", "模块", "标题（中文）", "标题（英文）", "分钟数"]
    assert row == ["course", FIRST_MODULE, f"模块 {FIRST_MODULE}", f"Module {FIRST_MODULE}", "45"]


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", ("Modules on offer", "takes about 45 minutes")), ("zh", ("可学模块", "约需 45 分钟"))],
)
def test_its_page_stands_in_the_navigation_in_both_languages(
    client: FlaskClient, language: str, shown: tuple[str, ...]
) -> None:
    title, minutes = shown
    assert f'<a href="/{language}/example/">{title}</a>' in client.get(f"/{language}/").text
    page = client.get(f"/{language}/example/")
    assert page.status_code == 200
    assert minutes in page.text
    assert f'href="/{language}/courses/course/{FIRST_MODULE}"' in page.text


def test_its_style_sheet_is_open_to_everyone_and_kept_until_it_changes(client: FlaskClient) -> None:
    [address] = re.findall(r'href="(/en/example/static/modules\.css\?v=\w+)"', client.get("/en/example/").text)
    with client.get(address) as sheet:
        assert sheet.status_code == 200
        assert "max-age=31536000" in sheet.headers["Cache-Control"]


def test_the_map_says_where_it_comes_from(house: House) -> None:
    told = CliRunner().invoke(main, ["rooms"], obj=house).output
    assert "  example (lms-example-plugin 0.1.0)\n      An example of a room from outside" in told
    assert "question_types" in told
    assert re.search(r"answered by .*quizzes, example", told)


def test_it_calls_front_desks_alone() -> None:
    desks = {*(f"lms.{room}" for room in ROOMS), "lms"}
    assert_none(
        f"{path.relative_to(ROOT)}:{node.lineno} imports from {node.module}: call a front desk"
        for path in list_modules(EXAMPLE / PACKAGE)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ImportFrom)
        and str(node.module).partition(".")[0] == "lms"
        and node.module not in desks
        and not str(node.module).startswith("lms.core")
    )


def test_its_own_tests_pass() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE / "tests")]
    run = subprocess.run(command, cwd=EXAMPLE, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_its_files_that_are_not_python_came_along() -> None:
    import lms_example_plugin  # noqa: PLC0415  # it is installed by this module's fixture

    installed = Path(str(lms_example_plugin.__file__)).parent
    assert installed.parent != EXAMPLE
    for name in ("templates/example/modules.html", "translations/zh/example.po", "static/modules.css"):
        assert (installed / name).read_bytes() == (EXAMPLE / PACKAGE / name).read_bytes()
