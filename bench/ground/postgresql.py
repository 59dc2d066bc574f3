"""A throw-away PostgreSQL with Debian's settings: it waits for the disk, as one in service."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from ground.program import free_port

_PROGRAMS = Path("/usr/lib/postgresql")
_OWNER = "postgres"  # initdb refuses to run as root


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL that listens on a port of this machine."""

    port: int

    def address(self, name: str) -> str:
        """Give the address of a database, as `JIESU_DATABASE` wants it."""
        return f"postgresql://jiesu@127.0.0.1:{self.port}/{name}"

    def make(self, name: str, *, like: str = "template1") -> None:
        """Make a database anew, as a copy of another."""
        self._do("DROP DATABASE IF EXISTS {}", name)
        self._do("CREATE DATABASE {} TEMPLATE {}", name, like)

    def rename(self, old: str, new: str) -> None:
        """Give a database that nobody is connected to the name, and place, of another."""
        self._do("DROP DATABASE IF EXISTS {}", new)
        self._do("ALTER DATABASE {} RENAME TO {}", old, new)

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """Run a cluster that lies in `folder`, made at first use; stopped at the end."""
    data = folder / "postgresql"
    if not data.exists():
        _make(data)
    _stop(data)  # what somebody left behind who was killed
    port = free_port()
    options = f"-h 127.0.0.1 -p {port} -k {data} -c max_connections=200"
    start = ("--log", data / "log", "--wait", "start", "--options", options)
    try:
        _run("pg_ctl", "--pgdata", data, *start)
        yield Cluster(port)
    finally:
        _stop(data)


def _stop(data: Path) -> None:
    if not _run("pg_ctl", "--pgdata", data, "status", check=False):
        _run("pg_ctl", "--pgdata", data, "--mode", "fast", "--wait", "stop")


def _make(data: Path) -> None:
    data.mkdir()
    if os.geteuid() == 0:
        data.parent.chmod(0o711)  # its owner has to get there
        shutil.chown(data, _OWNER)
    who = ("--username", "jiesu", "--auth", "trust")
    _run("initdb", "--pgdata", data, *who, "--encoding", "UTF8", "--locale", "C.UTF-8")


def _run(name: str, *arguments: str | Path, check: bool = True) -> int:
    folders = sorted(_PROGRAMS.glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if not folders:
        raise SystemExit("PostgreSQL is not installed. As root: apt-get install postgresql")
    program = [folders[-1] / name, *arguments]
    become = ["runuser", "-u", _OWNER, "--"] if os.geteuid() == 0 else []
    # pg_ctl leaves its server behind, which would keep a pipe open for ever.
    return subprocess.run([*become, *program], check=check, stdout=subprocess.DEVNULL).returncode
