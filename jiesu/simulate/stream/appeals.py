"""The stream as files: batch after batch, in memory that does not grow with it."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from jiesu.simulate.city.files import City, city
from jiesu.simulate.city.size import SMALLEST_SIZE, Size
from jiesu.simulate.stream import remedies
from jiesu.simulate.stream.columns import SCHEMA, TRUTH
from jiesu.simulate.stream.issues import DAY, Tellings
from jiesu.simulate.stream.outcomes.fates import Office
from jiesu.simulate.stream.remedies import Remedy
from jiesu.simulate.stream.rows import Chunk, Clerk
from jiesu.simulate.stream.speech import Speech
from jiesu.simulate.stream.timeline import Timeline
from jiesu.simulate.stream.world import world
from jiesu.simulate.telling.lexicon import crossing
from jiesu.simulate.telling.voices import voices

UNTIL = date(2026, 11, 1)
YEARS_OF_DAYS = 730
_ROWS_AT_ONCE = 32_768
_THREADS = 2


@dataclass(frozen=True)
class Order:
    """What is wanted: so many appeals in the days before `until`, of one city.

    `remedies` spare some of them. What became of the appeals is told up to `until` too, or up to
    another day (`known_until`), so that later ones have their end as well.
    """

    appeals: int
    seed: int = 1
    until: date = UNTIL
    days: int = YEARS_OF_DAYS
    size: Size = SMALLEST_SIZE
    remedies: tuple[Remedy, ...] = ()
    known_until: date | None = None


def chunks(
    order: Order, *, whole: City | None = None, rows: int = _ROWS_AT_ONCE
) -> Iterator[Chunk]:
    """Make the stream in order of time, `rows` at most in a chunk; same order, same rows."""
    whole = whole or city(order.seed, order.size)
    last = np.datetime64(order.until, "D")
    days = np.arange(last - order.days, last)
    spoken = voices(whole)
    place = world(whole, spoken.topics, order.seed)
    leaves = whole.services.leaves
    known = np.datetime64(order.known_until or order.until, "D")
    clerk = Clerk(
        city=whole,
        voices=spoken,
        world=place,
        speech=Speech(whole, spoken, place, crossing(whole)),
        office=Office(
            leaves, len(whole.units), seed=order.seed, until=int(known.astype(np.int64)) * DAY
        ),
    )
    timeline = Timeline(order.seed, order.appeals, days, leaves, place)
    daily = (remedies.without(told, order.remedies, whole, place) for told in timeline.run())
    yield from _written(clerk, _portions(daily, rows))


def _portions(daily: Iterator[Tellings], rows: int) -> Iterator[Tellings]:
    """Gather days that are small and cut those that are large."""
    held: list[Tellings] = []
    for told in daily:
        held.append(told)
        while sum(len(part.at) for part in held) >= rows:
            joined = Tellings._make(np.concatenate(columns) for columns in zip(*held, strict=True))
            yield joined.rows(np.arange(rows))
            held = [joined.rows(np.arange(rows, len(joined.at)))]
    joined = Tellings._make(np.concatenate(columns) for columns in zip(*held, strict=True))
    if len(joined.at):
        yield joined


def _written(clerk: Clerk, portions: Iterator[Tellings]) -> Iterator[Chunk]:
    """Write portions on all threads and give them back in order, few at a time."""
    first = 1
    waiting: deque[Future[Chunk]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        for told in portions:
            waiting.append(pool.submit(clerk.write, told, first))
            first += len(told.at)
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def truth_path(out: Path) -> Path:
    """Name the file of truth beside a file of appeals."""
    return out.with_suffix(".truth.parquet")


def write(order: Order, out: Path) -> Iterator[int]:
    """Write both files, telling after each batch how many rows it added."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with _writer(out, SCHEMA) as seen, _writer(truth_path(out), TRUTH) as truth:
        for chunk in chunks(order):
            seen.write_batch(chunk.seen)
            truth.write_batch(chunk.truth)
            yield chunk.seen.num_rows


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    long_texts = {"title", "text", "reply", "place_words"}
    coded = [name for name in schema.names if schema.field(name).type == pa.string()]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=[name for name in coded if name not in long_texts],
    )
