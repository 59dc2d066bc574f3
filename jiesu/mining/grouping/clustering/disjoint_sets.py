"""Rows in groups as a forest: the earliest row of a group is its root."""

from typing import Any

import numba as nb
import numpy as np


@nb.njit(cache=True)
def root(parent: Any, row: Any) -> Any:
    """Give the root of a row; the way there is shortened in passing."""
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row


@nb.njit(cache=True)
def roots_of(parent: Any, rows: Any) -> Any:
    """Give the root of each of some rows."""
    found = np.empty(len(rows), np.int64)
    for k in range(len(rows)):
        found[k] = root(parent, rows[k])
    return found


@nb.njit(cache=True)
def roots(parent: Any) -> Any:
    """Give the root of every row."""
    found = np.empty(len(parent), np.int32)
    for row in range(len(parent)):  # a root stands before its rows
        found[row] = row if parent[row] == row else found[parent[row]]
    return found


@nb.njit(cache=True)
def unite(parent: Any, one: Any, other: Any) -> None:
    """Make each pair of rows one group; the earliest row stands for it."""
    for k in range(len(one)):
        a, b = root(parent, one[k]), root(parent, other[k])
        parent[max(a, b)] = min(a, b)


@nb.njit(cache=True)
def circles(group: Any) -> Any:
    """Give for every row the next of its group, and for its last row the first."""
    found = np.arange(len(group)).astype(np.int32)
    for row in range(len(group)):
        if group[row] != row:
            found[row], found[group[row]] = found[group[row]], row
    return found
