"""How fast appeals are taken in over HTTP with all laws on, in cities with ever longer pasts."""

import itertools
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg
import pyarrow.parquet as pq
from ground.city import KINDS, Ground, ground
from ground.doors import DOORS, Said, Tally
from ground.program import Program, Server
from ground.tables import MB, growth, print_table, quantile, say_where

_HEADER = (
    "database", "door", "past", "accepted/s", "p50 ms", "p95 ms", "p99 ms",
    "CPU ms each", "errors", "server MB", "CPU grows as",
)  # fmt: skip
_WARM_UP = 2.0  # seconds that are checked and not counted


@dataclass(frozen=True)
class Pace:
    """How many send at once, for how many seconds, and whether the whole log is verified then."""

    clients: int
    seconds: float
    verify: bool = True


@dataclass(frozen=True)
class Taken:
    """What was taken in: appeals each second, seconds of each, of the processor for each."""

    rate: float
    seconds: list[float]
    cpu: float
    errors: int
    peak: int


@click.command(help=__doc__)
@click.option("--sizes", default="0,10000,100000", show_default=True, help="Appeals of the past.")
@click.option("--databases", default=",".join(KINDS), show_default=True)
@click.option("--doors", default=",".join(DOORS), show_default=True)
@click.option("--clients", default=8, show_default=True, help="Residents who send at once.")
@click.option("--seconds", default=10.0, show_default=True, help="How long they go on.")
@click.option("--verify/--no-verify", default=True, help="Recompute the chain of the whole log.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep filled databases here.")
def main(  # noqa: PLR0913, PLR0917  (one option each)
    sizes: str,
    databases: str,
    doors: str,
    clients: int,
    seconds: float,
    verify: bool,  # noqa: FBT001  (click gives it by name)
    folder: Path | None,
) -> None:
    """Send appeals to the real server and count what it acknowledged; all of it must be there."""
    say_where()
    pace = Pace(clients, seconds, verify)
    pasts = [int(size) for size in sizes.split(",")]
    rows: list[tuple[object, ...]] = []
    with ground(folder) as place:
        for kind, door in itertools.product(databases.split(","), doors.split(",")):
            taken = [_measure(place, kind, door, past, pace) for past in pasts]
            grow = growth(pasts, [one.cpu for one in taken])
            rows += [
                _row(kind, door, past, one, grow) for past, one in zip(pasts, taken, strict=True)
            ]
    print_table(
        f"Intake over HTTP, {clients} clients, every acknowledged code checked", _HEADER, rows
    )


def _row(kind: str, door: str, past: int, taken: Taken, grow: str) -> tuple[object, ...]:
    milliseconds = [quantile(taken.seconds, share) * 1e3 for share in (0.5, 0.95, 0.99)]
    return (
        kind, door, past, taken.rate, *milliseconds,
        taken.cpu * 1e3, taken.errors, taken.peak / MB, grow,
    )  # fmt: skip


def _measure(place: Ground, kind: str, door: str, past: int, pace: Pace) -> Taken:
    program = place.city(kind, past)
    key = program.answer("key", "new", "bench", "--channel", "open311").split()[-1]
    said = _said(place)
    with program.serving() as server:
        before = _send(server, door, key, said, Pace(pace.clients, _WARM_UP))
        cpu, started = server.cpu, time.monotonic()
        tally = _send(server, door, key, said, pace)
        wall, cpu, peak = time.monotonic() - started, server.cpu - cpu, server.peak
    _check(program, before.codes + tally.codes)
    if pace.verify:
        program.run("verify")
    errors = before.errors + tally.errors
    for error in errors[:3]:
        print(error)
    count = len(tally.codes)
    return Taken(count / wall, tally.seconds, cpu / max(count, 1), len(errors), peak)


def _said(place: Ground) -> Iterator[Said]:
    """Give what simulated residents say, over and over."""
    columns = ["text", "lat", "lon", "service"]
    rows = pq.read_table(place.appeals(2000), columns=columns).to_pylist()
    return itertools.cycle([Said(**row) for row in rows if len(row["service"]) == 6])


def _send(server: Server, door: str, key: str, said: Iterator[Said], pace: Pace) -> Tally:
    tally, until = Tally(), time.monotonic() + pace.seconds

    def go_on() -> None:
        client = DOORS[door](server.port, key)
        while time.monotonic() < until:
            client.try_to_say(next(said), tally)

    threads = [threading.Thread(target=go_on) for _number in range(pace.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def _check(program: Program, codes: list[str]) -> None:
    """See that each acknowledged appeal is there once."""
    if len(set(codes)) != len(codes):
        raise SystemExit("One code was given to two appeals.")
    found = _stored(program, codes)
    if sorted(found) != sorted(codes):
        raise SystemExit(f"Of {len(codes)} acknowledged appeals {len(found)} are there.")


def _stored(program: Program, codes: list[str]) -> list[str]:
    asked = "SELECT code FROM casework_appeal WHERE channel IN ('portal', 'open311')"
    if program.database:
        with psycopg.connect(program.database) as connection:
            rows = connection.execute(asked).fetchall()
    else:
        with sqlite3.connect(program.data / "jiesu.sqlite3") as database:
            rows = database.execute(asked).fetchall()
    given = set(codes)
    return [code for (code,) in rows if code in given]


if __name__ == "__main__":
    main()
