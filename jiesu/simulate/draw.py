"""Chance that can be looked up: every draw is a pure function of a key and a purpose.

Because nothing is read from a running generator, a row comes out the same whatever was drawn
before it, however rows are batched and whichever processor draws it.
"""

from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The finaliser of splitmix64 (Steele, Lea and Flood 2014), public domain constants.
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_MASK = (1 << 64) - 1


@cache
def salt(purpose: str) -> int:
    """Turn the name of a purpose into 64 bits, so that draws for two purposes share nothing."""
    return int.from_bytes(blake2b(purpose.encode(), digest_size=8).digest(), "little")


def mix(keys: Keys, purpose: str) -> Keys:
    """Give a new 64-bit key for each key and a purpose."""
    bits = keys + np.uint64((salt(purpose) * _GOLDEN) & _MASK)
    bits ^= bits >> np.uint64(30)
    bits *= _FIRST
    bits ^= bits >> np.uint64(27)
    bits *= _SECOND
    bits ^= bits >> np.uint64(31)
    return bits


def child(keys: Keys, number: Ints | int) -> Keys:
    """Give the key of the `number`-th child of each key."""
    offset = np.asarray(number).astype(np.uint64) * np.uint64(_GOLDEN)
    return mix(keys + offset, "child")


def root(seed: int, purpose: str) -> Keys:
    """Give one key to begin with, of shape (1,)."""
    return mix(np.array([seed & _MASK], np.uint64), purpose)


def uniform(keys: Keys, purpose: str) -> Floats:
    """Draw from [0, 1)."""
    return (mix(keys, purpose) >> np.uint64(11)).astype(np.float64) * (1.0 / (1 << 53))


def pick(keys: Keys, purpose: str, count: NDArray[np.integer[Any]] | int) -> Ints:
    """Draw a whole number from [0, count), count by row or for all."""
    return (uniform(keys, purpose) * count).astype(np.int64)


def chance(keys: Keys, purpose: str, probability: Floats | float) -> NDArray[np.bool_]:
    """Draw whether it happens."""
    return uniform(keys, purpose) < probability


def exponential(keys: Keys, purpose: str, mean: Floats | float) -> Floats:
    """Draw a waiting time with this mean."""
    return -np.log1p(-uniform(keys, purpose)) * mean


def normal(keys: Keys, purpose: str) -> Floats:
    """Draw from the standard normal distribution (Box and Muller)."""
    radius = np.sqrt(exponential(keys, purpose, 2.0))
    turned: Floats = radius * np.cos(2 * np.pi * uniform(keys, purpose + ".angle"))
    return turned


def weighted(keys: Keys, purpose: str, weights: Floats) -> Ints:
    """Draw an index with probability in proportion to its weight."""
    edges = np.cumsum(weights)
    found: Ints = np.searchsorted(edges, uniform(keys, purpose) * edges[-1], side="right")
    return found
