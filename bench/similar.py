"""How fast a draft finds its partners among ever more appeals, beside category and distance."""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ground.tables import MB, growth, print_table, quantile, say_where
from pyarrow import parquet

from jiesu.mining.columns import column_of, days
from jiesu.mining.similar.api import Index, facts
from jiesu.mining.similar.reader import IndexReader
from jiesu.mining.similar.writer import IndexWriter
from jiesu.mining.text.grams.language import SAMPLE, learn

TEN = 10
_CHUNK = 1 << 17
_COLUMNS = ["id", "title", "text", "time", "lat", "lon"]
_TYPED = 12  # signs of a short draft
_SPARED = 200  # rows that come one by one, after the others
# FixMyStreet proposes what is of the same category within 250 m; it reads no text.
_PEER = """
SELECT id FROM appeals
WHERE service = ? AND lat BETWEEN ? - 0.00225 AND ? + 0.00225 AND id <> ?
  AND 12742000 * asin(sqrt(pow(sin(radians(lat - ?) / 2), 2)
    + cos(radians(?)) * cos(radians(lat)) * pow(sin(radians(lon - ?) / 2), 2))) <= 250
ORDER BY pow(lat - ?, 2) + pow((lon - ?) * cos(radians(?)), 2), id DESC LIMIT 10"""


class Asked(NamedTuple):
    """Drafts that have partners: their own rows, and the issue of every appeal."""

    rows: list[dict[str, Any]]
    id: npt.NDArray[np.int64]  # in order
    issue: npt.NDArray[np.int64]

    def has_partner(self, row: dict[str, Any], found: list[int]) -> bool:
        """Say whether one of the appeals found is of the row's issue."""
        return bool((self.issue[np.searchsorted(self.id, found)] == row["issue"]).any())


class Built(NamedTuple):
    """What it took to make the index of so many appeals."""

    seconds: float
    bytes: int
    anonymous: int  # memory of the process that is not mapped from files


@click.command(help=__doc__)
@click.option("--sizes", default="10000,100000,1000000", show_default=True, help="Appeals.")
@click.option("--asked", default=1000, show_default=True, help="Drafts of each kind.")
@click.option("--seed", default=1, show_default=True, help="Of the simulated city.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep appeals and indexes here.")
@click.option("--data", default=os.environ.get("JIESU_REAL_DATA", ""), help="Folder of real data.")
def main(sizes: str, asked: int, seed: int, folder: Path | None, data: str) -> None:
    """Build an index of each size and ask it; then the real messages, if their folder is named."""
    say_where()
    with tempfile.TemporaryDirectory() as own:
        place = folder or Path(own)
        place.mkdir(parents=True, exist_ok=True)
        pasts = [int(size) for size in sizes.split(",")]
        for past in pasts:
            _simulate(place, past, seed)
        _warm_up(place, pasts[0])
        built = {past: _build(place, past) for past in pasts}
        _print_built(built)
        _print_asked({past: _ask_all(place, past, asked) for past in pasts})
    if data:
        _evaluate(Path(data, "smart_government"))


def _simulate(place: Path, past: int, seed: int) -> None:
    out = place / f"{past}.parquet"
    if not out.exists():
        made = ["simulate", "--appeals", str(past), "--seed", str(seed), "--out", str(out)]
        _jiesu(*made)


def _jiesu(*arguments: str) -> str:
    program = "from jiesu.config.cli import main; main()"
    done = [sys.executable, "-c", program, *arguments]
    return subprocess.run(done, check=True, capture_output=True, text=True).stdout


def _warm_up(place: Path, past: int) -> None:
    """Compile what is measured."""
    rows = _rows(place, past, [0, 1])
    index = Index()
    for row in rows:
        index.add([row["id"]], [[row["title"]], [row["text"]]])
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder), place / f"{past}.parquet", most=1)
    index.query((rows[0]["title"], rows[0]["text"]))


def _build(place: Path, past: int) -> Built:
    folder = place / f"{past}.index"
    started = time.monotonic()
    _fill(folder, place / f"{past}.parquet", most=past)
    taken = time.monotonic() - started
    size = sum(path.stat().st_size for path in folder.iterdir())
    return Built(taken, size, _anonymous())


def _fill(folder: Path, source: Path, *, most: int) -> None:
    file = parquet.ParquetFile(source)
    left = most
    with IndexWriter(folder) as keeper:
        head = next(file.iter_batches(min(SAMPLE, max(most, 1)), columns=["title", "text"]))
        keeper.begin(learn(column_of(head["title"]), column_of(head["text"])), len(head))
        for batch in file.iter_batches(_CHUNK, columns=_COLUMNS):
            part = batch.slice(0, left)
            when = days(part["time"], len(part))
            found = facts(part["id"].to_numpy(), when, part["lat"], part["lon"])
            keeper.fill(column_of(part["title"]), column_of(part["text"]), found)
            left -= len(part)
            if not left:
                break
        keeper.settle()
        keeper.publish(most)


def _anonymous() -> int:
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split("RssAnon:")[1].split()[0]) * 1024


def _rows(place: Path, past: int, at: Sequence[int]) -> list[dict[str, Any]]:
    """Give some rows of a file, which need not fit in memory."""
    found: dict[int, dict[str, Any]] = {}
    first = 0
    with parquet.ParquetFile(place / f"{past}.parquet") as file:
        for batch in file.iter_batches(_CHUNK, columns=_COLUMNS):
            here = [row for row in at if first <= row < first + len(batch)]
            taken = batch.take(pa.array([row - first for row in here], pa.int64()))
            found |= dict(zip(here, taken.to_pylist(), strict=True))
            first += len(batch)
            if len(found) == len(set(at)):
                break
    return [found[row] for row in at]


def _asked(place: Path, past: int, count: int) -> Asked:
    truth = parquet.read_table(place / f"{past}.truth.parquet", columns=["id", "issue", "service"])
    issue = truth["issue"].to_numpy()
    partnered = np.flatnonzero(np.bincount(issue)[issue] > 1)
    chosen = random.Random(past).sample(range(len(partnered)), min(count, len(partnered)))  # noqa: S311  (no secret)
    some = partnered[chosen].tolist()
    services = truth["service"].take(some).to_pylist()
    rows = [
        row | {"service": service, "issue": issue[n]}
        for row, service, n in zip(_rows(place, past, some), services, some, strict=True)
    ]
    return Asked(rows, truth["id"].to_numpy(), issue)


class Answers(NamedTuple):
    """One way of asking: seconds and processor seconds of each question, share that was right."""

    way: str
    wall: list[float]
    cpu: list[float]
    right: float


def _ask_all(place: Path, past: int, count: int) -> list[Answers]:
    asked = _asked(place, past, count)
    index = IndexReader(place / f"{past}.index").index()
    assert index is not None

    def full(row: dict[str, Any]) -> list[int]:
        return _ids(index, row, (row["title"], row["text"]), row["lat"], row["lon"])

    def nowhere(row: dict[str, Any]) -> list[int]:
        return _ids(index, row, (row["title"], row["text"]), None, None)

    def typed(row: dict[str, Any]) -> list[int]:
        return _ids(index, row, ("", row["title"][:_TYPED]), row["lat"], row["lon"])

    ways = [("text and place", full), ("text alone", nowhere), (f"{_TYPED} signs, place", typed)]
    found = [_ask(way, asked, ask) for way, ask in ways]
    return [*found, _ask("peer: category, 250 m", asked, _peer(place, past)), _add(place, past)]


def _ids(
    index: Index, row: dict[str, Any], texts: tuple[str, ...], lat: float | None, lon: float | None
) -> list[int]:
    found = index.query(texts, time=row["time"], lat=lat, lon=lon, limit=TEN + 1)
    return [match.id for match in found if match.id != row["id"]][:TEN]


def _ask(way: str, asked: Asked, ask: Callable[[dict[str, Any]], list[int]]) -> Answers:
    for row in asked.rows[:20]:  # they bring pages in
        ask(row)
    wall, cpu, right = [], [], 0
    for row in asked.rows:
        at, on = time.perf_counter(), time.process_time()
        found = ask(row)
        wall.append(time.perf_counter() - at)
        cpu.append(time.process_time() - on)
        right += asked.has_partner(row, found)
    return Answers(way, wall, cpu, right / max(len(asked.rows), 1))


def _peer(place: Path, past: int) -> Callable[[dict[str, Any]], list[int]]:
    """Ask for the same category nearby, from a table that is sorted by both; one thread."""
    database = duckdb.connect(config={"threads": "1"})
    source = f"'{place / f'{past}.parquet'}'"
    truth = f"'{place / f'{past}.truth.parquet'}'"
    database.execute(
        f"CREATE TABLE appeals AS SELECT id, known.service, lat, lon FROM {source}"  # noqa: S608  (our own files)
        f" JOIN (SELECT id, service FROM {truth}) known USING (id) ORDER BY known.service, lat"
    )

    def ask(row: dict[str, Any]) -> list[int]:
        if row["lat"] is None:
            return []
        lat, lon = row["lat"], row["lon"]
        given = [row["service"], lat, lat, row["id"], lat, lat, lon, lat, lon, lat]
        return [int(one) for (one,) in database.execute(_PEER, given).fetchall()]

    return ask


def _add(place: Path, past: int) -> Answers:
    """Take rows in one by one, as new ids, each visible to the next question; count the found."""
    folder = place / f"{past}.index"
    rows = _rows(place, past, range(min(_SPARED, past)))
    wall, cpu, seen = [], [], 0
    reader = IndexReader(folder)
    with IndexWriter(folder) as keeper:
        for number, row in enumerate(rows):
            new = 10**12 + number
            at, on = time.perf_counter(), time.process_time()
            when = days([row["time"]], 1)
            found = facts(np.array([new]), when, [row["lat"]], [row["lon"]])
            texts = (column_of([row["title"]]), column_of([row["text"]]))
            keeper.add(*texts, found)
            keeper.publish(number)
            wall.append(time.perf_counter() - at)
            cpu.append(time.process_time() - on)
            index = reader.index()
            seen += index is not None and new in _ids(
                index, row | {"id": -1}, (row["title"], row["text"]), row["lat"], row["lon"]
            )
    return Answers("taken in one by one", wall, cpu, seen / max(len(rows), 1))


def _print_built(built: dict[int, Built]) -> None:
    grows = growth(list(built), [one.seconds for one in built.values()])
    print_table(
        "Making the index (Parquet to files)",
        ("appeals", "seconds", "rows a second", "bytes a row", "anonymous MB", "grows as"),
        [
            (n, one.seconds, n / one.seconds, one.bytes / n, one.anonymous / MB, grows)
            for n, one in built.items()
        ],
    )


def _print_asked(seen: dict[int, list[Answers]]) -> None:
    ways: dict[str, dict[int, Answers]] = defaultdict(dict)
    for past, answers in seen.items():
        for one in answers:
            ways[one.way][past] = one
    rows = []
    for way, by_past in ways.items():
        grows = growth(list(by_past), [quantile(one.cpu, 0.5) for one in by_past.values()])
        rows += [_row(way, past, one, grows) for past, one in by_past.items()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB
    print_table(
        f"Asking, milliseconds; one process, at most {peak:,.0f} MB with mapped pages",
        (
            "asked with", "among", "p50", "p99", "p50 of processor", "p99 of processor",
            "partner in ten", "grows as",
        ),
        rows,
    )  # fmt: skip


def _row(way: str, past: int, one: Answers, grows: str) -> tuple[object, ...]:
    times = [quantile(column, q) * 1e3 for column in (one.wall, one.cpu) for q in (0.5, 0.99)]
    return (way, past, *times, one.right, grows)


def _evaluate(real: Path) -> None:
    names = ["--id", "msg_id", "--text", "topic,detail", "--time", "time"]
    truth = ["--truth-id", "message_id", "--truth-group", "issue_id"]
    given = ["--truth", str(real / "same_issue_dev.csv"), *truth]
    print("\nReal messages: jiesu evaluate similar")
    print(_jiesu("evaluate", "similar", str(real / "messages.csv.gz"), *names, *given))


if __name__ == "__main__":
    main()
