"""Texts as code points, their classes and hashes: what every kernel over texts stands on."""

from importlib.resources import files
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

BITS = 22  # buckets of one order of grams: 4 M; a collision only makes a gram look commoner
SIZE = 1 << BITS
APART, IDEOGRAM, LETTER = 0, 1, 2
BLANK = 32
SEED = 0x1234567
PLANE = 0x10000  # code points of the basic plane


def points_of(texts: list[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Give all texts as one array of code points, and where each begins (one more at the end)."""
    at = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=at[1:])
    joined = "".join(texts).encode("utf-32-le", "replace")
    return np.frombuffer(joined, np.uint32), at


def word_list(name: str) -> list[str]:
    """Read a list of words of this room, one a line."""
    return files(__package__).joinpath("words", f"{name}.txt").read_text("utf-8").split()


def hashes(words: list[str]) -> npt.NDArray[np.uint64]:
    """Give the sorted hashes of words, as `mix` makes them sign by sign."""
    return np.array(sorted(int(_hash(points_of([word])[0])) for word in words), np.uint64)


def _classes() -> npt.NDArray[np.uint8]:
    """Say of every code point of the basic plane whether it is apart, an ideogram or a letter."""
    signs = np.arange(PLANE, dtype=np.uint32).view("U1")
    table = np.where(np.strings.isalnum(signs), LETTER, APART).astype(np.uint8)
    for first, last in ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF)):
        table[first : last + 1] = IDEOGRAM
    return table


_CLASSES = _classes()


@nb.njit(cache=True, inline="always")
def class_of(point: Any) -> Any:
    """Give `APART`, `IDEOGRAM` (of a script without spaces) or `LETTER` (digits too)."""
    if point < PLANE:
        return _CLASSES[point]
    return IDEOGRAM if point // PLANE == 2 else APART  # noqa: PLR2004  (plane 2: rare Han)


@nb.njit(cache=True, inline="always")
def mix(state: Any, value: Any) -> Any:
    """Take one more value into a hash."""
    mixed = (state ^ np.uint64(value)) * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(29))


@nb.njit(cache=True, inline="always")
def bucket(state: Any, order: Any) -> Any:
    """Give the number of the gram with this hash among those of its order."""
    place = (state * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(64 - BITS)
    return (np.uint64(order) << np.uint64(BITS)) + place


@nb.njit(cache=True)
def word_at(points: Any, i: Any) -> Any:
    """Hash the run of letters and digits from i on; give the hash and where it ends."""
    word = np.uint64(SEED)
    while i < len(points) and class_of(points[i]) == LETTER:
        word = mix(word, points[i])
        i += 1
    return word, i


@nb.njit(cache=True)
def unit_at(points: Any, i: Any) -> Any:
    """Give the order-0 gram at i, where it ends (i: there is none) and where the next begins.

    A pair of ideograms is one gram in either order: names are often told the wrong way round.
    """
    if class_of(points[i]) == LETTER:
        word, end = word_at(points, i)
        return bucket(word, 0), end, end
    pair = i + 1 < len(points) and class_of(points[i + 1]) == IDEOGRAM
    if pair and class_of(points[i]) == IDEOGRAM:
        return bucket(pair_of(points[i], points[i + 1]), 0), i + 2, i + 1
    return np.uint64(0), i, i + 1


@nb.njit(cache=True, inline="always")
def pair_of(one: Any, other: Any) -> Any:
    """Hash two signs regardless of their order."""
    return mix(mix(np.uint64(SEED), min(one, other)), max(one, other))


@nb.njit(cache=True)
def is_in(value: Any, table: Any) -> Any:
    """Whether a sorted table holds a value."""
    at = np.searchsorted(table, value)
    return at < len(table) and table[at] == value


@nb.njit(cache=True)
def _hash(points: Any) -> Any:
    state = np.uint64(SEED)
    for point in points:
        state = mix(state, point)
    return state
