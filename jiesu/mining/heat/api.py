"""How hot a group is, from parts that anybody can read: who speaks, since when, how far, how grave.

Every part lies in [0, 1]; heat is 100 × (their weighted sum) × (the people part's share), so that
nothing lifts a group in which few people speak. Copies of one text count from the eighth sender on,
by their logarithm; only who speaks in words of his own makes a group young, growing or wide; and
two liked messages do not count yet. So neither one person with thirty copies nor a thousand likes
on one message move a group far (`jiesu evaluate heat`).
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jiesu.mining.columns import Column, coded, days, floats

Numbers: TypeAlias = npt.NDArray[Any]

PARTS = ("people", "growth", "recency", "spread", "unresolved", "severity", "likes")
WEIGHTS = dict(zip(PARTS, (0.428, 0.15, 0.10, 0.10, 0.12, 0.10, 0.002), strict=True))
_MANY = 100  # voices at which the people part is full
_RECENT, _BEFORE = 7.0, 28.0  # days that growth compares
_FADE = 30.0  # days after which recency has fallen to 1/e
_WIDE = 10  # areas at which spread is full
_LIKED, _LEFT_OUT = 20, 2  # likes from which a message counts, and how many such do not count yet
_COPIED = 8  # senders of one text from which copies count


def heat(
    group: Column,
    times: Column,
    *,
    now: Any,
    people: Column | None = None,
    texts: Column | None = None,
    area: Column | None = None,
    open_share: Column | None = None,
    severity: Column | None = None,
    likes: Column | None = None,
) -> pa.Table:
    """Rank groups: one row per group, hottest first, with every part and its raw figures.

    All columns have one row per appeal: `people` who spoke (unknown: everyone is another person),
    `texts` to tell copies, `open_share` 1 while unresolved and 0 when resolved, `severity` in
    [0, 1], `likes` as counted. `now` is a point in time; appeals after it are left out of growth
    and recency. Columns: `group, heat, appeals, voices, first, last`, then each of `PARTS` in
    [0, 1] (a part whose column is missing is 0).
    """
    names, number = coded(group)
    rows = len(number)
    at, today = days(times, rows), float(days([now], 1)[0])
    voice, own = _voices(number, people, texts)
    parts = {
        "people": _log_share(_sum(number, voice, len(names)), _MANY),
        "growth": _growth(number, own, today - at, len(names)),
        "recency": _recency(number, np.where(own, today - at, np.nan), len(names)),
        "spread": _spread(number, own, area, len(names)),
        "unresolved": _mean(number, floats(open_share, rows), len(names)),
        "severity": _mean(number, floats(severity, rows), len(names)),
        "likes": _likes(number, floats(likes, rows), len(names)),
    }
    return _ranked(names, number, voice, at, parts)


def weighed(parts: Mapping[str, Any], weights: Mapping[str, float]) -> Any:
    """Give the heat of parts (shares, or arrays of them) under weights that sum to one."""
    return (
        100 * sum(weights[name] * part for name, part in parts.items()) * np.sqrt(parts["people"])
    )


def _ranked(
    names: pa.Array,
    number: Numbers,
    voice: Numbers,
    at: Numbers,
    parts: dict[str, Numbers],
) -> pa.Table:
    value = weighed(parts, WEIGHTS)
    order = np.argsort(-value, kind="stable")
    first, last = np.full(len(names), np.inf), np.full(len(names), -np.inf)
    np.minimum.at(first, number, np.nan_to_num(at, nan=np.inf))
    np.maximum.at(last, number, np.nan_to_num(at, nan=-np.inf))
    columns: dict[str, Any] = {
        "group": names.take(pa.array(order)).cast(pa.string()),
        "heat": value[order],
        "appeals": np.bincount(number, minlength=len(names))[order],
        "voices": _sum(number, voice, len(names))[order],
        "first": _dates(first[order]),
        "last": _dates(last[order]),
    }
    columns |= {name: part[order] for name, part in parts.items()}
    return pa.table(columns)


def _voices(
    number: Numbers, people: Column | None, texts: Column | None
) -> tuple[Numbers, Numbers]:
    """Give each appeal its weight, and whether a person speaks in his own words for the first time.

    A person counts once a group. The first sender of a text adds 1, the next six nothing, and the
    k-th from the eighth on ln(k) - ln(k - 1): thirty senders of one text weigh 2.5.
    """
    known, person = _within(number, people)
    _known, text = _within(number, texts)
    heard: set[int] = set()
    copies: dict[int, int] = {}
    weight, own = np.zeros(len(number)), np.zeros(len(number), dtype=bool)
    said = zip(known.tolist(), person.tolist(), text.tolist(), strict=True)
    for row, (is_known, who, what) in enumerate(said):
        if is_known and who in heard:
            copies.setdefault(what, 1)  # said already, so whoever says it again copies
            continue
        heard.add(who)
        copies[what] = sent = copies.get(what, 0) + 1
        own[row] = sent == 1
        weight[row] = 1.0 if sent == 1 else _copy(sent)
    return weight, own


def _within(number: Numbers, column: Column | None) -> tuple[Numbers, Numbers]:
    """Tell which values are known, and number each together with its group.

    Without a column every row has a value of its own.
    """
    if column is None:
        return np.ones(len(number), bool), np.arange(len(number))
    names, code = coded(column)
    empty = pc.index(names, "").as_py()
    return code != empty, number * len(names) + code


def _copy(sent: int) -> float:
    return float(np.log(sent / (sent - 1))) if sent >= _COPIED else 0.0


def _growth(number: Numbers, own: Numbers, age: Numbers, groups: int) -> Numbers:
    """Compare the voices of the last week with those of a week before, in [0, 1]; 0 = no growth."""
    recent = _sum(number, own * ((age >= 0) & (age < _RECENT)), groups)
    before = _sum(number, own * ((age >= _RECENT) & (age < _RECENT + _BEFORE)), groups)
    usual = before * _RECENT / _BEFORE
    return np.clip((recent - usual) / (recent + usual + 3), 0, 1)


def _recency(number: Numbers, age: Numbers, groups: int) -> Numbers:
    youngest = np.full(groups, np.inf)
    np.minimum.at(youngest, number, np.where(age >= 0, age, np.inf))
    return np.exp(-youngest / _FADE)


def _spread(number: Numbers, own: Numbers, area: Column | None, groups: int) -> Numbers:
    if area is None:
        return np.zeros(groups)
    known, place = _within(number, area)
    _places, first = np.unique(place[known & own], return_index=True)
    counted = np.bincount(number[known & own][first], minlength=groups)
    share: Numbers = np.clip(np.log(np.maximum(counted, 1)) / np.log(_WIDE), 0, 1)
    return share


def _likes(number: Numbers, likes: Numbers, groups: int) -> Numbers:
    """Count messages that many like beyond two: whoever buys likes for one buys nothing."""
    liked = _sum(number, np.nan_to_num(likes) >= _LIKED, groups)
    return _log_share(np.maximum(liked - _LEFT_OUT, 0), _MANY)


def _log_share(value: Numbers, full: float) -> Numbers:
    share: Numbers = np.minimum(np.log1p(value) / np.log1p(full), 1)
    return share


def _sum(number: Numbers, value: Numbers, groups: int) -> Numbers:
    return np.bincount(number, value, minlength=groups)


def _mean(number: Numbers, value: Numbers, groups: int) -> Numbers:
    known = ~np.isnan(value)
    total = _sum(number, np.clip(np.nan_to_num(value), 0, 1), groups)
    mean: Numbers = total / np.maximum(np.bincount(number, known, minlength=groups), 1)
    return mean


def _dates(value: Numbers) -> Numbers:
    known = np.isfinite(value)
    found = np.full(len(value), np.datetime64("NaT", "s"))
    found[known] = (value[known] * 86_400).astype(np.int64).astype("datetime64[s]")
    return found
