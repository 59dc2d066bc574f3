"""Rows of bytes to rows of packed grams: one pass, on all threads, flat in memory."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.text.code_points import unit_at
from jiesu.mining.text.grams.folding import bytes_of, fold
from jiesu.mining.text.grams.language import Language
from jiesu.mining.text.grams.packed import KEY_AT, name_of, rarity_of
from jiesu.mining.text.grams.prefetch import prefetch
from jiesu.mining.text.numbering import MOST, read_numbers

TITLE = 120  # signs of a title that are read
DETAIL = 400  # signs of the text: the rest repeats or tells the history
LONGEST = TITLE + DETAIL  # signs of a row, and so most grams
_FIRST = 40  # signs of the text that stand for a missing title
_PART = 1 << 13  # rows
_FEW = 64  # rows up to which other threads cost more than they bring
_FIRST_BITS = 6
_FIRST_AT = 32 - _FIRST_BITS
_STOP = 0x3002  # 。
_STOPS = np.array([ord(sign) for sign in "。!?;！？；"], np.uint32)


class GramRows(NamedTuple):
    """What rows say: their packed grams, CSR and sorted, and what follows from them."""

    start: npt.NDArray[np.int64]
    gram: npt.NDArray[np.uint32]
    norm: npt.NDArray[np.float32]  # (rows, 2): lengths of the where and what vectors
    titles: npt.NDArray[np.float32]  # (rows, 2): rarity of the title's grams; of its names'
    numbers: npt.NDArray[np.int64]  # (rows, MOST), see `numbering`

    @property
    def rows(self) -> int:
        """Give the number of rows."""
        return len(self.start) - 1

    def part(self, rows: slice) -> "GramRows":
        """Give some rows; `gram` stays whole."""
        start = self.start[rows.start : rows.stop + 1]
        return GramRows(start, self.gram, self.norm[rows], self.titles[rows], self.numbers[rows])


def read_grams_in_parts(
    titles: pa.Array, details: pa.Array, language: Language
) -> Iterator[GramRows]:
    """Read two columns as `read_grams` does, a few thousand rows at a time: those fit a cache."""
    for first in range(0, len(titles), _PART):
        yield read_grams(titles.slice(first, _PART), details.slice(first, _PART), language)


def read_grams(titles: pa.Array, details: pa.Array, language: Language) -> GramRows:
    """Read two columns of strings of one length; nothing is an empty text."""
    head, head_at = bytes_of(titles)
    body, body_at = bytes_of(details)
    rows = len(head_at) - 1
    room = np.minimum(np.diff(head_at) + np.diff(body_at), TITLE + DETAIL)
    at = np.zeros(rows + 1, np.int64)
    np.cumsum(room, out=at[1:])
    gram = np.empty(at[-1], np.uint32)
    out = GramRows(
        at,
        gram,
        np.zeros((rows, 2), np.float32),
        np.zeros((rows, 2), np.float32),
        np.full((rows, MOST), -1, np.int64),
    )
    size = np.zeros(rows, np.int64)
    if rows < _FEW:
        _read(0, rows, head, head_at, body, body_at, language.quality, out, size)
    else:
        threads = nb.get_num_threads()
        _read_all(head, head_at, body, body_at, language.quality, out, size, threads)
    start = np.zeros(rows + 1, np.int64)
    np.cumsum(size, out=start[1:])
    squeezed = np.empty(start[-1], np.uint32)
    (_squeeze if rows < _FEW else _squeeze_all)(gram, at, start, squeezed)
    return out._replace(start=start, gram=squeezed)


@nb.njit(cache=True, parallel=True)
def _read_all(
    head: Any,
    head_at: Any,
    body: Any,
    body_at: Any,
    quality: Any,
    out: GramRows,
    size: Any,
    threads: Any,
) -> None:
    rows = len(size)
    step = (rows + threads - 1) // threads
    for thread in nb.prange(threads):
        last = min(rows, (thread + 1) * step)
        _read(thread * step, last, head, head_at, body, body_at, quality, out, size)


@nb.njit(cache=True)
def _read(
    first: Any,
    end: Any,
    head: Any,
    head_at: Any,
    body: Any,
    body_at: Any,
    quality: Any,
    out: GramRows,
    size: Any,
) -> None:
    points = np.empty(TITLE + 1 + DETAIL, np.uint32)
    room = np.empty(TITLE + 1 + DETAIL, np.uint32)
    for row in range(first, end):
        middle = fold(head, head_at[row], head_at[row + 1], points[:TITLE], 0)
        last = fold(body, body_at[row], body_at[row + 1], points[: middle + DETAIL + 1], middle + 1)
        points[middle] = _STOP
        if middle == 0:
            middle = _sentence(points, last)
        held = out.gram[out.start[row] : out.start[row + 1]]
        held = held[: _pack(points, middle, last, quality, room, held)]
        size[row] = _once(held, quality, out.norm[row], out.titles[row])
        read_numbers(points[:middle], out.numbers[row])


@nb.njit(cache=True)
def _sentence(points: Any, last: Any) -> Any:
    """Give where the first sentence ends: people begin with what matters."""
    for i in range(1, min(last, _FIRST)):
        for stop in _STOPS:
            if points[i] == stop:
                return i
    return min(last, _FIRST)


@nb.njit(cache=True)
def _pack(points: Any, middle: Any, last: Any, quality: Any, room: Any, held: Any) -> Any:
    """Write the grams of a row to `held`, sorted; give how many there are."""
    count, i = 0, 0
    while i < last:
        gram, end, step = unit_at(points[:last], i)
        if end > i:
            room[count] = np.uint32(gram << np.uint64(KEY_AT)) | np.uint32(i < middle)
            prefetch(quality, gram)
            count += 1
        i = step
    _sort(room[:count], held)
    return count


@nb.njit(cache=True)
def _sort(grams: Any, out: Any) -> None:
    """Write grams to `out` in order: they are spread evenly, so almost all by their first bits."""
    begin = np.zeros((1 << _FIRST_BITS) + 1, np.int32)
    for gram in grams:
        begin[(gram >> _FIRST_AT) + 1] += 1
    for bits in range(1 << _FIRST_BITS):
        begin[bits + 1] += begin[bits]
    for gram in grams:
        at = begin[gram >> _FIRST_AT]
        begin[gram >> _FIRST_AT] += 1
        out[at] = gram
    for k in range(1, len(grams)):
        gram, at = out[k], k
        while at > 0 and out[at - 1] > gram:
            out[at] = out[at - 1]
            at -= 1
        out[at] = gram


@nb.njit(cache=True)
def _once(held: Any, quality: Any, norm: Any, titles: Any) -> Any:
    kept = 0
    for i in range(len(held)):
        if i + 1 < len(held) and held[i + 1] >> KEY_AT == held[i] >> KEY_AT:
            continue  # the later of equals says whether it stands in the title
        gram = held[i] | (np.uint32(quality[held[i] >> KEY_AT]) << np.uint32(1))
        rarity, name = rarity_of(gram), name_of(gram)
        norm[0] += name * rarity * rarity
        norm[1] += (1 - name) * rarity * rarity
        if gram & 1:
            titles[0] += rarity
            titles[1] += rarity * name
        held[kept] = gram
        kept += 1
    norm[0], norm[1] = np.sqrt(norm[0]), np.sqrt(norm[1])
    return kept


@nb.njit(cache=True, parallel=True)
def _squeeze_all(gram: Any, at: Any, start: Any, out: Any) -> None:
    for row in nb.prange(len(start) - 1):
        size = start[row + 1] - start[row]
        out[start[row] : start[row + 1]] = gram[at[row] : at[row] + size]


@nb.njit(cache=True)
def _squeeze(gram: Any, at: Any, start: Any, out: Any) -> None:
    for row in range(len(start) - 1):
        size = start[row + 1] - start[row]
        out[start[row] : start[row + 1]] = gram[at[row] : at[row] + size]
