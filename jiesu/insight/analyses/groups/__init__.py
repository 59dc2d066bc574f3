"""Which appeals are one problem, as mining finds it and people decided it."""

from collections.abc import Iterator
from pathlib import Path

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import structlog
from ibis import _
from ibis.expr.types import Table

from jiesu.insight.analyses.groups.decisions import pairs
from jiesu.insight.storage.engine import Tables
from jiesu.mining.columns import Place
from jiesu.mining.grouping import state
from jiesu.mining.grouping.api import begin_run, in_time_order
from jiesu.mining.grouping.run import AppealBatch, Run
from jiesu.mining.grouping.scaling.chunked_files import CHUNK
from jiesu.mining.grouping.state import StateError
from jiesu.mining.text.grams.language import SAMPLE

MOST = 1_000_000  # appeals, the latest ones, whose groups are told
_UNSAVED = 0.2  # of a run, which a kill may cost: to write it takes as long as it is large
version = state.version  # of the grouping; the log of runs tells it

_log = structlog.get_logger()


def run(tables: Tables) -> Table:
    """Give (appeal_id, group, role, score, because) of all appeals that are not alone.

    `group` is the id of its earliest appeal; `because` is that of `mining.text.reasons`. Only
    appeals that came since the last run are read; what was done so far is kept now and then.
    """
    there = _there(tables)
    grouped = _earlier(tables.state / "groups") or _begun(tables, there)
    grouped.forget(grouped.ids.filter(pc.invert(pc.is_in(grouped.ids, _names(there)))))
    grouped.decide(*pairs(tables.decisions))
    new = there.filter(pc.invert(pc.is_in(_names(there), grouped.ids)))
    kept = len(grouped)
    for part in _parts(new):
        if len(grouped) - kept > len(grouped) * _UNSAVED:
            kept = _save(grouped, tables)
        grouped.join(_read(tables, part), known_new=True)
        tables.go_on()
    _save(grouped, tables)
    _log.info("groups joined", new=len(new), appeals=len(grouped))
    return ibis.memtable(_told(grouped, there))


def _save(grouped: Run, tables: Tables) -> int:
    state.save(grouped, tables.state / "groups")
    return len(grouped)


def _there(tables: Tables) -> pa.Table:
    """Give (appeal_id, received_on) of all appeals with a text, in the order of receipt."""
    facts = tables.facts.select("appeal_id", "received_at", "received_on")
    rows = facts.semi_join(tables.texts, "appeal_id").to_pyarrow()
    return rows.sort_by([("received_at", "ascending"), ("appeal_id", "ascending")])


def _earlier(folder: Path) -> Run | None:
    """Give the run that was kept; None where all appeals have to be read anew."""
    try:
        found = state.load(folder)
    except StateError as wrong:
        _log.warning("groups begin anew", reason=str(wrong))
        return None
    return None if found and found.outgrown else found


def _begun(tables: Tables, there: pa.Table) -> Run:
    """Begin with the words of appeals spread evenly over all."""
    some = np.linspace(0, len(there) - 1, min(len(there), SAMPLE)).astype(int)
    return begin_run(_read(tables, there.take(some)))


def _parts(new: pa.Table) -> Iterator[pa.Table]:
    """Cut rows into parts; none are one part too, in which decisions come into force."""
    for first in range(0, max(len(new), 1), CHUNK):
        yield new.slice(first, CHUNK)


def _read(tables: Tables, rows: pa.Table) -> AppealBatch:
    """Read what these appeals say, and when and where."""
    wanted = ibis.memtable(rows.select(["appeal_id"]))
    facts, texts = tables.facts, tables.texts
    if len(rows):  # so that the files of other months are not read
        ends = pc.min_max(rows["received_on"]).as_py()
        within = _.received_on.between(ends["min"], ends["max"])
        facts, texts = facts.filter(within), texts.filter(within)
    facts = facts.select("appeal_id", "received_at", "lat", "lon", "community")
    texts = texts.select("appeal_id", "title", "text")
    told = facts.semi_join(wanted, "appeal_id").join(texts, "appeal_id").to_pyarrow()
    told = told.sort_by("appeal_id")  # engines give rows in any order
    what = [told["title"], told["text"]]
    place = Place(told["lat"], told["lon"], told["community"])
    found, _order = in_time_order(_names(told), what, told["received_at"], place)
    return found


def _names(rows: pa.Table) -> pa.ChunkedArray:
    return rows["appeal_id"].cast(pa.large_string())


def _told(grouped: Run, there: pa.Table) -> pa.Table:
    """Give the groups of the latest appeals, without appeals that are gone."""
    found = grouped.table(_latest(grouped.stream.group))
    found = found.filter(pc.is_in(found["id"].cast(pa.large_string()), _names(there)))
    _, first, group, size = np.unique(
        found["group"].to_numpy(zero_copy_only=False).astype(np.int64),
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    ids = found["id"].cast(pa.int64())
    columns = [ids, ids.take(pa.array(first[group])), *found.columns[2:]]
    told = pa.table(columns, names=["appeal_id", "group", "role", "score", "because"])
    return told.filter(pa.array(size[group] > 1))


def _latest(group: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Give the numbers of all rows in the groups of the latest `MOST`."""
    wanted = np.zeros(len(group), np.bool_)
    wanted[group[-MOST:]] = True
    found: npt.NDArray[np.int64] = np.flatnonzero(wanted[group])
    return found
