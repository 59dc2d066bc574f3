"""Where or who, apart from what: which grams belong to names of places, roads, schools and firms.

A name is the stretch between a break (punctuation, "请问", "附近", "的") and the last ending that
names carry ("小区", "路", "公司", "street"). Such stretches are found in titles and first sentences
only; how often a gram lies inside one, among all rows, then says how much of a name it is, so that
an estate is known by its name where somebody leaves "小区" away.
"""

from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.text.code_points import (
    APART,
    BLANK,
    LETTER,
    PLANE,
    SEED,
    class_of,
    hashes,
    is_in,
    mix,
    word_at,
    word_list,
)

HEAD = 60  # characters of the detail that are read for names beside the title
_LONGEST = 10  # signs before an ending
_BEFORE = 3  # words before an ending in scripts with spaces
_ENDING, _BREAK = 4, 4  # signs of the longest of each


def _signs(words: list[str], at: int) -> npt.NDArray[np.bool_]:
    """Say of every sign of the basic plane whether one of the words has it there."""
    found = np.zeros(PLANE, np.bool_)
    found[[ord(word[at]) for word in words]] = True
    return found


_ENDS = hashes(word_list("name_ends"))
_BREAKS = hashes(word_list("name_breaks"))
_CLOSES = _signs(word_list("name_ends"), -1)  # few signs do, so that few words are looked up
_OPENS = _signs(word_list("name_breaks"), 0)
_DISTRICT = np.array(sorted(ord(sign) for sign in "省市县区"), np.uint32)


@nb.njit(cache=True)
def mark_names(text: Any, mark: Any) -> None:
    """Mark the signs of a text (code points) that lie in a name; all of `mark` must be false."""
    begin, end, i = -1, -1, 0
    words = np.full(_BEFORE + 1, -1)  # where the last words began, newest first
    while i < len(text):
        skip = _break(text, i)
        if skip:
            mark[max(begin, 0) : max(end, 0)] = True
            begin, end = -1, -1
            if text[i] != BLANK:
                words[:] = -1
            i += skip
            continue
        begin = i if begin < 0 else begin
        if class_of(text[i]) == LETTER:
            words[1:] = words[:-1].copy()
            words[0] = i
            word, i = word_at(text, i)
            if is_in(word, _ENDS):
                mark[_earliest(words) : i] = True
        else:
            i += 1
            size = _ending(text, begin, i)
            end = i if size and i - begin - size <= _LONGEST else end
    mark[max(begin, 0) : max(end, 0)] = True


@nb.njit(cache=True)
def _earliest(words: Any) -> Any:
    known = words[words >= 0]
    return known[-1]


@nb.njit(cache=True)
def _break(text: Any, i: Any) -> Any:
    """Give the length of the break at i: a sign, a word, or a district like a7县; 0 if none."""
    kind = class_of(text[i])
    if kind == APART:
        return 1
    if kind == LETTER:
        _, end = word_at(text, i)
        short = end - i <= 2 and end < len(text)  # noqa: PLR2004  (a letter and a figure)
        return end - i + 1 if short and is_in(text[end], _DISTRICT) else 0
    if text[i] >= PLANE or not _OPENS[text[i]]:
        return 0
    state, longest = np.uint64(SEED), 0
    for size in range(1, min(_BREAK, len(text) - i) + 1):
        state = mix(state, text[i + size - 1])
        if is_in(state, _BREAKS):
            longest = size
    return longest


@nb.njit(cache=True)
def _ending(text: Any, begin: Any, i: Any) -> Any:
    """Give the length of the ending that closes before i, with a sign before it; 0 if none."""
    if text[i - 1] >= PLANE or not _CLOSES[text[i - 1]]:
        return 0
    for size in range(min(_ENDING, i - begin - 1), 0, -1):
        state = np.uint64(SEED)
        for at in range(i - size, i):
            state = mix(state, text[at])
        if is_in(state, _ENDS):
            return size
    return 0
