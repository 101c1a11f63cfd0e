"""The settings of one installation, as one frozen value."""

from __future__ import annotations

import importlib.util
import os
import secrets
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lms.core.bundle import bundled_folder

DEFAULT_PLUGINS = (
    "lms.accounts",
    "lms.catalog",
    "lms.quizzes",
    "lms.progress",
    "lms.hours",
    "lms.search",
    "lms.exports",
    "lms.reports",
    "lms.lint",
)
ENVIRONMENT_PREFIX = "LMS_"
# What is not named may be any whole number from 0.
RANGES = {
    "port": (1, 65_535),
    "minutes_per_hour": (1, 60),
    "session_days": (1, 365),
    "reset_link_hours": (1, 24 * 30),
    "sign_in_failures": (1, 1_000),
    "sign_in_window_minutes": (1, 24 * 60),
}


class SettingsError(Exception):
    """A setting that cannot be used; the sentence says which and what to do."""


class RoomError(SettingsError):
    """A room that PLUGINS names and that cannot be opened; the sentence says which, where, and what to do."""


def default_courses() -> Path:
    """The folder `courses` where we stand, else the courses that came with the program."""
    here = Path("courses")
    return here if here.is_dir() else bundled_folder("courses")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every field can be set by `LMS_<FIELD>` in the environment; times and sizes carry their unit."""

    plugins: tuple[str, ...] = DEFAULT_PLUGINS
    instance: Path = Path("instance")
    courses: Path = field(default_factory=default_courses)
    database_url: str = field(default="", repr=False)  # may hold a password
    secret_key: str = field(default="", repr=False)
    payload_key: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 0
    https: bool = False
    proxies: int = 0
    time_zone: str = "Asia/Shanghai"
    minutes_per_hour: int = 45
    target_hours: int = 90
    target_professional_hours: int = 60
    session_days: int = 14
    reset_link_hours: int = 24
    sign_in_failures: int = 10
    sign_in_window_minutes: int = 15

    def __post_init__(self) -> None:
        """Raises SettingsError for a value that would fail later, in somebody's request."""
        for known in fields(self):
            value = getattr(self, known.name)
            if isinstance(known.default, int) and not isinstance(known.default, bool):
                minimum, maximum = RANGES.get(known.name, (0, 1_000_000))
                if not minimum <= value <= maximum:
                    name = ENVIRONMENT_PREFIX + known.name.upper()
                    raise SettingsError(f"{name}={value}: write a whole number from {minimum} to {maximum}.")
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = f"LMS_TIME_ZONE={self.time_zone!r} is no time zone: write one such as Asia/Shanghai."
            raise SettingsError(message) from None

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, *, plugins: tuple[str, ...] = DEFAULT_PLUGINS
    ) -> Settings:
        """Settings with every `LMS_…` variable that is not empty; raises SettingsError for one that is wrong."""
        values: dict[str, object] = {"plugins": plugins}
        plain = cls()
        for known in fields(cls):
            name = ENVIRONMENT_PREFIX + known.name.upper()
            if known.name != "plugins" and environment.get(name):
                values[known.name] = _parse(name, environment[name], getattr(plain, known.name))
        return cls(**values)  # type: ignore[arg-type]  # _parse gives each field the type of its default

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_loopback(self) -> bool:
        return self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address with the driver this project uses."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'lms.db'}"
        for spelling in ("postgresql://", "postgres://"):
            if self.database_url.startswith(spelling):
                return "postgresql+psycopg://" + self.database_url.removeprefix(spelling)
        return self.database_url


def _parse(name: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off"}:
            return False
        raise SettingsError(f"{name}={text!r} is neither yes nor no: write 1 or 0.")
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError:
            raise SettingsError(f"{name}={text!r} is not a whole number.") from None
    return Path(text) if isinstance(default, Path) else text


def find_settings(folder: Path | None = None) -> Settings:
    """The `SETTINGS` of `config.py` in the folder (or of the file `LMS_CONFIG` names), else the defaults."""
    named = os.environ.get("LMS_CONFIG")
    path = Path(named) if named else (folder or Path.cwd()) / "config.py"
    if not path.is_file():
        if named:
            raise SettingsError(f"LMS_CONFIG names {path}, where no file is.")
        return Settings.from_environment()
    spec = importlib.util.spec_from_file_location("lms_config", path)
    if spec is None or spec.loader is None:
        raise SettingsError(f"{path} cannot be read as Python.")
    module = importlib.util.module_from_spec(spec)
    # So that a room can be one folder beside config.py. Last, so that nothing there can stand in for what is
    # installed; and whoever may write there may write into config.py too, which is run on the next line.
    beside = str(path.absolute().parent)
    if beside not in sys.path:
        sys.path.append(beside)
    spec.loader.exec_module(module)
    settings = getattr(module, "SETTINGS", None)
    if not isinstance(settings, Settings):
        raise SettingsError(f"{path} defines no SETTINGS of the class lms.core.settings.Settings.")
    return settings


def read_or_create_key(settings: Settings, name: str) -> str:
    """A random hexadecimal key of 32 bytes, kept as `<instance>/<name>` and readable by its owner alone."""
    path = settings.instance / name
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        # Linked when it is whole, so that of several processes all read the key of the first.
        descriptor, draft = tempfile.mkstemp(dir=settings.instance)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    key = path.read_text("ascii").strip()
    if not key:
        raise SettingsError(
            f"{path} is empty: put the key of your backup there. Only without one, remove the file."
        )
    return key
