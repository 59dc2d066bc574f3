"""What a day is like before anybody calls: weekday, season, holiday."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from jiesu.mining.columns import Column, days, strings

Numbers: TypeAlias = npt.NDArray[Any]

_YEAR = 365.25
_MONDAY = 4  # 1970-01-05, in days since 1970
_MIDWEEK = 2  # what a day of the weekend is like when it is worked


def features(
    first: int, span: int, *, holidays: Column | None = None, kinds: Column | None = None
) -> Numbers:
    """Give each of `span` days from `first` on (days since 1970) its features (days × 13).

    One for the level, seven for the weekday (summing to nothing), four for the season (two waves
    a year), one for holidays. A holiday whose kind is `work` is a day of the weekend that is
    worked, as the make-up days of the Chinese calendar are.
    """
    day = first + np.arange(span)
    off, worked = _special(day, holidays, kinds)
    weekday = np.where(worked, _MIDWEEK, (day - _MONDAY) % 7)
    turn = 2 * np.pi * day / _YEAR
    season = [wave(k * turn) for k in (1, 2) for wave in (np.sin, np.cos)]
    return np.column_stack([np.ones(span), np.eye(7)[weekday] - 1 / 7, *season, off])


def _special(
    day: Numbers, holidays: Column | None, kinds: Column | None
) -> tuple[Numbers, Numbers]:
    if holidays is None:
        return np.zeros(len(day)), np.zeros(len(day), bool)
    known = days(holidays, len(holidays))
    if np.isnan(known).any():
        wrong = strings(holidays)[int(np.isnan(known).argmax())]
        raise ValueError(f"the holidays hold {wrong!r}, which is no day; write it as 2026-10-01")
    work = np.array([kind == "work" for kind in strings(kinds)] if kinds is not None else [])
    work = work if len(work) else np.zeros(len(known), bool)
    return np.isin(day, known[~work]).astype(float), np.isin(day, known[work])
