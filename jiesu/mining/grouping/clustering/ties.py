"""What became of every row of a run, in columns that grow with it."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

_GROWTH = 1.5


class TieColumns(NamedTuple):
    """What became of rows; row numbers are those of the run."""

    partner: npt.NDArray[np.int32]  # the row it is tied to most; itself when alone
    tie: npt.NDArray[np.float32]  # probability of that pair
    fit: npt.NDArray[np.float32]  # sum of the probabilities of its ties with its group
    copied: npt.NDArray[np.bool_]  # it says the very same as its partner


class RowColumns(NamedTuple):
    """All that is kept of a row for as long as a run lives."""

    parent: npt.NDArray[np.int32]  # in the forest of groups, see `forest`
    size: npt.NDArray[np.int32]  # of the group, at its root
    guarded: npt.NDArray[np.bool_]  # at a root: people keep something apart from this group
    next: npt.NDArray[np.int32]  # another row of the group, all of them in a circle
    days: npt.NDArray[np.float32]  # since 1970; NaN: unknown
    partner: npt.NDArray[np.int32]  # from here on as in `TieColumns`
    tie: npt.NDArray[np.float32]
    fit: npt.NDArray[np.float32]
    copied: npt.NDArray[np.bool_]


_TYPES = (
    np.int32,
    np.int32,
    np.bool_,
    np.int32,
    np.float32,
    np.int32,
    np.float32,
    np.float32,
    np.bool_,
)


class Ties:
    """The columns of `RowColumns`, with room for more."""

    def __init__(self, rows: RowColumns | None = None) -> None:
        """Begin with a copy of what is known of some rows."""
        known = rows or RowColumns._make(np.empty(0, kind) for kind in _TYPES)
        self._count = len(known.parent)
        room = int(self._count * _GROWTH)
        self._rows = RowColumns._make(_grow_column(column, self._count, room) for column in known)

    def __len__(self) -> int:
        """Give the number of rows."""
        return self._count

    @property
    def rows(self) -> RowColumns:
        """Every column, without the room behind it."""
        return RowColumns._make(column[: self._count] for column in self._rows)

    @property
    def tied(self) -> TieColumns:
        """What became of every row."""
        return TieColumns._make(self.rows[5:])

    def add(self, days: Any) -> None:
        """Take in rows that are alone so far."""
        first, last = self._count, self._count + len(days)
        if last > len(self._rows.parent):
            self._grow(first, max(last, int(first * _GROWTH)))
        new = np.arange(first, last)
        for column, value in zip(
            self._rows, (new, 1, False, new, days, new, 0, 0, False), strict=True
        ):
            column[first:last] = value
        self._count = last

    def _grow(self, count: int, room: int) -> None:
        columns = list(self._rows)
        del self._rows  # so that only one of them is there twice at a time
        self._rows = RowColumns._make(
            _grow_column(columns.pop(0), count, room) for _ in RowColumns._fields
        )


def _grow_column(column: npt.NDArray[Any], count: int, room: int) -> npt.NDArray[Any]:
    out = np.empty(room, column.dtype)
    out[:count] = column[:count]
    return out
