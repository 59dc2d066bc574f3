"""The table of groups: `id, group, role, score, because`."""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.grouping.clustering.ties import TieColumns

SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "group": pa.string(),
        "role": pa.string(),
        "score": pa.float32(),
        "because": pa.string(),
    }
)
CORE = 3  # appeals of a group that speak for it
_ONLY, _CORE_ROLE, _MEMBER = 0, 1, 2


def roles(rows: Any, group: npt.NDArray[np.int32], tied: TieColumns) -> npt.NDArray[np.int8]:
    """Give 0 for `rows` alone, 1 for those that speak for their group, 2 for other members.

    `rows` hold every group whole; `group` and `tied` are those of all rows.
    """
    found: npt.NDArray[np.int8] = _roles(rows, group, tied)
    return found


@nb.njit(cache=True)
def _roles(rows: Any, group: Any, tied: TieColumns) -> Any:
    # A pass for each that speaks: to sort a year by group would take a gigabyte.
    size = np.zeros(len(group), np.int32)
    for row in rows:
        size[group[row]] += 1
    found = np.empty(len(rows), np.int8)
    for k in range(len(rows)):
        found[k] = _MEMBER if size[group[rows[k]]] > 1 else _ONLY
    best = size  # from here on the place in `rows` of the best so far of each group
    for _ in range(CORE):
        best[:] = -1
        for k in range(len(rows)):
            rival = best[group[rows[k]]]
            if found[k] == _MEMBER and (rival < 0 or _fit(rows[k], tied) > _fit(rows[rival], tied)):
                best[group[rows[k]]] = k
        for at in best:
            if at >= 0:
                found[at] = _CORE_ROLE
    return found


@nb.njit(cache=True, inline="always")
def _fit(row: Any, tied: TieColumns) -> Any:
    """Give how well a row speaks for its group; a copy adds nothing to what it repeats."""
    return np.float32(-1) if tied.copied[row] else tied.fit[row]


def result_table(names: Any, lead: Any, roles: Any, score: Any, why: pa.Array) -> pa.Table:
    """Write the result: ids of rows and of the earliest of their groups, and what is said."""
    role = pa.array(["only", "core", "member"]).take(pa.array(roles))
    return pa.table([names, lead, role, pa.array(score), why], schema=SCHEMA)
