"""The statutory calendar of mainland China, 2024 to 2027.

2024 to 2026 are as the State Council announced them (国办发明电〔2023〕7号, 〔2024〕12号 and
〔2025〕7号). 2027 was not yet announced: it holds only the days the holiday regulation fixes by
itself, without bridging days, and says so in its names.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

_NAMES = {
    "new_year": ("元旦", "New Year"),
    "spring": ("春节", "Spring Festival"),
    "tomb": ("清明节", "Tomb-Sweeping Day"),
    "labour": ("劳动节", "Labour Day"),
    "dragon": ("端午节", "Dragon Boat Festival"),
    "autumn": ("中秋节", "Mid-Autumn Festival"),
    "national": ("国庆节", "National Day"),
    "both": ("国庆节、中秋节", "National Day and Mid-Autumn Festival"),
}

# (festival, first day off, last day off, weekend days worked in return)
_ANNOUNCED: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("new_year", "2024-01-01", "2024-01-01", ()),
    ("spring", "2024-02-10", "2024-02-17", ("2024-02-04", "2024-02-18")),
    ("tomb", "2024-04-04", "2024-04-06", ("2024-04-07",)),
    ("labour", "2024-05-01", "2024-05-05", ("2024-04-28", "2024-05-11")),
    ("dragon", "2024-06-10", "2024-06-10", ()),
    ("autumn", "2024-09-15", "2024-09-17", ("2024-09-14",)),
    ("national", "2024-10-01", "2024-10-07", ("2024-09-29", "2024-10-12")),
    ("new_year", "2025-01-01", "2025-01-01", ()),
    ("spring", "2025-01-28", "2025-02-04", ("2025-01-26", "2025-02-08")),
    ("tomb", "2025-04-04", "2025-04-06", ()),
    ("labour", "2025-05-01", "2025-05-05", ("2025-04-27",)),
    ("dragon", "2025-05-31", "2025-06-02", ()),
    ("both", "2025-10-01", "2025-10-08", ("2025-09-28", "2025-10-11")),
    ("new_year", "2026-01-01", "2026-01-03", ("2026-01-04",)),
    ("spring", "2026-02-15", "2026-02-23", ("2026-02-14", "2026-02-28")),
    ("tomb", "2026-04-04", "2026-04-06", ()),
    ("labour", "2026-05-01", "2026-05-05", ("2026-05-09",)),
    ("dragon", "2026-06-19", "2026-06-21", ()),
    ("autumn", "2026-09-25", "2026-09-27", ()),
    ("national", "2026-10-01", "2026-10-07", ("2026-09-20", "2026-10-10")),
)

_ASSUMED: tuple[tuple[str, str, str], ...] = (
    ("new_year", "2027-01-01", "2027-01-01"),
    ("spring", "2027-02-05", "2027-02-08"),
    ("tomb", "2027-04-05", "2027-04-05"),
    ("labour", "2027-05-01", "2027-05-02"),
    ("dragon", "2027-06-09", "2027-06-09"),
    ("autumn", "2027-09-15", "2027-09-15"),
    ("national", "2027-10-01", "2027-10-03"),
)


class Day(NamedTuple):
    """A day that differs from its weekday: a holiday, or a weekend day that is worked."""

    date: date
    kind: str
    name_zh: str
    name_en: str


def days() -> list[Day]:
    """List every such day from 2024 to 2027, by date."""
    return sorted([*_announced(), *_assumed()])


def _announced() -> Iterator[Day]:
    for festival, first, last, worked in _ANNOUNCED:
        zh, en = _NAMES[festival]
        for day in _each(first, last):
            yield Day(day, "holiday", zh, en)
        for text in worked:
            yield Day(date.fromisoformat(text), "workday", f"{zh}调休上班", f"Make-up day for {en}")


def _assumed() -> Iterator[Day]:
    for festival, first, last in _ASSUMED:
        zh, en = _NAMES[festival]
        for day in _each(first, last):
            yield Day(day, "holiday", f"{zh}（推定，以公布为准）", f"{en} (assumed, not announced)")


def _each(first: str, last: str) -> Iterator[date]:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day
        day += timedelta(days=1)
