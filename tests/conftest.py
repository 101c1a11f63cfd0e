"""What every test may ask for: a house with a fresh database on each of the two kinds, its pages, its clock."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import flask
import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from lms.app import create_app, open_house
from lms.core.database import Base, Database
from lms.core.house import House
from lms.core.migration import MIGRATIONS, migrate
from lms.core.settings import Settings
from tests import postgres
from tests.clock import FakeClock

LONG = bool(os.environ.get("LMS_LONG"))
UNCOUNTED = ("BEGIN", "COMMIT", "ROLLBACK")

hypothesis.settings.register_profile("quick", deadline=None, max_examples=25, derandomize=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=2_000, print_blob=True)
hypothesis.settings.load_profile("long" if LONG else "quick")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where a machine decides, a test that was skipped is a test that failed: nobody reads its reason."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("Tests were skipped, and with CI set none may be.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# ── Databases ───────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _make_settings(folder: Path) -> Settings:
    """Settings in a folder, with keys that are the same in every run and no courses but those a test brings."""
    instance, courses = folder / "instance", folder / "courses"
    instance.mkdir(mode=0o700)
    courses.mkdir()
    return Settings(instance=instance, courses=courses, secret_key="5" * 64, payload_key="7" * 64)


def _make_schema(settings: Settings) -> None:
    house = open_house(settings)
    if any((MIGRATIONS / "versions").glob("*.py")):
        migrate(house)
    else:
        Base.metadata.create_all(house.database.writer)
    house.database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing else; a test's own database is a copy, made in a millisecond."""
    settings = _make_settings(tmp_path_factory.mktemp("sqlite"))
    _make_schema(settings)
    return settings.instance / "lms.db"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.running_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a PostgreSQL database with the schema and nothing else.

    A copy costs 35 ms with its removal; truncating every table costs as much, and an append-only table refuses it.
    """
    name = postgres_server.create_database()
    settings = _make_settings(tmp_path_factory.mktemp("postgresql"))
    _make_schema(replace(settings, database_url=postgres_server.address(name)))
    yield name
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each test that touches the database runs once on either kind."""
    return str(request.param)


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a fresh installation: an empty instance folder, an empty database, no courses."""
    plain = _make_settings(tmp_path)
    if database_kind == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), plain.instance / "lms.db")
        yield plain
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = server.create_database(request.getfixturevalue("postgres_template"))
    yield replace(plain, database_url=server.address(name))
    server.drop_database(name)


@contextmanager
def _closing(database: Database) -> Iterator[None]:
    """Close the database at the end, and fail if the test or the house kept a session open."""
    yield
    kept = max(engine.pool.checkedout() for engine in (database.reader, database.writer))  # type: ignore[attr-defined]  # of QueuePool
    database.close()
    assert kept == 0, f"{kept} database connections were not given back: close the session that holds one."


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The database alone, without a house around it."""
    database = Database(settings.sqlalchemy_url)
    with _closing(database):
        yield database


class _CompiledTemplates(BytecodeCache):
    """Templates that this process has compiled: each test has an application, and all the same templates."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


COMPILED = _CompiledTemplates()


# ── The house and its pages ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def house(settings: Settings, clock: FakeClock) -> Iterator[House]:
    house = open_house(settings, clock=clock)
    with _closing(house.database):
        yield house


@pytest.fixture
def app(settings: Settings, clock: FakeClock) -> Iterator[Flask]:
    """The web application; like a second process, it shares only the database and the clock with `house`."""
    app = create_app(settings, clock=clock)
    app.testing = True
    app.jinja_env.bytecode_cache = COMPILED
    with _closing(app.extensions["lms"].database):
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser without a screen; `app.test_client()` makes another visitor."""
    return app.test_client()


@pytest.fixture
def post() -> Callable[..., TestResponse]:
    """`post(client, url, form={…})` sends a form with the token that a page would have carried."""

    def send(client: FlaskClient, url: str, form: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        with client.session_transaction() as kept:
            kept.setdefault("csrf_token", "0" * 40)
            secret = kept["csrf_token"]
        with client.application.test_request_context():
            flask.session["csrf_token"] = secret
            token = generate_csrf()
        return client.post(url, data={"csrf_token": token, **(form or {})}, **options)

    return send


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as log:` collects the SQL that any engine of this process is sent."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        log: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(UNCOUNTED):
                log.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield log
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return collect


@pytest.fixture(autouse=True)
def _no_context_is_left() -> Iterator[None]:
    """A request that a test left open would lend its language and its person to the next test."""
    yield
    assert not flask.has_app_context(), "The test left an application or request context open."


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of published test vectors, which `LMS_VECTORS` names; they are not ours to ship."""
    named = os.environ.get("LMS_VECTORS", "")
    if not named:
        pytest.skip("LMS_VECTORS names no folder of published test vectors")
    return Path(named)
