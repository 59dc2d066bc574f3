"""A gram with what is known of it in 32 bits: bucket, rarity, how much of a name, in the title.

So that a row is one array, and two rows are compared by their grams alone (see `desk`).
"""

from typing import Any

import numba as nb
import numpy as np

RAREST = 11.0  # ln of the rows after which a rarity counts no more
_RARITY_BITS, _NAME_BITS, _TITLE_BITS = 5, 4, 1
RARITY_PLACE = _NAME_BITS + _TITLE_BITS
KEY_AT = RARITY_PLACE + _RARITY_BITS  # with the bits of `points.BITS` above: 32

RARITY_MOST = (1 << _RARITY_BITS) - 1
NAME_MOST = (1 << _NAME_BITS) - 1
RARITY = (np.arange(RARITY_MOST + 1) * RAREST / RARITY_MOST).astype(np.float32)
NAME = (np.arange(NAME_MOST + 1) / NAME_MOST).astype(np.float32)


@nb.njit(cache=True)
def quality(rarity: Any, name: Any) -> Any:
    """Pack a rarity (ln) and a share of name in [0, 1]."""
    rare = np.rint(min(max(rarity, 0), RAREST) / RAREST * RARITY_MOST)
    return np.uint16((np.int64(rare) << _NAME_BITS) | np.int64(np.rint(name * NAME_MOST)))


@nb.njit(cache=True, inline="always")
def rarity_of(packed: Any) -> Any:
    """Give the rarity of a packed gram."""
    return RARITY[(packed >> RARITY_PLACE) & RARITY_MOST]


@nb.njit(cache=True, inline="always")
def name_of(packed: Any) -> Any:
    """Give how much of a name a packed gram is."""
    return NAME[(packed >> _TITLE_BITS) & NAME_MOST]
