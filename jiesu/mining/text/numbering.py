"""Numbers that tell one thing from another: line 1 or line 7, phase two, bus 808, building 3.

A number counts with the unit after it (号线, 期, 栋, 路 …), in figures or Chinese numerals, so that
"第二中学" and "二中" are one school and "1号线" and "7号线" are two lines.
"""

from typing import Any

import numba as nb
import numpy as np

from jiesu.mining.text.code_points import PLANE, SEED, hashes, is_in, mix, word_list

MOST = 8  # of a title that are kept
_UNIT = 2  # signs of the longest unit
_BITS = 24  # of the number below its unit
_UNITS = hashes(word_list("number_units"))
_TEN = 10
_FIGURES = np.full(PLANE, -1, np.int8)  # what a sign of the basic plane counts as a numeral
_FIGURES[[ord(sign) for sign in "零一二三四五六七八九十"]] = range(11)


@nb.njit(cache=True)
def agreement(one: Any, other: Any) -> Any:
    """Give 1 where a unit carries the same number in both, -1 where only another, else 0.

    Agreement and contradiction in different units cancel out.
    """
    same, contrary = 0, 0
    for a in one:
        if a < 0:
            break
        meets, equal = False, False
        for b in other:
            if b >= 0 and a >> _BITS == b >> _BITS:
                meets = True
                equal = equal or a == b
        same = max(same, 1 if equal else 0)
        contrary = max(contrary, 1 if meets and not equal else 0)
    return same - contrary


@nb.njit(cache=True)
def read_numbers(text: Any, out: Any) -> None:
    """Write the numbers of one text (code points) to `out`, as many as it has room for."""
    i, kept = 0, 0
    while i < len(text) and kept < len(out):
        value, end = _value(text, i)
        unit = _unit(text, end) if end > i else -1
        if unit >= 0:
            out[kept] = (np.int64(unit) << _BITS) | (value & ((1 << _BITS) - 1))
            kept += 1
        i = max(end, i + 1)


@nb.njit(cache=True)
def _value(text: Any, i: Any) -> Any:
    """Read the number at i, with a letter before figures (L827); give it and where it ends."""
    start = i
    value = 0
    if ord("a") <= text[i] <= ord("z"):
        value = (text[i] - ord("a") + 1) * 1_000_003
        i += 1
    first = i
    while i < len(text) and ord("0") <= text[i] <= ord("9"):
        value = value * _TEN + text[i] - ord("0")
        i += 1
    if i > first:
        return np.int64(value), i
    return _numeral(text, start)


@nb.njit(cache=True)
def _numeral(text: Any, i: Any) -> Any:
    """Read Chinese numerals up to 99 (二十三), or one by one (一一三); give value and end."""
    value, ten, start = 0, False, i
    while i < len(text):
        figure = _figure(text[i])
        if figure < 0:
            break
        if figure == _TEN:
            value, ten = max(value, 1) * _TEN, True
        else:
            value = value + figure if ten else value * _TEN + figure
        i += 1
    return np.int64(value), max(start, i)


@nb.njit(cache=True, inline="always")
def _figure(point: Any) -> Any:
    return _FIGURES[point] if point < PLANE else -1


@nb.njit(cache=True)
def _unit(text: Any, i: Any) -> Any:
    """Give the number of the longest unit at i, -1 if there is none."""
    state, found = np.uint64(SEED), -1
    for size in range(1, min(_UNIT, len(text) - i) + 1):
        state = mix(state, text[i + size - 1])
        if is_in(state, _UNITS):
            found = np.searchsorted(_UNITS, state)
    return found
