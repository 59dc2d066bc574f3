"""The rows that later rows are compared with: the newest ones, in memory that does not grow.

A row is known by its number in the run; what is held of it stands at `number & (ROWS - 1)`, its
grams in an arena that is written round and round.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.cells import cell_at
from jiesu.mining.columns import Place, areas, floats
from jiesu.mining.text.code_points import SEED, mix
from jiesu.mining.text.grams.prefetch import prefetch
from jiesu.mining.text.grams.rows import LONGEST, GramRows
from jiesu.mining.text.numbering import MOST

CELLS = 100.0  # to a degree: about 1 km
_CELLS = 1 << 20
_LINE = 16  # grams of a line of the cache


class Positions(NamedTuple):
    """When and where rows were told."""

    days: npt.NDArray[np.float64]  # since 1970; NaN: unknown
    place: npt.NDArray[np.float64]  # (rows, 2): latitude, longitude in degrees; NaN: unknown
    area: npt.NDArray[np.int64]  # number of the community or the like; 0: unknown

    def rows(self, chosen: Any) -> "Positions":
        """Choose rows."""
        return Positions(self.days[chosen], self.place[chosen], self.area[chosen])


def positions_of(at: npt.NDArray[np.float64], place: Place) -> Positions:
    """Bring columns to what the window holds; `at` in days, see `columns.days`."""
    points = [floats(column, len(at)) for column in (place.lat, place.lon)]
    return Positions(at, np.column_stack(points), areas(place.area, len(at)))


# What is held of a row beside its grams: two lines of a cache, the second only for numbers.
ROW = np.dtype(
    [
        ("start", np.int64),  # in the arena
        ("days", np.float64),
        ("lat", np.float64),  # degrees
        ("lon", np.float64),
        ("near", np.uint64),  # its area, or else the cell of its place; 0: neither is known
        ("where", np.float32),  # lengths of its two vectors
        ("what", np.float32),
        ("title", np.float32),  # rarity of the title's grams
        ("named", np.float32),  # the same of its names
        ("share", np.float32),  # of all rows before, how many are as near
        ("size", np.int32),  # grams
        ("numbers", np.int64, MOST),
    ]
)


class Window(NamedTuple):
    """Rows by their place in the window, their grams, and where both go on."""

    gram: npt.NDArray[np.uint32]  # the arena
    row: npt.NDArray[Any]  # of ROW
    cells: npt.NDArray[np.int64]  # rows so far by hashed area or cell; not by place in the window
    state: npt.NDArray[np.int64]  # [next row, next place in the arena, oldest row that is whole]


def window(rows: int, grams: int) -> Window:
    """Make room for at least `rows` rows and `grams` grams, whichever is full first."""
    room = 1 << max(rows - 1, 1).bit_length()
    return Window(
        np.empty(max(grams, 4 * LONGEST), np.uint32),
        np.zeros(room, ROW),
        np.zeros(_CELLS, np.int64),
        np.zeros(3, np.int64),
    )


@nb.njit(cache=True, inline="always")
def row_of(number: Any, held: Window) -> Any:
    """Give what is held of a row, by its number in the run."""
    return held.row[number & (len(held.row) - 1)]


@nb.njit(cache=True, inline="always")
def grams_in(number: Any, held: Window) -> Any:
    """Give the grams of a row."""
    row = row_of(number, held)
    return held.gram[row.start : row.start + row.size]


@nb.njit(cache=True)
def push(rows: GramRows, where: Positions, held: Window) -> None:
    """Take in rows, in the order of time; the oldest make room."""
    for row in range(len(where.days)):
        number, at = held.state[0], held.state[1]
        size = rows.start[row + 1] - rows.start[row]
        held.state[2] = max(held.state[2], number - len(held.row) + 1)
        if at + size > len(held.gram):
            _evict(held, at, len(held.gram))
            at = 0
        _evict(held, at, at + size)
        held.gram[at : at + size] = rows.gram[rows.start[row] : rows.start[row + 1]]
        new = row_of(number, held)
        new.start, new.size = at, size
        new.where, new.what = rows.norm[row]
        new.title, new.named = rows.titles[row]
        new.numbers[:] = rows.numbers[row]
        new.days = where.days[row]
        new.lat, new.lon = where.place[row]
        new.near = _near(where.area[row], new.lat, new.lon)
        new.share = _share(new.near, number, held.cells)
        held.state[0], held.state[1] = number + 1, at + size


@nb.njit(cache=True)
def _near(area: Any, lat: Any, lon: Any) -> Any:
    return mix(np.uint64(SEED), area) >> np.uint64(9) if area else cell_at(lat, lon, CELLS)


@nb.njit(cache=True)
def _share(near: Any, number: Any, cells: Any) -> Any:
    """Count a row in its area; give the share of all rows that lie there."""
    cell = near & np.uint64(len(cells) - 1)
    cells[cell] += 1
    return cells[cell] / (number + 1)


@nb.njit(cache=True)
def _evict(held: Window, begin: Any, end: Any) -> None:
    """Give up the oldest rows as long as their grams lie where new ones will be written."""
    while held.state[2] < held.state[0]:
        old = row_of(held.state[2], held)
        if old.start >= end or old.start + max(old.size, 1) <= begin:
            return
        held.state[2] += 1


@nb.njit(cache=True)
def grams_of_rows(rows: Any, held: Window) -> Any:
    """Give the grams of rows as CSR; a row that left the window has none."""
    start = np.zeros(len(rows) + 1, np.int64)
    for k in range(len(rows)):
        size = row_of(rows[k], held).size if rows[k] >= held.state[2] else 0
        start[k + 1] = start[k] + size
    gram = np.empty(start[-1], np.uint32)
    for k in range(len(rows)):
        if start[k + 1] > start[k]:
            gram[start[k] : start[k + 1]] = grams_in(rows[k], held)
    return start, gram


@nb.njit(cache=True)
def wipe(rows: Any, held: Window) -> None:
    """Empty rows of what they say."""
    for number in rows:
        if number >= held.state[2]:
            row = row_of(number, held)
            grams_in(number, held)[:] = 0
            row.size = 0
            row.numbers[:] = -1
            row.where = row.what = row.title = row.named = 0


@nb.njit(cache=True)
def prefetch_rows(numbers: Any, held: Window) -> None:
    """Ask for what is held of some rows; -1 is none."""
    for number in numbers:
        if number >= 0:
            prefetch(held.row, number & (len(held.row) - 1))


@nb.njit(cache=True)
def prefetch_grams(numbers: Any, held: Window) -> None:
    """Ask for the grams of some rows that were asked for before."""
    for number in numbers:
        if number >= 0:
            row = row_of(number, held)
            for at in range(row.start, row.start + row.size, _LINE):
                prefetch(held.gram, at)
