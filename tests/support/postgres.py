"""A private PostgreSQL server for the tests: its own data folder, reached by a Unix socket, gone afterwards."""

from __future__ import annotations

import getpass
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

HOW_TO_INSTALL = (
    "PostgreSQL is needed by these tests and initdb was not found.\n"
    "Install it: apt-get install -y postgresql   (`python3 dev.py test` does so where it may)"
)


@dataclass
class PostgresServer:
    """A running server; `socket_folder` is where clients find it."""

    socket_folder: Path
    owner: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        """What SQLAlchemy takes to reach one database."""
        return f"postgresql+psycopg://{self.owner}@/{database}?host={self.socket_folder}"

    @contextmanager
    def fresh_database(self, template: str = "template0") -> Iterator[str]:
        """The URL of a new empty database, dropped at the end even when a connection was left open."""
        name = f"sweepbook_{next(self._numbers)}"
        self.administer(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        try:
            yield self.url(name)
        finally:
            self.administer(f"DROP DATABASE {name} WITH (FORCE)")

    def administer(self, statement: str) -> None:
        """Run one statement outside of any test's database."""
        where = f"host={self.socket_folder} user={self.owner} dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a server in a temporary folder; stops it and removes the folder at the end."""
    programs = _programs()
    owner = _unprivileged_user()
    # Not below pytest's own folder: that is closed to the server's user, and a socket path holds about 100 bytes.
    folder = Path(tempfile.mkdtemp(prefix="sweepbook-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, owner)
        data = folder / "data"
        _run_as(
            owner, folder, programs / "initdb", "-D", data, "-U", owner, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=50"
        control = (programs / "pg_ctl", "-D", data, "-w", "-l", folder / "server.log")
        _run_as(owner, folder, *control, "-o", options, "start")
        try:
            yield PostgresServer(folder, owner)
        finally:
            _run_as(owner, folder, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """The folder of initdb and pg_ctl: the newest Debian server, else what the path has."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    if found is None:
        raise RuntimeError(HOW_TO_INSTALL)
    return Path(found).resolve().parent


def _unprivileged_user() -> str:
    """PostgreSQL refuses to run as root: then its own user, or nobody."""
    if os.geteuid() != 0:
        return getpass.getuser()
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run_as(owner: str, folder: Path, *command: str | Path) -> None:
    identity = {}
    if os.geteuid() == 0:
        entry = pwd.getpwnam(owner)
        identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    # To a file: pg_ctl's server inherits the output and would keep a pipe open for ever.
    log = folder / "commands.log"
    with log.open("ab") as output:
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, stdout=output, stderr=output, check=False, **identity
        )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{log.read_text(errors='replace')}")
