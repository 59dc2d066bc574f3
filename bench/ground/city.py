"""An invented city with a past: databases filled once, then copied for each measurement."""

import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ground import postgresql
from ground.postgresql import Cluster
from ground.program import Cost, Program
from jiesu.simulate.city.size import SMALLEST, fitting

_NORMAL = "-normal"
KINDS = ("sqlite", f"sqlite{_NORMAL}", "postgresql")
_DRAFT = "draft"  # how folders and databases are called while they are filled
_NOW = "now"  # and the copy that is measured on
_DAYS = 365  # of a year


@dataclass
class Ground:
    """A folder in which cities are founded."""

    folder: Path
    _stack: contextlib.ExitStack
    _cluster: Cluster | None = None

    def city(self, kind: str, size: int, **settings: str) -> Program:
        """Give the program in a city with a past of `size` appeals, which may be changed freely.

        Of the `KINDS` of databases, `sqlite` waits for the disk at every commit and
        `sqlite-normal` does not. `settings` are variables as operators give them.
        """
        if not self._data(kind, _past(size)).exists():
            self.fill(kind, size)
        return replace(self._copy(kind, _past(size), _NOW), settings=settings)

    def year(self, kind: str, size: int, **settings: str) -> Program:
        """Give the program in a city with a year of `size` appeals, as `city` does.

        The store holds them (see `straight`) and the database does not. The city is as large as
        so many appeals a year ask for.
        """
        if not self._data(kind, _year(size)).exists():
            draft = self.founded(kind, size, _DRAFT)
            draft.run_inside("ground.straight", str(self.year_file(size)))
            self._keep(kind, _year(size))
        return replace(self._copy(kind, _year(size), _NOW), settings=settings)

    def founded(self, kind: str, size: int, copy: str = _NOW) -> Program:
        """Give the program in the city of a year of `size` appeals, without any of them."""
        communities = fitting(size, _DAYS).communities
        name = f"city_{communities}"
        if not self._data(kind, name).exists():
            self._found(kind, name, communities)
        return self._copy(kind, name, copy)

    def year_file(self, size: int) -> Path:
        """Give a Parquet file of a year of simulated appeals."""
        communities = fitting(size, _DAYS).communities
        return self._appeals(f"year-{size}", size, communities, "--days", str(_DAYS))

    def fill(self, kind: str, size: int) -> Cost:
        """Found a city and import its past; tell what the import took.

        The city gets its lasting name only when it is whole.
        """
        if not self._data(kind, _past(0)).exists():
            self._found(kind, _past(0), SMALLEST)
        if not size:
            return Cost(0.0, 0.0, 0)
        appeals = str(self.appeals(size))
        cost = self._copy(kind, _past(0), _DRAFT).run("import", appeals, "--mapping", "simulated")
        self._keep(kind, _past(size))
        return cost

    def _found(self, kind: str, name: str, communities: int) -> None:
        if _is_postgresql(kind):
            self.cluster.make(_DRAFT)
        shutil.rmtree(self._data(kind, _DRAFT), ignore_errors=True)
        program = self._program(kind, _DRAFT)
        program.run("migrate")
        program.run("directory", "import", str(self._directory(communities)))
        self._keep(kind, name)

    def _copy(self, kind: str, name: str, copy: str) -> Program:
        shutil.rmtree(self._data(kind, copy), ignore_errors=True)
        shutil.copytree(self._data(kind, name), self._data(kind, copy), copy_function=_copied)
        if _is_postgresql(kind):
            self.cluster.make(copy, like=name)
        program = self._program(kind, copy)
        program.run("migrate")  # an earlier version may have filled what is kept
        return program

    def _keep(self, kind: str, name: str) -> None:
        """Give the draft its lasting name."""
        if _is_postgresql(kind):
            self.cluster.rename(_DRAFT, name)
        shutil.rmtree(self._data(kind, name), ignore_errors=True)
        self._data(kind, _DRAFT).rename(self._data(kind, name))

    def _data(self, kind: str, name: str) -> Path:
        return self.folder / f"{kind.removesuffix(_NORMAL)}-{name}"

    def _program(self, kind: str, name: str) -> Program:
        database = self.cluster.address(name) if _is_postgresql(kind) else ""
        return Program(self._data(kind, name), database, durable=not kind.endswith(_NORMAL))

    @property
    def cluster(self) -> Cluster:
        """The PostgreSQL of this ground, started when it is first asked for."""
        if self._cluster is None:
            self._cluster = self._stack.enter_context(postgresql.running(self.folder))
        return self._cluster

    def appeals(self, size: int) -> Path:
        """Give a Parquet file of simulated appeals."""
        return self._appeals(f"appeals-{size}", size, SMALLEST)

    def _appeals(self, name: str, size: int, communities: int, *more: str) -> Path:
        how = ("--appeals", str(size), "--communities", str(communities), *more)
        return self._made(self.folder / f"{name}.parquet", "appeals", *how)

    def _directory(self, communities: int) -> Path:
        folder = self.folder / f"directory-{communities}"
        return self._made(folder, "city", "--communities", str(communities))

    def _made(self, path: Path, what: str, *how: str) -> Path:
        if not path.exists():
            draft = path.with_stem(f"draft-{path.stem}")
            Program(self.folder / "none").run("simulate", what, *how, "--out", str(draft))
            draft.rename(path)
        return path


def _past(size: int) -> str:
    """Name what stays as it was filled."""
    return f"past_{size}"


def _year(size: int) -> str:
    return f"year_{size}"


def _copied(source: str, copy: str) -> None:
    """Copy a file; one of the store, which is never changed once it is written, is only linked."""
    if source.endswith(".parquet"):
        os.link(source, copy)
    else:
        shutil.copy2(source, copy)


def _is_postgresql(kind: str) -> bool:
    return kind == "postgresql"


@contextlib.contextmanager
def ground(folder: Path | None) -> Iterator[Ground]:
    """Give a ground in `folder`, which keeps what was filled, or in one that goes at the end."""
    # Whoever is told to end ends what he started: servers, verbs, PostgreSQL.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: sys.exit(128 + got))
    with contextlib.ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jiesu-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        yield Ground(folder.resolve(), stack)
