"""The table of groups: `id, group, role, score, because`."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.grouping.ties import Tied

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


def roles(rows: Any, group: npt.NDArray[np.int32], tied: Tied) -> npt.NDArray[np.int8]:
    """Give 0 for `rows` alone, 1 for those that speak for their group, 2 for other members.

    `rows` hold every group whole; `group` and `tied` are those of all rows.
    """
    mine = group[rows]
    size = np.bincount(mine, minlength=len(group))[mine]
    core = _cores(mine, size, np.where(tied.copied[rows], -1.0, tied.fit[rows]))
    found: npt.NDArray[np.int8] = np.where(size == 1, 0, np.where(core, 1, 2)).astype(np.int8)
    return found


def table(names: Any, lead: Any, roles: Any, score: Any, why: pa.Array) -> pa.Table:
    """Write the result: ids of rows and of the earliest of their groups, and what is said."""
    role = pa.array(["only", "core", "member"]).take(pa.array(roles))
    return pa.table([names, lead, role, pa.array(score), why], schema=SCHEMA)


def _cores(
    group: npt.NDArray[Any], size: npt.NDArray[Any], fit: npt.NDArray[Any]
) -> npt.NDArray[np.bool_]:
    """Mark the `CORE` members of each group of two and more that fit it best."""
    many = np.flatnonzero(size > 1)
    order = many[np.lexsort((-fit[many], group[many]))]
    ranked = group[order]
    starts = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1])[: len(ranked)])
    rank = np.arange(len(ranked)) - np.repeat(starts, np.diff(np.append(starts, len(ranked))))
    core = np.zeros(len(group), np.bool_)
    core[order] = rank < CORE
    return core
