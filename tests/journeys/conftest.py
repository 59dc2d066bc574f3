"""One running program for all journeys of a session."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests import city
from tests.journeys.program import PASSWORD, STAFF, Program, free_port


@pytest.fixture(scope="session")
def own_database() -> Iterator[str]:
    """Give an empty database where the tests run on PostgreSQL, "" where they run on SQLite."""
    server = os.environ.get("JIESU_DATABASE", "")
    if not server:
        yield ""
        return
    base, name = server.rsplit("/", 1)[0], f"journeys_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{base}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory, own_database: str) -> Iterator[Program]:
    """Set a city up from nothing by the commands of the README, and start it."""
    data = tmp_path_factory.mktemp("jiesu")
    env = os.environ | {
        "JIESU_DATA": str(data),
        "JIESU_DATABASE": own_database,
        "JIESU_DURABLE": "true",
        "JIESU_REPORTS": "0",  # all residents of a test call from one address
        "JIESU_REPORTS_BY_KEY": "0",
        "DJANGO_SETTINGS_MODULE": "jiesu.config.settings",
    }
    made = Program(data, free_port(), env)
    city.write(data / "city")
    made.run("directory", "import", str(data / "city"))
    for name, more in STAFF.items():
        made.run("people", "add", name, "--role", name, *more, "--password", PASSWORD)
    made.serve()
    made.start("work", "work")
    yield made
    for name in list(made.processes):
        made.kill(name)
