"""Backups: database and files of one moment, whole or not there, and put back whole or not at all.

A backup is a folder: the database, the files, and a manifest with the digest of each. Keys are no
part of it: whoever finds one shall not read who said what. The think tank's store is none either:
it is made again from the database.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from jiesu.casework.reading import copying
from jiesu.directory.people import Actor

MANIFEST, SQLITE, DUMP, FILES = "manifest.json", "jiesu.sqlite3", "jiesu.dump", "files"
KEYS = ("vault_keys.json", "secret_key")
_CHUNK = 1 << 20


class BackupError(Exception):
    """What stands against it, in a sentence; nothing was changed."""


@dataclass(frozen=True)
class State:
    """How far the log of a database has come."""

    entries: int
    seals: int


def state() -> State:
    """Read how far the log has come."""
    return State(*copying.size_of_the_log(actor=Actor.system()))


def make(folder: Path, *, keys: Path | None, now: datetime) -> State:
    """Write a backup of this moment; the folder appears when it is whole.

    Raises `BackupError`.
    """
    if folder.exists():
        raise BackupError(_("{folder} exists already; name a new one.").format(folder=folder))
    part = folder.with_name(f"{folder.name}.part-{os.getpid()}")
    part.mkdir(mode=0o700, parents=True)
    try:
        reached = state()
        _copy_database(part)
        _copy_files(part / FILES)
        told = {"made": now.isoformat(), "entries": reached.entries, "seals": reached.seals}
        manifest = {**told, "files": dict(_digests(part))}
        (part / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
        if keys:
            _copy_keys(keys)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return reached


def _copy_database(part: Path) -> None:
    if connection.vendor == "sqlite":
        live = f"file:{connection.settings_dict['NAME']}?mode=ro"
        with (
            closing(sqlite3.connect(live, uri=True)) as source,
            closing(sqlite3.connect(part / SQLITE)) as target,
        ):
            source.backup(target)  # consistent while others write
        (part / SQLITE).chmod(0o600)
        return
    _run("pg_dump", "--format=custom", f"--file={part / DUMP}")


def _copy_files(target: Path) -> None:
    """Copy what the database of this moment names, and what has come since: none ever changes."""
    source = Path(settings.MEDIA_ROOT)
    target.mkdir()
    if source.exists():
        shutil.copytree(source, target, dirs_exist_ok=True)


def _copy_keys(keys: Path) -> None:
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in KEYS:
        if (source := settings.DATA / name).exists():
            shutil.copy2(source, keys / name)
            (keys / name).chmod(0o600)


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), _digest(path)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def check(folder: Path) -> State:
    """Tell how far a backup's log had come; raises `BackupError` where it is not whole."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        named, reached = dict(manifest["files"]), State(manifest["entries"], manifest["seals"])
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupError(_("{folder} holds no backup.").format(folder=folder)) from None
    here = {name: digest for name, digest in _digests(folder) if name != MANIFEST}
    wrong = sorted(name for name in named.keys() | here.keys() if named.get(name) != here.get(name))
    if wrong:
        sentence = _("The backup is damaged: {names} are not as they were written.")
        raise BackupError(sentence.format(names=", ".join(wrong[:5])))
    return reached


def put_back(folder: Path, *, keys: Path | None, now: datetime) -> None:
    """Put a whole backup in the place of what is here; what was here is moved aside.

    The database comes last, in one step: killed before, the old one stands; after, the new one.
    Raises `BackupError`.
    """
    kind = SQLITE if connection.vendor == "sqlite" else DUMP
    if not (folder / kind).exists():
        raise BackupError(_("This backup is of another kind of database; set JIESU_DATABASE."))
    shutil.copytree(folder / FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)
    if keys:
        for name in KEYS:
            if (keys / name).exists():
                _replace(keys / name, settings.DATA / name, now)
    _set_store_aside(now)
    connection.close()
    if kind == SQLITE:
        _put_sqlite_back(folder / SQLITE, now)
    else:
        aside = settings.DATA / f"{DUMP}.before-{now:%Y%m%dT%H%M%S}"
        _run("pg_dump", "--format=custom", f"--file={aside}")
        _run("pg_restore", "--clean", "--if-exists", "--single-transaction", str(folder / DUMP))


def _put_sqlite_back(source: Path, now: datetime) -> None:
    target = Path(connection.settings_dict["NAME"])
    if target.exists():
        try:
            with closing(sqlite3.connect(target, timeout=1)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                old.execute("BEGIN EXCLUSIVE")  # nobody else may be at it
        except sqlite3.OperationalError:
            raise BackupError(_("The database is in use. Stop the service first.")) from None
    _replace(source, target, now)
    for left in (f"{target.name}-wal", f"{target.name}-shm"):
        target.with_name(left).unlink(missing_ok=True)


def _replace(source: Path, target: Path, now: datetime) -> None:
    """Put a copy in a file's place in one step; the file itself stays under another name."""
    fresh = target.with_name(f"{target.name}.restored")
    shutil.copy2(source, fresh)
    fresh.chmod(0o600)
    if target.exists():
        aside = target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%S}")
        aside.unlink(missing_ok=True)
        os.link(target, aside)
    fresh.replace(target)


def _set_store_aside(now: datetime) -> None:
    """Leave no figures that are ahead of the database: the store is made again from it."""
    store = Path(settings.STORE)
    if store.exists():
        store.rename(store.with_name(f"{store.name}.before-{now:%Y%m%dT%H%M%S}"))


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database; raises `BackupError`."""
    if shutil.which(program) is None:
        sentence = _("{program} is missing: install the programs of PostgreSQL.")
        raise BackupError(sentence.format(program=program))
    given = connection.settings_dict
    known = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    named = {name: str(given[key]) for name, key in known.items() if given[key]}
    command = [program, *arguments, "--dbname", str(given["NAME"])]
    done = subprocess.run(  # noqa: S603  (a program of PostgreSQL, and no words of others)
        command, capture_output=True, text=True, check=False, env=os.environ | named
    )
    if done.returncode:
        raise BackupError(done.stderr.strip()[-500:])
