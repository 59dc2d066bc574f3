"""What a year and a week do to each service, as factors on its usual rate."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from jiesu.simulate.city.catalogue import Leaf
from jiesu.simulate.city.holidays import days as calendar_days

Days = NDArray[np.datetime64]
Floats = NDArray[np.float64]

# Season → bumps of (peak, day of the year; width in days; height above 1).
_BUMPS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "flat": (),
    "summer": ((205, 38, 1.6),),
    "rain": ((195, 30, 2.2), (240, 15, 0.8)),
    "winter": ((5, 35, 1.0), (350, 30, 0.8)),
    "heating": ((325, 9, 26.0), (355, 30, 12.0), (25, 28, 12.0)),
    "spring": ((110, 35, 0.7),),
    "school": ((250, 14, 1.2), (60, 15, 0.7)),
    "admission": ((200, 28, 4.0), (245, 8, 3.0)),
    "newyear": ((20, 18, 2.4), (358, 14, 1.0)),
    "harvest": ((160, 8, 9.0), (285, 12, 6.0)),
    "holiday": ((275, 6, 4.0), (122, 5, 3.0)),
}
# What hardly happens outside its season.
_FLOOR = {"heating": 0.04, "harvest": 0.15}

# Monday to Sunday; a holiday counts as Sunday, a make-up workday as Monday.
_WEEK = {
    "office": (1.32, 1.18, 1.14, 1.12, 1.06, 0.55, 0.46),
    "day": (1.14, 1.06, 1.04, 1.03, 1.02, 0.88, 0.80),
    "any": (1.10, 1.03, 1.02, 1.01, 1.00, 0.93, 0.88),
    "peak": (1.22, 1.08, 1.05, 1.05, 1.14, 0.72, 0.70),
    "evening": (0.98, 0.96, 0.97, 0.98, 1.06, 1.08, 1.04),
    "night": (0.97, 0.94, 0.95, 0.97, 1.08, 1.10, 1.02),
}
_ON_HOLIDAYS = 0.82
_YEARLY_GROWTH = 0.09
_EPOCH = np.datetime64("2024-01-01")


def rates(leaves: list[Leaf], days: Days) -> Floats:
    """Give the usual rate of each service on each day, as [day, service] in relative units."""
    weekday = _weekday(days)
    rates = np.array([leaf.weight for leaf in leaves])[None, :].repeat(len(days), axis=0)
    for number, leaf in enumerate(leaves):
        rates[:, number] *= _season(leaf.season, days)
        rates[:, number] *= np.array(_WEEK[leaf.hours])[weekday]
        if leaf.season != "holiday":
            rates[_is_holiday(days), number] *= _ON_HOLIDAYS
    years = (days - _EPOCH).astype(np.int64) / 365.25
    grown: Floats = rates * (1 + _YEARLY_GROWTH * years)[:, None]
    return grown


def _season(season: str, days: Days) -> Floats:
    day = (days - days.astype("datetime64[Y]")).astype(np.float64)
    factor = np.full(len(days), _FLOOR.get(season, 1.0))
    for peak, width, height in _BUMPS[season]:
        away = np.abs(day - peak)
        away = np.minimum(away, 365 - away)
        factor += factor[0] * height * np.exp(-0.5 * (away / width) ** 2)
    return factor


def _marked(kind: str) -> Days:
    return np.array([day.date for day in calendar_days() if day.kind == kind], "datetime64[D]")


def _is_holiday(days: Days) -> NDArray[np.bool_]:
    return np.isin(days, _marked("holiday"))


def _weekday(days: Days) -> NDArray[np.int64]:
    weekday = (days.astype(np.int64) + date(1970, 1, 1).weekday()) % 7
    weekday[_is_holiday(days)] = 6
    weekday[np.isin(days, _marked("workday"))] = 0
    return weekday


def workdays(first: np.datetime64, count: int) -> NDArray[np.bool_]:
    """Tell which of `count` days from `first` on are worked."""
    weekday = _weekday(first + np.arange(count))
    worked: NDArray[np.bool_] = weekday < 5  # noqa: PLR2004  (Saturday)
    return worked
