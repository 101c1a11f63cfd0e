"""Settings come from the environment, and one that cannot be used is told at once, by its name."""

from __future__ import annotations

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from lms.core.settings import Settings, SettingsError, find_settings, read_or_create_key

Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for known in fields(Settings):
        monkeypatch.delenv(f"LMS_{known.name.upper()}", raising=False)
    monkeypatch.delenv("LMS_CONFIG", raising=False)


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("LMS_PORT", "9000", "port", 9000),
        ("LMS_HTTPS", "1", "https", True),
        ("LMS_HTTPS", "Yes", "https", True),
        ("LMS_HTTPS", "off", "https", False),
        ("LMS_COURSES", "/srv/课程", "courses", Path("/srv/课程")),
        ("LMS_DATABASE_URL", "postgresql://x/y", "database_url", "postgresql://x/y"),
        ("LMS_TIME_ZONE", "Europe/Berlin", "time_zone", "Europe/Berlin"),
        ("LMS_WORKERS", " 3 ", "workers", 3),
    ],
)
def test_the_environment_sets_a_field(name: str, text: str, field: str, value: object) -> None:
    assert getattr(Settings.from_environment({name: text}), field) == value


def test_every_field_but_the_rooms_can_be_set() -> None:
    texts = {"int": "7", "bool": "1", "Path": "x", "str": "UTC"}
    plain = [known for known in fields(Settings) if known.name != "plugins"]
    environment = {f"LMS_{known.name.upper()}": texts[str(known.type)] for known in plain}
    settings = Settings.from_environment({**environment, "LMS_PLUGINS": "nothing"})
    assert [known.name for known in plain if getattr(settings, known.name) == known.default] == []
    assert settings.plugins == Settings().plugins


@pytest.mark.parametrize("known", fields(Settings), ids=lambda known: known.name)
def test_what_is_empty_is_not_set(known: Any) -> None:
    assert Settings.from_environment({f"LMS_{known.name.upper()}": ""}) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("LMS_PORT", "http", "'http' is not a whole number"),
        ("LMS_PORT", "0", "from 1 to 65535"),
        ("LMS_PORT", "70000", "from 1 to 65535"),
        ("LMS_WORKERS", "-1", "from 0"),
        ("LMS_WORKERS", "1.5", "not a whole number"),
        ("LMS_MINUTES_PER_HOUR", "0", "from 1 to 60"),
        ("LMS_SESSION_DAYS", "0", "from 1"),
        ("LMS_SIGN_IN_FAILURES", "0", "from 1"),
        ("LMS_HTTPS", "maybe", "neither yes nor no"),
        ("LMS_TIME_ZONE", "Asia/Shangai", "no time zone"),
        ("LMS_TIME_ZONE", "Asia", "no time zone"),
        ("LMS_TIME_ZONE", "../etc/passwd", "no time zone"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_by_its_name(name: str, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=name) as raised:
        Settings.from_environment({name: text})
    assert told in str(raised.value)


def test_keys_and_the_databases_password_are_not_shown() -> None:
    settings = Settings(secret_key="hush-1", payload_key="hush-2", database_url="postgresql://me:hush-3@host/x")
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("", "sqlite:////srv/lms/lms.db"),
        ("postgresql://host/x", "postgresql+psycopg://host/x"),
        ("postgres://host/x", "postgresql+psycopg://host/x"),
        ("postgresql+psycopg://host/x", "postgresql+psycopg://host/x"),
        ("sqlite:////srv/other.db", "sqlite:////srv/other.db"),
    ],
)
def test_the_database_is_asked_by_this_projects_driver(url: str, seen: str) -> None:
    assert Settings(instance=Path("/srv/lms"), database_url=url).sqlalchemy_url == seen


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("localhost.evil.example", False),
    ],
)
def test_loopback_is_told_from_the_rest_of_the_world(host: str, is_loopback: bool) -> None:
    assert Settings(host=host).is_loopback is is_loopback


# ── config.py ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(source: str) -> Path:
        path = tmp_path / "config.py"
        path.write_text(source, "utf-8")
        return path

    return write


def test_the_file_of_the_folder_decides(tmp_path: Path, write: Write) -> None:
    write("from lms.core.settings import Settings\nSETTINGS = Settings(port=4711, plugins=('lms.catalog',))\n")
    assert find_settings(tmp_path) == Settings(port=4711, plugins=("lms.catalog",))


def test_without_a_file_the_environment_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMS_PORT", "4711")
    monkeypatch.setenv("LMS_CONFIG", "")
    assert find_settings(tmp_path) == Settings(port=4711)


def test_another_file_can_be_named(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("from lms.core.settings import Settings\nSETTINGS = Settings(port=4711)\n")
    monkeypatch.setenv("LMS_CONFIG", str(path.rename(tmp_path / "other.py")))
    assert find_settings(tmp_path / "nowhere").port == 4711


def test_a_named_file_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMS_CONFIG", str(tmp_path / "nowhere.py"))
    with pytest.raises(SettingsError, match=r"nowhere\.py, where no file is"):
        find_settings(tmp_path)


@pytest.mark.parametrize("source", ["", "SETTINGS = {}\n"])
def test_a_file_without_settings_is_told(tmp_path: Path, write: Write, source: str) -> None:
    write(source)
    with pytest.raises(SettingsError, match="defines no SETTINGS"):
        find_settings(tmp_path)


# ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path / "instance")
    key = read_or_create_key(settings, "secret.key")
    assert len(bytes.fromhex(key)) == 32
    assert read_or_create_key(settings, "secret.key") == key
    assert read_or_create_key(settings, "payload.key") != key
    assert read_or_create_key(replace(settings, instance=tmp_path / "other"), "secret.key") != key
    assert stat.S_IMODE((tmp_path / "instance/secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700
    assert sorted(path.name for path in (tmp_path / "instance").iterdir()) == ["payload.key", "secret.key"]


def test_workers_that_start_together_read_the_same_key(tmp_path: Path) -> None:
    settings, barrier = Settings(instance=tmp_path), Barrier(8)

    def start() -> str:
        barrier.wait()
        return read_or_create_key(settings, "secret.key")

    with ThreadPoolExecutor(8) as workers:
        keys = {run.result() for run in [workers.submit(start) for _ in range(8)]}
    assert len(keys) == 1
    assert len(keys.pop()) == 64


def test_a_key_that_was_emptied_is_not_made_up_anew(tmp_path: Path) -> None:
    (tmp_path / "payload.key").write_text("\n", "ascii")
    with pytest.raises(SettingsError, match=r"payload\.key is empty"):
        read_or_create_key(Settings(instance=tmp_path), "payload.key")
