"""A stretch of appeals that can be asked: what each says, in packed grams, and lists by gram.

Every array lies in memory or is mapped from a file, so that kernels see no difference and memory
stays flat however many appeals there are.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.similar import posting_lists
from jiesu.mining.text.grams.rows import GramRows
from jiesu.mining.text.numbering import MOST

GONE, CLOSED = 1, 2  # bits of `mark`
EVER = np.iinfo(np.int32).max  # a last day that never comes
_LEFT = -1

Shape = dict[str, tuple[Any, tuple[int, ...]]]
Room = Callable[[Shape], dict[str, npt.NDArray[Any]]]


class Segment(NamedTuple):
    """Columns of rows in the order of ids, and lists of rows by key (see `posting_lists`)."""

    id: npt.NDArray[np.int64]
    day: npt.NDArray[np.float32]  # since 1970; NaN: unknown
    until: npt.NDArray[np.int32]  # last day since 1970 on which the row may be kept
    place: npt.NDArray[np.float32]  # (rows, 2): latitude, longitude in degrees; NaN: unknown
    number: npt.NDArray[np.int32]  # (rows, MOST), see `numbering`
    norm: npt.NDArray[np.float32]  # (rows, 2), see `GramRows`
    titles: npt.NDArray[np.float32]  # (rows, 2), see `GramRows`
    start: npt.NDArray[np.int64]
    gram: npt.NDArray[np.uint32]
    first: npt.NDArray[np.uint32]  # the list of bucket b is row[first[b] : first[b + 1]]
    row: npt.NDArray[np.int32]
    mark: npt.NDArray[np.uint8]  # GONE, CLOSED; the one column that changes

    @property
    def rows(self) -> int:
        """Number of appeals, those that are gone too."""
        return len(self.id)


class Facts(NamedTuple):
    """What is known of rows beside their words; columns of one length."""

    id: npt.NDArray[np.int64]
    day: npt.NDArray[np.float64]
    place: npt.NDArray[np.float64]
    until: npt.NDArray[np.int32]
    closed: npt.NDArray[np.bool_]


def in_memory(shape: Shape) -> dict[str, npt.NDArray[Any]]:
    """Make room for a segment in memory."""
    return {name: np.empty(size, kind) for name, (kind, size) in shape.items()}


def make_segment(said: GramRows, facts: Facts, room: Room = in_memory) -> Segment:
    """Make a segment of rows that were read; of equal ids the last counts."""
    loose = Segment(
        facts.id,
        facts.day.astype(np.float32),
        facts.until,
        facts.place.astype(np.float32),
        said.numbers.astype(np.int32),
        said.norm,
        said.titles,
        said.start,
        said.gram,
        np.zeros(2, np.uint32),
        np.empty(0, np.int32),
        np.where(facts.closed, CLOSED, 0).astype(np.uint8),
    )
    return merge([loose], room)


def merge(parts: Sequence[Segment], room: Room = in_memory) -> Segment:
    """Make one segment of some; rows that are gone stay behind, of equal ids the last counts."""
    places, rows = _places(parts)
    sizes = np.zeros(1 << posting_lists.bits_for(rows), np.uint32)
    start = np.zeros(rows + 1, np.int64)
    for part, to in zip(parts, places, strict=True):
        start[1:][to[to >= 0]] = np.diff(part.start)[to >= 0]
        posting_lists.count(part.start, part.gram, part.place, to, sizes)
    np.cumsum(start, out=start)
    whole = Segment(**room(_shape(rows, int(start[-1]), len(sizes), int(sizes.sum()))))
    whole.start[:] = start
    for part, to in zip(parts, places, strict=True):
        _copy(part, to, whole)
    whole.first[0] = 0
    np.cumsum(sizes, out=whole.first[1:])
    posting_lists.fill(whole.start, whole.gram, whole.place, whole.first, whole.row)
    return whole


def _places(parts: Sequence[Segment]) -> tuple[list[npt.NDArray[np.int64]], int]:
    """Give for every row of each part its number in the whole (-1: left behind), and the sum."""
    ids = np.concatenate([part.id for part in parts])
    gone = np.concatenate([part.mark & GONE for part in parts]) > 0
    order = np.argsort(ids, kind="stable")
    kept = ~gone[order]
    kept[:-1] &= ids[order][1:] != ids[order][:-1]
    to = np.full(len(ids), _LEFT, np.int64)
    to[order[kept]] = np.arange(kept.sum())
    ends = np.cumsum([part.rows for part in parts])[:-1]
    return np.split(to, ends), int(kept.sum())


def _shape(rows: int, grams: int, buckets: int, entries: int) -> Shape:
    return {
        "id": (np.int64, (rows,)),
        "day": (np.float32, (rows,)),
        "until": (np.int32, (rows,)),
        "place": (np.float32, (rows, 2)),
        "number": (np.int32, (rows, MOST)),
        "norm": (np.float32, (rows, 2)),
        "titles": (np.float32, (rows, 2)),
        "start": (np.int64, (rows + 1,)),
        "gram": (np.uint32, (grams,)),
        "first": (np.uint32, (buckets + 1,)),
        "row": (np.int32, (entries,)),
        "mark": (np.uint8, (rows,)),
    }


@nb.njit(cache=True)
def _copy(part: Segment, to: Any, whole: Segment) -> None:
    for row in range(len(to)):
        at = to[row]
        if at < 0:
            continue
        whole.id[at], whole.day[at], whole.until[at] = part.id[row], part.day[row], part.until[row]
        whole.place[at], whole.number[at] = part.place[row], part.number[row]
        whole.norm[at], whole.titles[at] = part.norm[row], part.titles[row]
        whole.mark[at] = part.mark[row]
        grams = part.gram[part.start[row] : part.start[row + 1]]
        whole.gram[whole.start[at] : whole.start[at + 1]] = grams
