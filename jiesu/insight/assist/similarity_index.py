"""The index of earlier appeals, kept in step with the store: what a draft at the desk is asked of.

It holds what the dataset of texts holds (scrubbed, never a report of wrongdoing, only as long as a
text may be kept) as hashed grams, and says up to which turn of the datasets it has read. So it can
be killed, cut or deleted at any point: the worker goes on from there, or makes it anew.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import structlog
from django.conf import settings
from ibis import _

from jiesu.insight.storage import engine, store
from jiesu.insight.storage.engine import Tables
from jiesu.mining.columns import column_of, days, floats
from jiesu.mining.similar.manifest import forget, read_manifest
from jiesu.mining.similar.segment import Facts
from jiesu.mining.similar.writer import IndexWriter
from jiesu.mining.text.grams.language import SAMPLE, learn
from jiesu.rules.lifecycle import OPEN

_log = structlog.get_logger()
_CHUNK = 1 << 17  # rows that are read at once
_OUTGROWN = 4  # times the rows its words were learned from, after which an index is made anew
_EPOCH = date(1970, 1, 1)
_TEXTS = ["appeal_id", "log_id", "keep_until", "title", "text"]
_FACTS = ["appeal_id", "log_id", "received_at", "lat", "lon", "state"]


def folder() -> Path:
    """Give where the index lies, whether it is there or not."""
    return Path(settings.STORE) / "similar"


def keep_up(*, now: datetime) -> int:
    """Read what came to the store since the last time; give the number of rows read."""
    try:
        turns = _turns()
    except store.OtherVersionError:  # whoever reads the store says so
        return 0
    if (known := read_manifest(folder())) and known.read == turns:
        return 0
    with IndexWriter(folder()) as keeper:
        if keeper.broken:
            _log.warning("index of earlier appeals", problem=keeper.broken)
        if keeper.read is None or _is_behind(keeper.read, turns):
            return _anew(keeper, turns, now)
        rows = _since(keeper, turns)
        grown = keeper.learned < SAMPLE and len(keeper) > _OUTGROWN * max(keeper.learned, 1)
        return _anew(keeper, turns, now) if grown else rows


def let_go(*, now: datetime) -> int:
    """Let go of what may be kept no longer, and look whether every file is as it was written."""
    with IndexWriter(folder(), whole=True) as keeper:
        if keeper.broken:
            _log.warning("index of earlier appeals", problem=keeper.broken)
            forget(folder())
            return 0
        lost = keeper.let_go((now.date() - _EPOCH).days)
        if keeper.read is not None:
            keeper.publish(keeper.read)
        return lost


def _turns() -> dict[str, int]:
    """Give the turns of the datasets: of the facts first, which are written after the texts."""
    root = Path(settings.STORE)
    return {
        "facts": store.read(store.facts(root)).turn,
        "texts": store.read(store.texts(root)).turn,
    }


def _is_behind(read: dict[str, int], turns: dict[str, int]) -> bool:
    """Tell whether the datasets begin anew, so that what was read says nothing."""
    return any(read[dataset] > turn for dataset, turn in turns.items())


def _anew(keeper: IndexWriter, turns: dict[str, int], now: datetime) -> int:
    """Make the index from the whole store; until the end readers ask the old one."""
    count = 0
    with engine.tables(Path(settings.STORE), engine.EMBEDDED, now=now) as tables:
        sample = tables.texts.select("title", "text").limit(SAMPLE).to_pyarrow()
        keeper.begin(learn(*_said(sample)), sample.num_rows)
        for rows in _months(tables):
            for batch in rows.to_batches(_CHUNK):
                table = pa.Table.from_batches([batch])
                keeper.fill(*_said(table), _facts(table))
            count += rows.num_rows
    keeper.settle()
    keeper.publish(turns)
    _log.info("index of earlier appeals made", appeals=count)
    return count


def _months(tables: Tables) -> Iterator[pa.Table]:
    """Give texts with their facts, a month at a time, in the order of ids."""
    month = _.received_on.truncate("M")
    facts = tables.facts.select(*_FACTS, "received_on").drop("log_id")
    texts = tables.texts.select(*_TEXTS, "received_on").drop("log_id")
    for first in texts.select(month=month).distinct().order_by("month").to_pyarrow()["month"]:
        same = month == ibis.literal(first.as_py())
        rows = texts.filter(same).drop("received_on").join(facts.filter(same), "appeal_id")
        yield rows.order_by("appeal_id").to_pyarrow()


def _since(keeper: IndexWriter, turns: dict[str, int]) -> int:
    """Take in what changed; what lacks its facts yet is read again the next time."""
    root = Path(settings.STORE)
    texts = store.since(store.texts(root), keeper.read["texts"], _TEXTS)
    facts = store.since(store.facts(root), keeper.read["facts"], _FACTS)
    known = pc.is_in(texts["appeal_id"], facts["appeal_id"])
    rows = (
        texts.filter(known)
        .drop(["log_id"])
        .join(facts.drop(["log_id"]), "appeal_id", join_type="inner")
    )
    for batch in rows.sort_by("appeal_id").to_batches(_CHUNK):
        table = pa.Table.from_batches([batch])
        keeper.add(*_said(table), _facts(table))
    keeper.publish(turns if pc.all(known).as_py() is not False else keeper.read)
    return int(rows.num_rows)


def _said(rows: pa.Table) -> tuple[pa.Array, pa.Array]:
    return column_of(rows["title"]), column_of(rows["text"])


def _facts(rows: pa.Table) -> Facts:
    count = rows.num_rows
    return Facts(
        rows["appeal_id"].to_numpy(),
        days(rows["received_at"], count),
        np.column_stack([floats(rows["lat"], count), floats(rows["lon"], count)]),
        rows["keep_until"].combine_chunks().view(pa.int32()).to_numpy(),
        ~np.isin(rows["state"].to_numpy(), [state.value for state in OPEN]),
    )
