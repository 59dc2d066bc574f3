"""What is known of a city's words: how rare every gram is, and how much of a name.

Learned from a sample of the rows (all, where they are few) and then left alone for a run, so that
a row weighs the same whichever chunk it comes in.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.text.code_points import SIZE, points_of, unit_at, word_list
from jiesu.mining.text.grams.folding import bytes_of, fold
from jiesu.mining.text.grams.packed import NAME_MOST, quality
from jiesu.mining.text.names import HEAD, mark_names

SAMPLE = 200_000  # rows that are read to know the words
_FEW = 2_000  # rows up to which other threads cost more than they bring
_THREADS = 4  # most that count, each in a table of its own
_READ = 500  # signs of a row
_BACKGROUND = 1000  # appeals imagined beside the sample, so that few rows do not lack rarity
_PRIOR, _DOUBT = 0.25, 2.0  # share of name taken for an unknown gram, and its weight in sightings
_STOP = 0x3002  # 。
_POLITE = 0.8  # most rarity of a gram of greetings and thanks: they tell nothing apart
# What is counted of a gram, side by side in memory: the rows that hold it, the last of them (plus
# one), how often it was seen where names are sought, and how often inside a name.
_ROWS, _LAST, _SOUGHT, _NAMED = range(4)


class Language(NamedTuple):
    """Of each order-0 gram, packed rarity and share of name; shape (SIZE,)."""

    quality: npt.NDArray[np.uint16]


def learn(titles: pa.Array, details: pa.Array) -> Language:
    """Learn from two columns of strings of one length."""
    head, body, rows = bytes_of(titles), bytes_of(details), len(titles)
    threads = min(nb.get_num_threads(), _THREADS) if rows > _FEW else 1
    seen = np.zeros((threads, SIZE, 4), np.int32)
    if threads == 1:
        _see(0, rows, *head, *body, seen[0])
    else:
        _see_all(*head, *body, seen)
    found, polite = _qualities(seen, rows), _grams(*points_of(word_list("courtesies")))
    found[polite] = np.minimum(found[polite] & (0xFFFF - NAME_MOST), quality(_POLITE, 0.0))
    return Language(found)


@nb.njit(cache=True, parallel=True)
def _see_all(head: Any, head_at: Any, body: Any, body_at: Any, seen: Any) -> None:
    rows, threads = len(head_at) - 1, len(seen)
    step = (rows + threads - 1) // threads
    for thread in nb.prange(threads):
        last = min(rows, (thread + 1) * step)
        _see(thread * step, last, head, head_at, body, body_at, seen[thread])


@nb.njit(cache=True)
def _see(first: Any, end: Any, head: Any, head_at: Any, body: Any, body_at: Any, seen: Any) -> None:
    """Count the grams of some rows."""
    points, mark = np.empty(_READ + 1, np.uint32), np.empty(_READ + 1, np.bool_)
    for row in range(first, end):
        middle = fold(head, head_at[row], head_at[row + 1], points[:_READ], 0)
        points[middle] = _STOP
        last = fold(body, body_at[row], body_at[row + 1], points, middle + 1)
        sought = min(last, middle + 1 + HEAD)
        mark[:sought] = False
        mark_names(points[:sought], mark[:sought])
        _count(row + 1, points[:last], mark[:sought], seen)


@nb.njit(cache=True)
def _count(number: Any, text: Any, mark: Any, seen: Any) -> None:
    i = 0
    while i < len(text):
        gram, end, step = unit_at(text, i)
        if end > i:
            of = seen[gram]
            of[_ROWS] += of[_LAST] != number
            of[_LAST] = number
            if end <= len(mark):
                of[_SOUGHT] += 1
                of[_NAMED] += mark[i:end].all()
        i = step


@nb.njit(cache=True)
def _qualities(seen: Any, rows: Any) -> Any:
    """Give rarity and share of name of every gram, packed; of each thread what it counted."""
    found = np.full(SIZE, _quality(0, 0, 0, rows), np.uint16)
    for gram in range(SIZE):
        count, sought, named = 0, 0, 0
        for thread in range(len(seen)):
            of = seen[thread, gram]
            count, sought, named = count + of[_ROWS], sought + of[_SOUGHT], named + of[_NAMED]
        if count:
            found[gram] = _quality(count, sought, named, rows)
    return found


@nb.njit(cache=True)
def _quality(count: Any, sought: Any, named: Any, rows: Any) -> Any:
    rarity = np.log((rows + _BACKGROUND) / (count + 0.5))
    return quality(rarity, (named + _PRIOR * _DOUBT) / (sought + _DOUBT))


@nb.njit(cache=True)
def _grams(points: Any, at: Any) -> Any:
    """Give the grams of some texts, in order, however often they come."""
    found = np.empty(len(points), np.int64)
    n = 0
    for row in range(len(at) - 1):
        text = points[at[row] : at[row + 1]]
        i = 0
        while i < len(text):
            gram, end, step = unit_at(text, i)
            if end > i:
                found[n] = gram
                n += 1
            i = step
    return found[:n]
