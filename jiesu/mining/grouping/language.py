"""What is known of a city's words: how rare every gram is, and how much of a name.

Learned from a sample of the rows (all, where they are few) and then left alone for a run, so that
a row weighs the same whichever chunk it comes in.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.grouping.folding import bytes_of, fold
from jiesu.mining.grouping.packed import quality
from jiesu.mining.names import HEAD, see_points, shares, unseen
from jiesu.mining.points import SIZE, points_of, unit_at, word_list

SAMPLE = 200_000  # rows that are read to know the words
_CHUNK = 50_000  # rows that are read at once
_READ = 500  # signs of a row
_BACKGROUND = 1000  # appeals imagined beside the sample, so that few rows do not lack rarity
_STOP = 0x3002  # 。
_POLITE = 0.8  # most rarity of a gram of greetings and thanks: they tell nothing apart


class Language(NamedTuple):
    """Of each order-0 gram, packed rarity and share of name; shape (SIZE,)."""

    quality: npt.NDArray[np.uint16]


def learn(titles: pa.Array, details: pa.Array) -> Language:
    """Learn from two columns of strings of one length."""
    frequency = np.zeros(SIZE, np.int32)
    seen = unseen()
    head, body = bytes_of(titles), bytes_of(details)
    for first in range(0, len(titles), _CHUNK):
        count = min(_CHUNK, len(titles) - first)
        points, at, named = _points(*head, *body, first, count)
        _count(points, at, frequency)
        heads, start = _heads(points, at, named)
        see_points(heads, start, seen)
    rarity, named_share = _rarity(frequency, len(titles)), shares(seen)
    polite = _grams(*points_of(word_list("courtesies")))
    rarity[polite], named_share[polite] = np.minimum(rarity[polite], _POLITE), 0
    return Language(quality(rarity, named_share))


def _rarity(frequency: Any, rows: int) -> Any:
    return np.log((rows + _BACKGROUND) / (frequency + 0.5))


@nb.njit(cache=True)
def _points(head: Any, head_at: Any, body: Any, body_at: Any, first: Any, count: Any) -> Any:
    """Give all signs of the rows, where each row begins, and how far its names are sought."""
    room = np.empty(count * (_READ + 1), np.uint32)
    at = np.zeros(count + 1, np.int64)
    named = np.zeros(count, np.int64)
    for row in range(count):
        begin = at[row]
        end = begin + _READ
        middle = fold(head, head_at[first + row], head_at[first + row + 1], room[:end], begin)
        room[middle] = _STOP
        last = fold(
            body, body_at[first + row], body_at[first + row + 1], room[: end + 1], middle + 1
        )
        at[row + 1] = last
        named[row] = min(last, middle + 1 + HEAD)
    return room[: at[-1]].copy(), at, named


@nb.njit(cache=True)
def _count(points: Any, at: Any, frequency: Any) -> None:
    """Count the rows that hold each gram."""
    last = np.full(SIZE, -1, np.int32)
    for row in range(len(at) - 1):
        text = points[at[row] : at[row + 1]]
        i = 0
        while i < len(text):
            gram, end, step = unit_at(text, i)
            if end > i and last[gram] != row:
                last[gram] = row
                frequency[gram] += 1
            i = step


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


@nb.njit(cache=True)
def _heads(points: Any, at: Any, named: Any) -> Any:
    """Give only the signs in which names are sought."""
    start = np.zeros(len(at), np.int64)
    for row in range(len(named)):
        start[row + 1] = start[row] + named[row] - at[row]
    out = np.empty(start[-1], np.uint32)
    for row in range(len(named)):
        out[start[row] : start[row + 1]] = points[at[row] : named[row]]
    return out, start
