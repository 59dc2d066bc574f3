"""How long analyses and pages of the board take over ever longer pasts, beside plain SQL."""

import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg
from ground.city import Ground, ground
from ground.program import Cost, Program
from ground.reader import Reader, enrol
from ground.tables import MB, growth, print_table, quantile, say_progress, say_where

_STEPS = (
    "today", "standing", "volumes", "places", "forecast", "rates", "durations", "groups", "members",
    "hot", "alike", "surges",
)  # fmt: skip
_PAGES = {
    "today": "/board/",
    "trend": "/board/trend/",
    "map": "/board/map/?days=0",
    "areas of the map": "/board/map/street.json?days=0",
    "cells of the map": "/board/map/cells.json?days=0",
    "hot": "/board/hot/?days=0",
    "group": "",  # the hottest one
    "warnings": "/board/warnings/",
    "forecast": "/board/forecast/",
    "rates": "/board/rates/?months=0",
    "times": "/board/times/",
    "appeals": "/board/appeals/",
    "public": "/board/public/",
}
_HOTTEST = re.compile(r'"(/board/hot/\d+/)"')
# What one would ask the database for if there were no analyses: the main counts, each time anew.
_PLAIN = {
    "trend": """
SELECT substr(service.path, 2, 2), {week} AS week, count(*), count(DISTINCT appellant_key)
FROM casework_appeal JOIN directory_service service ON service.id = service_id GROUP BY 1, 2""",
    "map": """
SELECT substr(area.path, 9, 9), count(*)
FROM casework_appeal JOIN directory_area area ON area.id = area_id GROUP BY 1""",
    "rates": """
SELECT lead_unit_id, sum(CASE WHEN view = 'confirmed' THEN 1 ELSE 0 END),
  sum(CASE WHEN view IN ('confirmed', 'partly', 'disputed') THEN 1 ELSE 0 END),
  sum(CASE WHEN result_rating >= 4 THEN 1 ELSE 0 END),
  sum(CASE WHEN replied_at <= first_due_at THEN 1 ELSE 0 END), count(first_due_at)
FROM casework_appeal appeal JOIN casework_workorder work ON work.id = appeal.work_order_id
GROUP BY 1""",
    "appeals": """
SELECT appeal.*, work.*, count(*) OVER ()
FROM casework_appeal appeal JOIN casework_workorder work ON work.id = appeal.work_order_id
ORDER BY received_at DESC LIMIT 50""",
}
_WEEK = {
    "sqlite": "date(received_at, '+8 hours', 'weekday 0', '-6 days')",
    "postgresql": "date_trunc('week', received_at AT TIME ZONE 'Asia/Shanghai')",
}
_WARM_UP = 1000  # appeals, enough for each kernel to be needed
_TIMES_PLAIN = 3  # that a statement is run; the middle one counts


@dataclass(frozen=True)
class Seen:
    """What one past took: steps, seconds of each page and of each statement, bytes served in."""

    steps: dict[str, Cost]
    pages: dict[str, list[float]]
    plain: dict[str, float]
    peak: int


@click.command(help=__doc__)
@click.option("--sizes", default="10000,100000", show_default=True, help="Appeals of the past.")
@click.option(
    "--straight-from",
    default=1_000_000_000,
    metavar="SIZE",
    help="Fill sizes from this one on straight into the store, with a year each.",
)
@click.option("--databases", default="sqlite", show_default=True, help="Or postgresql.")
@click.option("--analyses", default=",".join(_STEPS), show_default=True)
@click.option("--requests", default=20, show_default=True, help="How often each page is read.")
@click.option("--warm-up", default=_WARM_UP, show_default=True, help="Appeals of the run before.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep filled databases here.")
def main(  # noqa: PLR0913  (one argument for each option)
    *,
    sizes: str,
    straight_from: int,
    databases: str,
    analyses: str,
    requests: int,
    warm_up: int,
    folder: Path | None,
) -> None:
    """Rebuild the store, run the analyses and read every page, over a past of each size.

    Where the store is filled straight from a file, the database holds the city and no appeal: there
    is nothing to rebuild, pages show appeals without titles, and plain SQL has nothing to count.
    """
    say_where()
    pasts = [int(size) for size in sizes.split(",")]
    with ground(folder) as place:
        for kind in databases.split(","):
            board = _Board(place, kind, analyses.split(","), straight_from)
            if warm_up:
                board.see(warm_up, 1)  # compiles what is measured
            _report(kind, {past: board.see(past, requests) for past in pasts})


@dataclass(frozen=True)
class _Board:
    """The board of one kind of database: which analyses to run, which pasts to fill straight."""

    place: Ground
    kind: str
    analyses: list[str]
    straight_from: int

    def see(self, past: int, requests: int) -> Seen:
        straight = past >= self.straight_from
        give = self.place.year if straight else self.place.city
        # The demonstration lets people in without a second factor; all else is as in service.
        program = give(self.kind, past, JIESU_DEMO="true")
        enrol(program)
        say_progress(f"{self.kind} {past:,}: filled")
        names = self.analyses if straight else ["rebuild", *self.analyses]
        steps = {name: _run(program, name) for name in names}
        with program.serving() as server:
            pages = _read(Reader(server.port), requests)
            peak = server.peak
        return Seen(steps, pages, {} if straight else _asked_plainly(program, self.kind), peak)


def _run(program: Program, step: str) -> Cost:
    cost = program.run("insight", *(("rebuild",) if step == "rebuild" else ("run", step)))
    say_progress(f"{step}: {cost.wall:.1f} s, {cost.cpu:.1f} CPU s, {cost.peak / MB:.0f} MB")
    return cost


def _read(reader: Reader, requests: int) -> dict[str, list[float]]:
    hottest = _HOTTEST.search(reader.read(_PAGES["hot"])[0])
    paths = {name: path or (hottest[1] if hottest else "") for name, path in _PAGES.items()}
    for path in paths.values():
        for _process in range(4):  # each of the server's has to load what the page needs
            reader.read(path or "/board/hot/")
    return {name: _read_often(reader, name, path, requests) for name, path in paths.items() if path}


def _read_often(reader: Reader, name: str, path: str, requests: int) -> list[float]:
    seconds = [reader.read(path)[1] for _time in range(requests)]
    say_progress(f"{name}: {quantile(seconds, 0.5) * 1e3:.0f} ms")
    return seconds


def _asked_plainly(program: Program, kind: str) -> dict[str, float]:
    connect: Callable[[], sqlite3.Connection | psycopg.Connection] = (
        (lambda: psycopg.connect(program.database))
        if program.database
        else (lambda: sqlite3.connect(program.data / "jiesu.sqlite3"))
    )
    with connect() as database:
        return {name: _timed(database, kind, statement) for name, statement in _PLAIN.items()}


def _timed(database: sqlite3.Connection | psycopg.Connection, kind: str, statement: str) -> float:
    seconds = []
    for _time in range(_TIMES_PLAIN):
        started = time.monotonic()
        database.execute(statement.format(week=_WEEK[kind])).fetchall()
        seconds.append(time.monotonic() - started)
    return statistics.median(seconds)


def _report(kind: str, seen: Mapping[int, Seen]) -> None:
    print_table(
        f"{kind}: rebuilding the store and running the analyses (with the start-up)",
        ("step", "past", "seconds", "CPU s", "peak MB", "seconds grow as", "peak grows as"),
        [row for step in ("rebuild", *_STEPS) for row in _of_step(step, seen)],
    )
    print_table(
        f"{kind}: pages of the board over HTTP, and plain SQL for its main counts",
        ("page", "past", "p50 ms", "p95 ms", "grows as", "SQL ms", "SQL / page", "SQL grows as"),
        [row for page in _PAGES for row in _of_page(page, seen)],
    )
    print_table(
        f"{kind}: what the server holds after that",
        ("past", "peak MB"),
        [(past, one.peak / MB) for past, one in seen.items()],
    )


def _of_step(step: str, seen: Mapping[int, Seen]) -> list[Sequence[object]]:
    costs = {past: one.steps[step] for past, one in seen.items() if step in one.steps}
    slow = growth(list(costs), [cost.wall for cost in costs.values()])
    large = growth(list(costs), [cost.peak for cost in costs.values()])
    return [
        (step, past, cost.wall, cost.cpu, cost.peak / MB, slow, large)
        for past, cost in costs.items()
    ]


def _of_page(page: str, seen: Mapping[int, Seen]) -> list[Sequence[object]]:
    read = {past: one.pages[page] for past, one in seen.items() if page in one.pages}
    plain = {past: one.plain[page] for past, one in seen.items() if page in one.plain}
    middle = {past: quantile(seconds, 0.5) for past, seconds in read.items()}
    grows = [growth(list(of), list(of.values())) for of in (middle, plain)]
    rows: list[Sequence[object]] = []
    for past, seconds in read.items():
        beside: Sequence[object] = ("–", "–", "–")
        if past in plain:
            beside = (plain[past] * 1e3, plain[past] / middle[past], grows[1])
        rows.append(
            (page, past, middle[past] * 1e3, quantile(seconds, 0.95) * 1e3, grows[0], *beside)
        )
    return rows


if __name__ == "__main__":
    main()
