"""The wheel is the whole house: with nothing else at hand a person learns in it, and an operator runs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from lms.app import open_house
from lms.core.settings import Settings
from lms.hours.rules import hours_from_minutes
from tests.house.files import ROOT, list_committed_files, project
from tests.house.test_dependencies import find_lock_faults
from tests.house.visitor import Visitor
from tests.quizzes.makers import find_answers

PATIENCE_SECONDS = 60
COURSE, PASSWORD = "artificial-intelligence", "a long enough passphrase"
BUNDLED = ("templates", "static", "courses")
DESCRIPTION = ("METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE")
FONT, FONT_LICENCE = (f"assets/fonts/noto-sans-sc/{name}" for name in ("NotoSansSC-Regular.ttf", "OFL.txt"))


def build(target: str, source: Path, folder: Path) -> Path:
    """What the builder makes of a source tree, in the folder."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    [made] = folder.iterdir()
    return made


def contents(wheel: Path) -> dict[str, int]:
    """Name → checksum of each file of a wheel; its list of files follows from the rest."""
    with ZipFile(wheel) as archive:
        return {one.filename: one.CRC for one in archive.infolist() if not one.filename.endswith("/RECORD")}


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a commit of this moment would hold, with what lies about in a checkout that is worked in."""
    folder = tmp_path_factory.mktemp("checkout")
    litter = (
        "instance/lms.db",
        "instance/secret.key",
        ".venv/lib/lms.py",
        "lms/__pycache__/app.pyc",
        "dist/old.whl",
    )
    for path in [*(path.relative_to(ROOT) for path in list_committed_files()), *map(Path, litter)]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if str(path) in litter:
            (folder / path).touch()
        else:
            shutil.copyfile(ROOT / path, folder / path)
    return folder


@pytest.fixture(scope="session")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel without assets, which works as well."""
    return build("wheel", checkout, tmp_path_factory.mktemp("wheel"))


# ── What is in it ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_wheel_brings_every_page_text_course_and_step_of_the_schema(checkout: Path, wheel: Path) -> None:
    files = [path.relative_to(checkout) for path in list_committed_files(checkout)]
    wanted = {path.as_posix() for path in files if path.parts[0] == "lms"}
    wanted |= {f"lms/bundled/{path.as_posix()}" for path in files if path.parts[0] in BUNDLED}
    for some in ("migrations/versions/0001_the_house.py", "translations/zh/accounts.po", "py.typed"):
        assert f"lms/{some}" in wanted
    version = project()["project"]["version"]
    described = {f"lms-{version}.dist-info/{name}" for name in DESCRIPTION}
    assert contents(wheel).keys() == wanted | described


def test_a_source_archive_builds_the_same_wheel_and_takes_assets_along(
    checkout: Path, wheel: Path, tmp_path: Path
) -> None:
    equipped = shutil.copytree(checkout, tmp_path / "checkout")
    for name in (FONT, FONT_LICENCE):
        (equipped / name).parent.mkdir(parents=True, exist_ok=True)
        (equipped / name).write_text(name, "utf-8")
    with tarfile.open(build("sdist", equipped, tmp_path / "archive")) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    [source] = (tmp_path / "unpacked").iterdir()
    assert not any((source / litter).exists() for litter in ("instance", ".venv", "dist"))
    again = contents(build("wheel", source, tmp_path / "wheel"))
    assert again.pop(f"lms/bundled/{FONT}")
    assert again.pop(f"lms/bundled/{FONT_LICENCE}")
    assert again == contents(wheel)


def test_assets_come_by_name_and_hash_and_from_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert "://" not in text, "Write it again: rm package-lock.json; npm install --package-lock-only"
    packages = json.loads(text)["packages"]
    wanted = packages.pop("")["dependencies"]
    assert wanted == json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert {name.removeprefix("node_modules/") for name in packages} >= wanted.keys()
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert list(find_lock_faults((ROOT / "requirements-assets.lock").read_text("utf-8"), [])) == []


# ── A machine that has it and nothing else ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Machine:
    """A clean environment with the wheel, an empty folder to work in, and a home with nothing in it."""

    programs: Path
    folder: Path
    environment: Mapping[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        program, *rest = command
        return subprocess.run(
            [self.programs / program, *rest],
            cwd=self.folder,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope="session")
def machine(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    place = tmp_path_factory.mktemp("machine")
    programs = place / "environment/bin"
    uv = [sys.executable, "-m", "uv", "--quiet", "--no-config"]
    into = ["pip", "install", "--python", str(programs / "python")]
    for command in (
        [*uv, "venv", "--python", sys.executable, str(programs.parent)],
        [*uv, *into, "--require-hashes", "--requirements", str(ROOT / "requirements.lock")],
        [*uv, *into, "--no-deps", str(wheel)],
    ):
        subprocess.run(command, cwd=place, check=True)
    for name in ("home", "folder"):
        (place / name).mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"HOME": str(place / "home"), "PATH": os.defpath, "LMS_PORT": str(port), "LMS_WORKERS": "1"}
    return Machine(programs, place / "folder", environment)


@pytest.fixture(scope="session")
def address(machine: Machine) -> Iterator[str]:
    """Where `lms serve`, typed in the empty folder, serves; at the end it is told to stop, and stops in order."""
    address = f"http://127.0.0.1:{machine.environment['LMS_PORT']}"
    log = machine.folder.parent / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [machine.programs / "lms", "serve"],
            cwd=machine.folder,
            env=machine.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not _answers(address):
            assert server.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.05)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        code = server.wait(PATIENCE_SECONDS)
    said = log.read_text("utf-8")
    assert code == 0, said
    assert "Nothing is prepared here yet" in said
    assert f"Open {address}/" in said
    assert "Traceback" not in said, said
    house = open_house(Settings(instance=machine.folder / "instance"))
    with house.lock("keeper", wait=False) as had:
        assert had, "The keeper outlived its server."
    house.database.close()


def _answers(address: str) -> bool:
    try:
        return Visitor(address).open("/healthz").html == "ok\n"
    except OSError:
        return False


def test_a_trainee_learns_from_the_wheel_alone_and_sees_the_hours(machine: Machine, address: str) -> None:
    trainee = Visitor(address)
    [sign_up] = trainee.open("/en/sign-up").find_forms("/sign-up")
    trainee.send(
        sign_up, full_name="Han Meimei", login_name="han", password=PASSWORD, repeated=PASSWORD, privacy="y"
    )
    place = machine.programs.parent.glob(f"lib/*/site-packages/lms/bundled/courses/{COURSE}/course.toml")
    facts = tomllib.loads(next(place).read_text("utf-8"))["modules"][0]

    reading = trainee.open(f"/en/courses/{COURSE}/{facts['id']}")
    sections = reading.find_forms("/sections/")
    assert len(sections) > 1
    for section in sections:
        trainee.send(section, read="yes")
    [practice] = reading.find_forms("/practice")
    trainee.send(practice, done="yes")

    [start] = trainee.open(f"/en/quizzes/{facts['id']}").find_forms("/start")
    attempt = trainee.send(start)
    [submit] = attempt.find_forms("/submit")
    house = open_house(Settings(instance=machine.folder / "instance"))
    answers = find_answers(house, int(attempt.url.rpartition("/")[2]))
    house.database.close()
    result = trainee.send(submit, **{f"answer-{position}": values for position, values in answers.items()})
    assert "Passed: 100.0%" in result.text

    hours = hours_from_minutes(sum(facts["minutes"].values()), Settings().minutes_per_hour)
    assert f"{hours} of {Settings().target_hours} hours" in trainee.open("/en/hours").text
    assert "我的学时" in trainee.open("/zh/hours").text


def test_a_reader_finds_pictures_styles_and_passages_in_it(address: str) -> None:
    reader = Visitor(address)
    page = reader.open("/zh/search/?q=" + quote("标注"))
    assert f"/zh/courses/{COURSE}/" in page.html
    assert "--" in reader.open("/static/layout/base.css").html


@pytest.mark.usefixtures("address")
def test_nothing_of_the_checkout_is_on_the_way_to_the_house(machine: Machine) -> None:
    shown = "*sys.path, lms.__file__, lms.core.settings.default_courses()"
    told = machine.run("python", "-c", f"import sys, lms.cli; print({shown}, sep='\\n')")
    assert told.returncode == 0, told.stderr
    assert [path for path in told.stdout.splitlines() if Path(path).is_relative_to(ROOT)] == []
    assert told.stdout.splitlines()[-1].endswith("site-packages/lms/bundled/courses")


@pytest.mark.usefixtures("address")
def test_an_operator_works_beside_the_server(machine: Machine) -> None:
    assert machine.run("lms", "--version").stdout == f"lms, version {project()['project']['version']}\n"
    checked = machine.run("lms", "check")
    assert (checked.returncode, " 0 errors" in checked.stderr) == (0, True), checked
    assert "demo-trainee" in machine.run("lms", "users", "list").stdout
    assert "unchanged since they were published" in machine.run("lms", "prepare").stdout
