"""The words for facts of a case: places, buildings, firms, dates, as fragments to look up."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiesu.simulate.city import names
from jiesu.simulate.city.areas import Area
from jiesu.simulate.city.files import City
from jiesu.simulate.telling.grammar import Book, Index

FIELDS = (
    *("place", "building", "unit", "floor", "district", "street", "community", "firm", "manager"),
    *("cross", "side", "near", "times", "n", "days", "months", "yuan", "night", "since", "surname"),
    *("fixed", "soon", "dept", "place_en", "building_en", "district_en"),
)
FIRMS = ("eatery", "shop", "training", "employer", "builder", "manager")
BUILDINGS, STAIRCASES, STOREYS = 24, 4, 32
_NUMERALS = "零一二三四五六七八九"


class Choices(NamedTuple):
    """For each thing, the fragments it may be called by."""

    start: Index
    many: Index


class Lexicon(NamedTuple):
    """Where the words for each kind of fact begin, and how many there are."""

    place: Choices
    place_en: Choices
    district: Choices
    district_en: Choices
    street: Choices
    community: Choices
    unit: Choices
    building: Choices
    building_en: Choices
    staircase: Choices
    storey: Choices
    firm: dict[str, Choices]
    day: Choices  # of the year 2024, a leap year: 0 = 1 January
    bucket: dict[str, Choices]  # by how long it lasts: since, days, months; by hour: night
    plain: dict[str, Choices]  # one choice for all: side, near, times, n, yuan, surname


def lexicon(book: Book, city: City, fields: dict[str, Any]) -> Lexicon:
    """Write all words for facts into the book."""
    levels = {
        level: [a for a in city.areas if a.level == level] for level in ("district", "street")
    }
    communities = [area for area in city.areas if area.level == "community"]
    lists = {name: words for name, words in fields.items() if isinstance(words[0], list)}
    return Lexicon(
        place=_each(book, [(p.name_zh, p.name_zh, *p.aliases) for p in city.places]),
        place_en=_each(book, [(p.name_en,) for p in city.places]),
        district=_areas(book, levels["district"]),
        district_en=_each(book, [(area.name_en,) for area in levels["district"]]),
        street=_areas(book, levels["street"]),
        community=_areas(book, communities),
        unit=_each(book, [(unit.name_zh,) for unit in city.units]),
        building=_each(book, [_building(n) for n in range(1, BUILDINGS + 1)]),
        building_en=_each(book, [(f"block {n}", f"building {n}") for n in range(1, BUILDINGS + 1)]),
        staircase=_each(
            book, [(f"{n}单元", f"{_numeral(n)}单元") for n in range(1, STAIRCASES + 1)]
        ),
        storey=_each(
            book, [(f"{n}楼", f"{n}层", f"{_numeral(n)}楼") for n in range(1, STOREYS + 1)]
        ),
        firm={kind: _each(book, _firms(kind)) for kind in FIRMS},
        day=_each(book, [_day(n) for n in range(366)]),
        bucket={name: _each(book, words) for name, words in lists.items()},
        plain={name: _each(book, [words]) for name, words in fields.items() if name not in lists},
    )


def _each(book: Book, things: Sequence[Sequence[str]]) -> Choices:
    found = np.array([book.words(forms) for forms in things], np.int32)
    return Choices(np.ascontiguousarray(found[:, 0]), np.ascontiguousarray(found[:, 1]))


def _areas(book: Book, areas: list[Area]) -> Choices:
    return _each(book, [(area.name_zh,) for area in areas])


def _building(number: int) -> tuple[str, ...]:
    return (
        f"{number}号楼",
        f"{number}栋",
        f"{number}幢",
        f"{number}#楼",
        f"{_numeral(number)}号楼",
    )


def _numeral(number: int) -> str:
    """Write 1 to 39 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    lead = ("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else ""
    return lead + (_NUMERALS[ones] if ones or not tens else "")


def _firms(kind: str) -> list[tuple[str, ...]]:
    table = names.table()["firms"]
    return [
        (first + second, first + second, f"“{first}{second}”")
        for first in table[f"{kind}_first"]
        for second in table[f"{kind}_second"]
    ]


def _day(number: int) -> tuple[str]:
    day = date(2024, 1, 1) + timedelta(days=number)
    return (f"{day.month}月{day.day}日",)


def crossing(city: City) -> NDArray[np.int64]:
    """Give for each place the number of the nearest road that is not itself."""
    at = np.array([(place.lat, place.lon) for place in city.places])
    roads = np.array([n for n, place in enumerate(city.places) if place.kind == "road"])
    far = np.hypot(*(at[:, None, :] - at[roads][None, :, :]).transpose(2, 0, 1))
    far[np.arange(len(at))[:, None] == roads[None, :]] = np.inf
    nearest: NDArray[np.int64] = roads[np.argmin(far, axis=1)]
    return nearest
