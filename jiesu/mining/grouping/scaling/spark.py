"""The same groups on a Spark cluster, for what is more than one machine should do.

Executors read the texts and turn them into packed grams; the rows then go in the order of time
through one task, since a row joins what came before it. Parts that share no problem (`by`, for
instance the cities of a province) are each grouped wholly in a task of their own.
"""

import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import pyarrow as pa

from jiesu.mining.appeals import Appeals, Names
from jiesu.mining.columns import Place, column_of, days, titles_and_details
from jiesu.mining.grouping.api import begin_run, in_time_order
from jiesu.mining.grouping.clustering.constraints import Pairs
from jiesu.mining.grouping.clustering.stream import WINDOW
from jiesu.mining.grouping.clustering.window import positions_of
from jiesu.mining.grouping.run import Run, refuse_twice
from jiesu.mining.grouping.scaling import row_batches
from jiesu.mining.grouping.scaling.chunked_files import CHUNK, LONG, language_of, rows_of
from jiesu.mining.grouping.scaling.parts import part_groups
from jiesu.mining.lazy import LazyModule
from jiesu.mining.tables import TableError
from jiesu.mining.text.grams.language import Language
from jiesu.mining.text.grams.rows import read_grams

_POSITION = "position_in_file"  # orders rows of one time
_RESULT = "id string, group string, role string, score float, because string"
_PACKED = (
    f"{_POSITION} long, since double, id string, days double, lat double, lon double, area long,"
    " gram binary, norm binary, titles binary, numbers binary"
)


class ClusterError(ValueError):
    """Spark is missing, cannot be reached, or failed; the sentence says what to do."""


_MISSING = ClusterError("Spark is not installed: pip install 'jiesu[spark]'")
_sql = LazyModule("pyspark.sql", missing=_MISSING)
_functions = LazyModule("pyspark.sql.functions", missing=_MISSING)
_errors = LazyModule("pyspark.errors", missing=_MISSING)


class Job(NamedTuple):
    """What is grouped where; `by` may name a column of parts."""

    engine: str
    source: Path
    out: Path
    names: Names
    by: str | None = None
    same: Pairs = ()
    apart: Pairs = ()


def group_on_cluster(job: Job) -> tuple[int, int]:
    """Write the groups to the folder `out`; give (groups of two and more, rows that are alone).

    Every node must see `source` and `out` under the same path, and have this program installed.
    """
    with _session(job.engine) as spark:
        rows = _rows(spark, job)
        found = _by_parts(rows, job) if job.by else _in_one_stream(spark, rows, job)
        found.write.mode("overwrite").parquet(str(job.out))
        written = spark.read.parquet(str(job.out))
        alone = written.filter("role = 'only'").count()
        return written.filter("id = group").count() - alone, alone


@contextmanager
def _session(engine: str) -> Iterator[Any]:
    """Give a Spark session; what goes wrong in it becomes one sentence."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    asked = _sql.SparkSession.builder.master(engine).appName("jiesu mine groups")
    for name in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
        asked = asked.config(name, "false")
    try:
        spark = asked.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    except Exception as wrong:
        raise ClusterError(
            f"Spark did not start on {engine}: it needs Java 17 here and a master there"
        ) from wrong
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # about pandas, which is not used here
            yield spark
    except _errors.PySparkException as wrong:
        raise ClusterError(_sentence(str(wrong))) from wrong
    finally:
        spark.stop()


def _sentence(trace: str) -> str:
    """Find what an executor wanted to say in what Spark makes of it."""
    said = re.findall(r"^(?:\w+\.)*\w*Error: (.+)$", trace, re.MULTILINE)
    return said[-1] if said else trace.strip().split("\n", 1)[0]


def _rows(spark: Any, job: Job) -> Any:
    """Read the columns that are asked for, with the position of each row."""
    rows, names = spark.read.parquet(str(job.source)), job.names
    needed = [names.id, *(name.strip() for name in names.text.split(","))]
    usual = [name for name in names[2:] if name in rows.columns or name not in Names()]
    read = dict.fromkeys([*needed, *usual, *([job.by] if job.by else [])])
    for name in read:
        if name not in rows.columns:
            there = ", ".join(rows.columns)
            raise TableError(f"there is no column {name!r}; the file has: {there}")
    return rows.select(*read, _functions.monotonically_increasing_id().alias(_POSITION))


def _by_parts(rows: Any, job: Job) -> Any:
    """Group each part in a task of its own."""
    twice = rows.groupBy(job.names.id).count().filter("count > 1").head()
    if twice:
        raise TableError(f"the id {twice[0]} stands in more than one row; ids must be unique")
    names, same, apart = job.names, job.same, job.apart

    def grouped(part: pa.Table) -> pa.Table:
        nb.set_num_threads(1)  # other parts have the other cores
        return part_groups(part.sort_by(_POSITION), names, same, apart)

    return rows.groupBy(job.by).applyInArrow(grouped, _RESULT)


def _in_one_stream(spark: Any, rows: Any, job: Job) -> Any:
    """Read the texts everywhere, and join the rows in the order of time in one task."""
    language, learned = _language(job)
    count = rows_of(job.source)
    room = count if count < LONG else WINDOW  # as one machine gives it
    known, names = spark.sparkContext.broadcast(language), job.names
    same, apart = job.same, job.apart

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        nb.set_num_threads(1)
        for batch in batches:
            yield _packed(batch, names, known.value)

    def join(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        run = Run(known.value, learned, room)
        run.decide(same, apart)
        for chunk in _chunks(batches):
            run.take(*row_batches.unpack(chunk))
        refuse_twice(run.ids.combine_chunks())
        for part in run.tables(np.arange(len(run)), CHUNK):
            yield from part.to_batches()

    packed = rows.mapInArrow(read, _PACKED).repartition(1)
    return packed.sortWithinPartitions("since", _POSITION).mapInArrow(join, _RESULT)


def _language(job: Job) -> tuple[Language, int]:
    """Learn the words here, from the rows from which one machine would learn them."""
    if rows_of(job.source) >= LONG:
        return language_of(job.source, job.names)
    run = begin_run(in_time_order(*Appeals(job.source, job.names).columns)[0], rows=1)
    return run.language, run.learned


def _packed(batch: pa.RecordBatch, names: Names, language: Language) -> pa.RecordBatch:
    texts = [column_of(batch[name.strip()]) for name in names.text.split(",")]
    time, *place = (batch[name] if name in batch.schema.names else None for name in names[2:])
    at = days(time, len(batch))
    said = read_grams(*titles_and_details(texts), language)
    rows = row_batches.pack(column_of(batch[names.id]), positions_of(at, Place(*place)), said)
    since = pa.array(np.nan_to_num(at, nan=-np.inf))
    return pa.RecordBatch.from_arrays(
        [batch[_POSITION], since, *rows.columns], names=[_POSITION, "since", *rows.schema.names]
    )


def _chunks(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Gather batches, which are small, to tables of about `CHUNK` rows."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(map(len, waiting)) >= CHUNK:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)
