"""Groups of a file ranked by their heat, each with a headline."""

from typing import Any

import numpy as np
import pyarrow as pa

from jiesu.mining.appeals import Appeals
from jiesu.mining.columns import days, strings
from jiesu.mining.heat.api import heat
from jiesu.mining.text.headlines import headlines


def ranked(
    appeals: Appeals, found: pa.Table, *, now: str | None, person: str, likes: str
) -> pa.Table:
    """Rank the groups of `found` (what `groups` gave for them) and give each a headline."""
    time = appeals.known("time")
    rows = appeals.table.num_rows
    group = in_order(found, strings(appeals.ids))
    hot = heat(
        group,
        time if time is not None else [None] * rows,
        now=now or _latest(time, rows),
        people=appeals.optional(person, "appellant"),
        texts=["\n".join(fields) for fields in zip(*map(strings, appeals.texts), strict=True)],
        area=appeals.known("area"),
        likes=appeals.optional(likes, "likes"),
    )
    named = headlines(found, appeals.ids, appeals.texts)
    line = dict(zip(named["group"].to_pylist(), named["headline"].to_pylist(), strict=True))
    lines = pa.array([line[name] for name in hot["group"].to_pylist()], pa.string())
    return hot.add_column(1, "headline", lines)


def in_order(found: pa.Table, ids: list[str]) -> list[str]:
    """Give the group of each id, in their order."""
    group = dict(zip(found["id"].to_pylist(), found["group"].to_pylist(), strict=True))
    missing = next((name for name in ids if name not in group), None)
    if missing is not None:
        raise ValueError(f"the groups do not know the id {missing}: group this very file first")
    return [group[name] for name in ids]


def _latest(time: Any, rows: int) -> Any:
    known = days(time, rows)
    latest = np.nanmax(known) if np.isfinite(known).any() else 0.0
    return np.datetime64(int(latest * 86_400), "s").item()
