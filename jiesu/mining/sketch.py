"""Texts as sorted sets of hashed grams: the form in which a hundred million pairs can be compared.

A gram of order 0 is two neighbouring characters of a script without spaces (Chinese, Japanese,
Korean), in either order, or one word of any other script; of order 1 three characters or two
words. Both scripts live in the same orders, so that mixed texts need no language to be told.
Grams never cross punctuation.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.points import (
    BLANK,
    IDEOGRAM,
    LETTER,
    SEED,
    bucket,
    class_of,
    mix,
    pair_of,
    points_of,
    unit_at,
    word_at,
)

ORDERS = 2
TITLE_COUNT = 2  # a gram of the title counts as two of the text
READ = 400  # characters of the detail that are compared: the rest repeats or tells the history


class Sketch(NamedTuple):
    """Rows as grams, CSR: those of row i are `start[i]:start[i + 1]`, sorted by number."""

    start: npt.NDArray[np.int64]
    gram: npt.NDArray[np.uint32]  # order × SIZE + bucket
    tally: npt.NDArray[np.uint8]  # in title (double) and detail, capped
    title: npt.NDArray[np.bool_]  # stands in the title

    @property
    def rows(self) -> int:
        """Number of texts."""
        return len(self.start) - 1


def sketch(titles: list[str], details: list[str], *, chunk: int = 50_000) -> Sketch:
    """Give the grams of each (title, detail), both normalised; flat in memory beside the result."""
    parts = [
        _chunk(titles[at : at + chunk], [text[:READ] for text in details[at : at + chunk]])
        for at in range(0, len(titles), chunk)
    ] or [_chunk([], [])]
    lengths = np.concatenate([part[0] for part in parts])
    start = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=start[1:])
    return Sketch(start, *(np.concatenate([part[at] for part in parts]) for at in (1, 2, 3)))


def joined(one: Sketch, other: Sketch) -> Sketch:
    """Give the rows of both, those of `one` first."""
    start = np.concatenate([one.start, other.start[1:] + one.start[-1]])
    pairs: Iterable[tuple[Any, Any]] = zip(one[1:], other[1:], strict=True)
    return Sketch(start, *(np.concatenate(pair) for pair in pairs))


def count(rows: Sketch, counts: npt.NDArray[np.int32]) -> None:
    """Add further rows to the frequencies."""
    _frequencies(rows.gram, counts)


def shared_runs(
    texts: list[str], partner: npt.NDArray[np.int64], rows: Sketch, rarity: npt.NDArray[np.float32]
) -> list[list[tuple[str, float]]]:
    """Give for each text the stretches whose grams row `partner` holds too, with their rarity.

    `rarity` belongs to `rows.gram`; the rarest stretch comes first.
    """
    points, at = points_of(texts)
    mark, gain = _marked((points, at), partner, rows, rarity)
    return [
        _stretches(text, mark[first:last], gain[first:last])
        for text, first, last in zip(texts, at, at[1:], strict=False)
    ]


def _stretches(text: str, mark: Any, gain: Any) -> list[tuple[str, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mark.astype(np.int8), [0]))))
    runs = [
        (text[first:last].strip(), float(gain[first:last].sum()))
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    ]
    return sorted(runs, key=lambda run: -run[1])


class _Corpus(NamedTuple):
    """Titles and details as code points, and where each begins."""

    head: npt.NDArray[np.uint32]
    head_at: npt.NDArray[np.int64]
    body: npt.NDArray[np.uint32]
    body_at: npt.NDArray[np.int64]


def _chunk(titles: list[str], details: list[str]) -> tuple[npt.NDArray[Any], ...]:
    corpus = _Corpus(*points_of(titles), *points_of(details))
    room = ORDERS * (np.diff(corpus.head_at) + np.diff(corpus.body_at))
    at = np.zeros(len(titles) + 1, np.int64)
    np.cumsum(room, out=at[1:])
    keys = np.empty(at[-1], np.uint32)
    tally = np.empty(at[-1], np.uint8)
    lengths = _scan(corpus, at, keys, tally)
    keep = _kept(at, lengths)
    return lengths, keys[keep] >> 1, tally[keep], (keys[keep] & 1).astype(np.bool_)


@nb.njit(cache=True, inline="always")
def _key(state: Any, order: Any, title: Any) -> Any:
    return np.uint32(bucket(state, order) << np.uint64(1) | np.uint64(title))


@nb.njit(cache=True)
def _emit(points: Any, title: Any, out: Any, at: Any) -> Any:
    """Write the grams of one text to `out` from `at` on; give where they end."""
    i, last = 0, len(points)
    before = np.uint64(0)  # the word before this one
    while i < last:
        kind = class_of(points[i])
        if kind == LETTER:
            word, i = word_at(points, i)
            at = _word(points, i, (before, word, title), out, at)
            before = word
            continue
        if kind == IDEOGRAM:
            at = _ideogram(points, i, title, out, at)
        if points[i] != BLANK:
            before = np.uint64(0)
        i += 1
    return at


@nb.njit(cache=True)
def _word(points: Any, i: Any, said: Any, out: Any, at: Any) -> Any:
    """Write the grams that end with the word before i; `said`: the one before, it, in title."""
    before, word, title = said
    out[at] = _key(word, 0, title)
    at += 1
    if i < len(points) and class_of(points[i]) == IDEOGRAM:  # 808路, 3栋, 1号线
        out[at] = _key(mix(word, points[i]), 1, title)
        at += 1
    elif before:
        out[at] = _key(mix(before, word), 1, title)
        at += 1
    return at


@nb.njit(cache=True)
def _ideogram(points: Any, i: Any, title: Any, out: Any, at: Any) -> Any:
    """Write the grams of two and three signs that begin at i."""
    if i + 1 >= len(points) or class_of(points[i + 1]) != IDEOGRAM:
        return at
    out[at] = _key(pair_of(points[i], points[i + 1]), 0, title)
    at += 1
    if i + 2 < len(points) and class_of(points[i + 2]) == IDEOGRAM:
        state = mix(mix(mix(np.uint64(SEED), points[i]), points[i + 1]), points[i + 2])
        out[at] = _key(state, 1, title)
        at += 1
    return at


@nb.njit(cache=True, parallel=True)
def _scan(corpus: _Corpus, at: Any, keys: Any, tally: Any) -> Any:
    rows = len(at) - 1
    lengths = np.zeros(rows, np.int64)
    for row in nb.prange(rows):
        head = corpus.head[corpus.head_at[row] : corpus.head_at[row + 1]]
        body = corpus.body[corpus.body_at[row] : corpus.body_at[row + 1]]
        end = _emit(body, 0, keys, _emit(head, 1, keys, at[row]))
        keys[at[row] : end].sort()
        lengths[row] = _unique(keys, tally, at[row], end) - at[row]
    return lengths


@nb.njit(cache=True)
def _unique(keys: Any, tally: Any, first: Any, last: Any) -> Any:
    """Fold equal grams of a sorted stretch into one, with its count; give where they end."""
    at = first
    i = first
    while i < last:
        gram = keys[i] >> 1
        seen, title = 0, 0
        while i < last and keys[i] >> 1 == gram:
            title |= keys[i] & 1
            seen += TITLE_COUNT if keys[i] & 1 else 1
            i += 1
        keys[at] = (gram << 1) | title
        tally[at] = min(seen, 255)
        at += 1
    return at


@nb.njit(cache=True)
def _kept(at: Any, lengths: Any) -> Any:
    keep = np.empty(lengths.sum(), np.int64)
    k = 0
    for row in range(len(lengths)):
        for i in range(at[row], at[row] + lengths[row]):
            keep[k] = i
            k += 1
    return keep


@nb.njit(cache=True)
def _frequencies(gram: Any, counts: Any) -> None:
    for g in gram:
        counts[g] += 1


@nb.njit(cache=True, parallel=True)
def _marked(corpus: Any, partner: Any, rows: Any, rarity: Any) -> Any:
    """Mark every sign of each text that lies in an order-0 gram of its partner; add its rarity."""
    points, at = corpus
    mark = np.zeros(len(points), np.bool_)
    gain = np.zeros(len(points), np.float32)
    for row in nb.prange(len(at) - 1):
        text = points[at[row] : at[row + 1]]
        first, last = rows.start[partner[row]], rows.start[partner[row] + 1]
        held = rows.gram[first:last]
        i = 0
        while i < len(text):
            gram, end, step = unit_at(text, i)
            found = np.searchsorted(held, gram)
            if end > i and found < len(held) and held[found] == gram:
                mark[at[row] + i : at[row] + end] = True
                gain[at[row] + i] += rarity[first + found]
            i = step
    return mark, gain
