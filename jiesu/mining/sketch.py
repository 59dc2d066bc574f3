"""Texts as sorted sets of hashed grams: the form in which a hundred million pairs can be compared.

A gram is two, three or four neighbouring characters of a script without spaces (Chinese, Japanese,
Korean), or one, two or three neighbouring words of any other; both live in the same three orders,
so that mixed texts need no language to be told. Grams never cross punctuation.
"""

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

BITS = 22  # buckets of one order: 4 M; a collision only makes a gram look commoner than it is
SIZE = 1 << BITS
ORDERS = 3
TITLE_COUNT = 2  # a gram of the title counts as two of the text
READ = 400  # characters of the detail that are compared: the rest repeats or tells the history

_APART, _IDEOGRAM, _LETTER = 0, 1, 2
_SEED = 0x1234567
_BLANK = 32
_PLANE = 0x10000


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


def document_frequency(rows: Sketch) -> npt.NDArray[np.int32]:
    """Give for every gram the number of rows that hold it; shape (ORDERS × SIZE,)."""
    counts: npt.NDArray[np.int32] = _frequencies(rows.gram, ORDERS * SIZE)
    return counts


def shared_runs(
    texts: list[str], partner: npt.NDArray[np.int64], rows: Sketch, rarity: npt.NDArray[np.float32]
) -> list[list[tuple[str, float]]]:
    """Give for each text the stretches whose grams row `partner` holds too, with their rarity.

    `rarity` belongs to `rows.gram`; the rarest stretch comes first.
    """
    points, at = _points(texts)
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
    corpus = _Corpus(*_points(titles), *_points(details))
    room = ORDERS * (np.diff(corpus.head_at) + np.diff(corpus.body_at))
    at = np.zeros(len(titles) + 1, np.int64)
    np.cumsum(room, out=at[1:])
    keys = np.empty(at[-1], np.uint32)
    tally = np.empty(at[-1], np.uint8)
    lengths = _scan(corpus, at, keys, tally)
    keep = _kept(at, lengths)
    return lengths, keys[keep] >> 1, tally[keep], (keys[keep] & 1).astype(np.bool_)


def _points(texts: list[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Give all texts as one array of code points, and where each begins."""
    at = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=at[1:])
    joined = "".join(texts).encode("utf-32-le", "replace")
    return np.frombuffer(joined, np.uint32), at


def _classes() -> npt.NDArray[np.uint8]:
    """Say of every code point of the basic plane whether it is apart, an ideogram or a letter."""
    table = np.array([_LETTER if chr(c).isalnum() else _APART for c in range(_PLANE)], np.uint8)
    for first, last in ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF)):
        table[first : last + 1] = _IDEOGRAM
    return table


_CLASSES = _classes()


@nb.njit(cache=True, inline="always")
def _class(point: Any) -> Any:
    if point < _PLANE:
        return _CLASSES[point]
    return _IDEOGRAM if point // _PLANE == 2 else _APART  # noqa: PLR2004  (plane 2: rare Han)


@nb.njit(cache=True, inline="always")
def _mix(state: Any, value: Any) -> Any:
    mixed = (state ^ np.uint64(value)) * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(29))


@nb.njit(cache=True, inline="always")
def _key(state: Any, order: Any, title: Any) -> Any:
    bucket = (state * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(64 - BITS)
    gram = (np.uint64(order) << np.uint64(BITS)) + bucket
    return np.uint32(gram << np.uint64(1) | np.uint64(title))


@nb.njit(cache=True)
def _emit(points: Any, title: Any, out: Any, at: Any) -> Any:
    """Write the grams of one text to `out` from `at` on; give where they end."""
    i, last = 0, len(points)
    one, two = np.uint64(0), np.uint64(0)  # the word before, and the one before it
    while i < last:
        kind = _class(points[i])
        if kind == _LETTER:
            word, i = _word(points, i)
            at = _words(points, i, (two, one, word, title), out, at)
            one, two = word, one
            continue
        if kind == _IDEOGRAM:
            at = _ideograms(points, i, title, out, at)
        if points[i] != _BLANK:
            one, two = np.uint64(0), np.uint64(0)
        i += 1
    return at


@nb.njit(cache=True)
def _word(points: Any, i: Any) -> Any:
    """Hash the run of letters and digits from i on; give the hash and where it ends."""
    word = np.uint64(_SEED)
    while i < len(points) and _class(points[i]) == _LETTER:
        word = _mix(word, points[i])
        i += 1
    return word, i


@nb.njit(cache=True)
def _words(points: Any, i: Any, said: Any, out: Any, at: Any) -> Any:
    """Write the grams that end with the word before i; `said`: the two before, it, title."""
    two, one, word, title = said
    out[at] = _key(word, 0, title)
    at += 1
    if i < len(points) and _class(points[i]) == _IDEOGRAM:  # 808路, 3栋, 1号线
        out[at] = _key(_mix(word, points[i]), 1, title)
        at += 1
    elif one:
        out[at] = _key(_mix(one, word), 1, title)
        at += 1
        if two:
            out[at] = _key(_mix(_mix(two, one), word), 2, title)
            at += 1
    return at


@nb.njit(cache=True)
def _ideograms(points: Any, i: Any, title: Any, out: Any, at: Any) -> Any:
    """Write the grams of two, three and four signs that begin at i."""
    state = _mix(np.uint64(_SEED), points[i])
    for order in range(ORDERS):
        after = i + order + 1
        if after >= len(points) or _class(points[after]) != _IDEOGRAM:
            break
        state = _mix(state, points[after])
        out[at] = _key(state, order, title)
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
def _frequencies(gram: Any, size: int) -> Any:
    counts = np.zeros(size, np.int32)
    for g in gram:
        counts[g] += 1
    return counts


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
            gram, end, step = _unit(text, i)
            found = np.searchsorted(held, gram)
            if end > i and found < len(held) and held[found] == gram:
                mark[at[row] + i : at[row] + end] = True
                gain[at[row] + i] += rarity[first + found]
            i = step
    return mark, gain


@nb.njit(cache=True)
def _unit(points: Any, i: Any) -> Any:
    """Give the order-0 gram at i, where it ends (i: there is none) and where the next begins."""
    if _class(points[i]) == _LETTER:
        word, end = _word(points, i)
        return _key(word, 0, 0) >> 1, end, end
    pair = i + 1 < len(points) and _class(points[i + 1]) == _IDEOGRAM
    if pair and _class(points[i]) == _IDEOGRAM:
        state = _mix(_mix(np.uint64(_SEED), points[i]), points[i + 1])
        return _key(state, 0, 0) >> 1, i + 2, i + 1
    return np.uint32(0), i, i + 1
