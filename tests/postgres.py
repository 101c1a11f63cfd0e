"""A PostgreSQL server of the tests' own, made by the system's programs and gone when the run ends."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/bin", "/opt/homebrew/opt/postgresql*/bin")
# Nothing that is tested survives the run, so nothing needs to reach the disk.
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"

READY = "ready\n"
# It waits for the end of its input, which comes however the tests end, even if they are killed.
KEEPER = """
set -e
trap '"$1/pg_ctl" stop -D store -m immediate >/dev/null 2>&1 || true; cd /; rm -rf "$2"' EXIT
"$1/initdb" -D store -U tests -A trust -E UTF8 --no-sync
"$1/pg_ctl" start -D store -w -l store/log -o "-k $2 -c listen_addresses= $3" || { cat store/log; exit 1; }
echo ready
read -r _ || true
"""


class Server:
    """A running server in which tests make and drop databases."""

    def __init__(self, url: str) -> None:
        """`url` is the address of any database of a role that may create others."""
        self._url = make_url(url)
        self._connection = psycopg.connect(url, autocommit=True)
        self._numbers = count(1)

    def create_database(self, template: str = "template0") -> str:
        """The name of a new database with everything that stands in the template."""
        name = f"lms_test_{os.getpid()}_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        self._connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        self._connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def address(self, name: str) -> str:
        """The address of a database as `LMS_DATABASE_URL` takes it."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        self._connection.close()


@contextmanager
def running_server() -> Iterator[Server]:
    """The server of `TEST_DATABASE_URL`, else one that is started here and stopped at the end."""
    url = os.environ.get("TEST_DATABASE_URL", "")
    if url:
        with closing(Server(url)) as server:
            yield server
        return
    programs = find_programs()
    assert programs is not None, "There is no PostgreSQL here. `make test` installs it; or set TEST_DATABASE_URL."
    with _own_server(programs) as own_url, closing(Server(own_url)) as server:
        yield server


def find_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`; of several releases the newest."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for pattern in PLACES:
        folders += sorted(Path("/").glob(pattern.removeprefix("/")), key=_release, reverse=True)
    complete = (folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists())
    return next(complete, None)


def _release(folder: Path) -> int:
    digits = "".join(filter(str.isdigit, folder.parent.name))
    return int(digits) if digits else 0


@contextmanager
def _own_server(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="lms-pg-", dir="/tmp"))  # a socket's path has room for 100 characters
    somebody: dict[str, Any] = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        owner = _first_user("postgres", "nobody")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        somebody = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, "keeper", programs, folder, SPEED],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # an interrupt typed at the tests is for the tests
        **somebody,
    )
    with keeper:
        assert keeper.stdout is not None
        said: list[str] = []
        for line in keeper.stdout:
            if line == READY:
                break
            said.append(line)
        else:
            raise AssertionError(f"PostgreSQL did not start:\n{''.join(said)}")
        yield f"postgresql://tests@/postgres?host={folder}"


def _first_user(*names: str) -> pwd.struct_passwd:
    users = {user.pw_name: user for user in pwd.getpwall()}
    return next(users[name] for name in names if name in users)
