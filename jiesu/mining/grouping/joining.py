"""Rows put into groups one after another, in the order of time.

A row joins the earlier group that most speaks for: its likeliest partners there, averaged, so that
one lucky neighbour does not draw it into a group of many. Two groups that one row belongs to
strongly are one, and so are two that row after row could have joined. Nothing that joined is ever
taken apart but by people, so group numbers stay.
"""

from typing import Any

import numba as nb
import numpy as np

from jiesu.mining.grouping.ahead import ask
from jiesu.mining.grouping.forest import root
from jiesu.mining.grouping.ties import Rows

VOICES = 3  # partners of one group whose probabilities are averaged
JOIN = 0.47  # mean probability from which on a row joins
RIVAL = 0.28  # the same, from which on a second group may be one with the first
VOTES = 3.00  # sum of those, one row after another, from which on it is
MERGE = 0.75  # the same, from which on a second group is one with the first
_AHEAD = 4  # rows before its turn that the groups a row may join are asked for
_MISSING = 0.67  # of a voice, that a partner which the group could have but was not found counts


@nb.njit(cache=True, nogil=True)
def join(
    first: Any, copy_of: Any, found: Any, odds: Any, apart: Any, since: Any, run: Rows
) -> None:
    """Put rows from number `first` on into groups.

    `copy_of` names the row that one repeats, -1: none. `found` (rows, k) are earlier rows, `odds`
    how likely each is the same problem. No group will hold a pair of `apart`. Rows before `since`
    were told of already, so what they are tied to is changed only where that was nothing.
    """
    order = np.empty(found.shape[1], np.int32)
    groups = np.empty(found.shape[1], np.int32)
    score = np.empty(found.shape[1], np.float32)
    for k in range(len(found)):
        row = first + k
        _ask(found[min(k + _AHEAD, len(found) - 1)], run)
        if copy_of[k] >= 0:
            _unite(row, copy_of[k], run)
            _tie(row, copy_of[k], np.float32(1), since, run)
            run.copied[row] = True
            continue
        likeliest = order[: _rank(odds[k], order)]
        used = _scores(row, found[k], odds[k], likeliest, apart, run, groups, score)
        _enter(row, groups[:used], score[:used], apart, run)
        mine = root(run.parent, row)
        for at in range(found.shape[1]):
            if odds[k, at] > 0 and root(run.parent, found[k, at]) == mine:
                _tie(row, found[k, at], odds[k, at], since, run)


@nb.njit(cache=True)
def _ask(rows: Any, run: Rows) -> None:
    """Ask for what is kept of some rows; -1 is none."""
    for row in rows:
        if row >= 0:
            ask(run.parent, row)
            ask(run.tie, row)
            ask(run.fit, row)


@nb.njit(cache=True)
def _rank(odds: Any, order: Any) -> Any:
    """Write where the odds above 0 are, the highest first; give how many they are."""
    count = 0
    for k in range(len(odds)):
        if odds[k] > 0:
            at = count
            while at > 0 and odds[order[at - 1]] < odds[k]:
                order[at] = order[at - 1]
                at -= 1
            order[at] = k
            count += 1
    return count


@nb.njit(cache=True)
def _scores(
    row: Any,
    found: Any,
    odds: Any,
    likeliest: Any,
    apart: Any,
    run: Rows,
    groups: Any,
    score: Any,
) -> Any:
    """Write the groups of the rows found, and what speaks for each; give how many they are."""
    heard = np.zeros(len(groups), np.int32)
    used = 0
    for k in likeliest:
        group, at = root(run.parent, found[k]), 0
        while at < used and groups[at] != group:
            at += 1
        if at == used:
            if not _may(row, group, apart, run):
                continue
            groups[at], score[at] = group, 0
            used += 1
        if heard[at] < VOICES:
            score[at] += odds[k]
            heard[at] += 1
    for at in range(used):
        could = min(VOICES, run.size[groups[at]])
        score[at] /= heard[at] + _MISSING * (could - heard[at])
    return used


@nb.njit(cache=True)
def _enter(row: Any, groups: Any, score: Any, apart: Any, run: Rows) -> None:
    """Let a row into the group with the highest score; the second is one with it for good cause."""
    if not len(groups):
        return
    most = np.argmax(score)
    if score[most] < JOIN:
        return
    _unite(row, groups[most], run)
    score[most] = 0
    second = np.argmax(score)
    if score[second] < RIVAL or not _may(row, groups[second], apart, run):
        return
    if score[second] >= MERGE or _voted(row, groups[second], score[second], run):
        _unite(row, groups[second], run)
        run.votes[root(run.parent, row)] = 0


@nb.njit(cache=True)
def _voted(row: Any, group: Any, odds: Any, run: Rows) -> Any:
    """Count a row for two groups being one; say whether that is enough.

    The smaller group remembers one rival, which others outvote (Boyer and Moore 1981).
    """
    one, other = root(run.parent, row), root(run.parent, group)
    if run.size[one] > run.size[other]:
        one, other = other, one
    known = run.rival[one]
    if known >= 0 and root(run.parent, known) == other:
        run.votes[one] += odds
        return run.votes[one] >= VOTES
    if run.votes[one] <= odds:
        run.rival[one], run.votes[one] = other, odds
    else:
        run.votes[one] -= odds
    return False


@nb.njit(cache=True)
def _may(row: Any, group: Any, apart: Any, run: Rows) -> Any:
    """Say whether people let the groups of two rows become one."""
    a, b = root(run.parent, row), root(run.parent, group)
    if a == b or not (run.guarded[a] and run.guarded[b]):
        return True
    for k in range(len(apart)):
        one, other = root(run.parent, apart[k, 0]), root(run.parent, apart[k, 1])
        if (one == a and other == b) or (one == b and other == a):
            return False
    return True


@nb.njit(cache=True)
def _unite(row: Any, other: Any, run: Rows) -> None:
    """Make the groups of two rows one; the earliest row stands for it."""
    a, b = root(run.parent, row), root(run.parent, other)
    if a != b:
        early, late = min(a, b), max(a, b)
        run.parent[late] = early
        run.size[early] += run.size[late]
        run.guarded[early] |= run.guarded[late]


@nb.njit(cache=True)
def _tie(row: Any, other: Any, odds: Any, since: Any, run: Rows) -> None:
    """Note a tie on both sides."""
    _note(row, other, odds, run)
    if other >= since or run.tie[other] == 0:
        _note(other, row, odds, run)


@nb.njit(cache=True)
def _note(row: Any, other: Any, odds: Any, run: Rows) -> None:
    run.fit[row] += odds
    if odds > run.tie[row]:
        run.tie[row], run.partner[row] = odds, other
