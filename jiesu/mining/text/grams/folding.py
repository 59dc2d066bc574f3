"""UTF-8 bytes to code points in one width and case, without invisible signs; no Python strings."""

import unicodedata
from itertools import chain
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.text.code_points import BLANK, PLANE
from jiesu.mining.text.normalisation import normalise

_NO_SIGNS = slice(0xD800, 0xF900)  # surrogates and private use
# All others but Han and Hangul, which are folded to themselves.
_SIGNS = (range(0x3400), range(0xA000, 0xAC00), range(0xD7A4, 0xD800), range(0xF900, PLANE))
_TAIL = 0x3F  # bits of a byte that continues a sign


def _folds() -> npt.NDArray[np.uint16]:
    """Say of every sign of the basic plane what it is folded to; 0: it is left out."""
    table = np.arange(PLANE, dtype=np.uint16)
    table[_NO_SIGNS] = 0
    for point in chain(*_SIGNS):
        sign = chr(point)
        if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn"}:
            table[point] = BLANK if sign in "\t\n\v\f\r" else 0
            continue
        folded = normalise(sign) or (" " if sign.isspace() else "")
        if len(folded) == 1 and ord(folded) < PLANE:
            table[point] = ord(folded)
    return table


FOLDS = _folds()


def bytes_of(column: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Give the UTF-8 of a column of strings, and where each row begins; nothing is empty."""
    column = column.cast(pa.large_string()).fill_null("")
    _, offsets, data = column.buffers()
    at = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    return np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8), at


@nb.njit(cache=True)
def fold(data: Any, begin: Any, end: Any, out: Any, at: Any) -> Any:
    """Write the signs of the bytes `data[begin:end]` to `out` from `at` on; give where they end.

    Stops where `out` is full; bytes that are no UTF-8 are left out one by one.
    """
    i = begin
    while i < end and at < len(out):
        lead = data[i]
        size = 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4  # noqa: PLR2004  (UTF-8)
        if 0x80 <= lead < 0xC0 or i + size > end:  # noqa: PLR2004  (a tail without a head)
            i += 1
            continue
        point = np.uint32(lead)
        if size > 1:
            point = np.uint32(lead & (0x7F >> size))
            for k in range(1, size):
                point = (point << np.uint32(6)) | np.uint32(data[i + k] & _TAIL)
        i += size
        if point < PLANE:
            point = np.uint32(FOLDS[point])
            if point == 0:
                continue
        out[at] = point
        at += 1
    return at
