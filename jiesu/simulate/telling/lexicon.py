"""The words for facts of a case: places, buildings, firms, dates, as fragments to look up."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from jiesu.simulate.city import names
from jiesu.simulate.city.areas import Area
from jiesu.simulate.city.files import City
from jiesu.simulate.city.size import Size
from jiesu.simulate.telling.grammar import Book, Index

FIELDS = (
    *("place", "building", "unit", "floor", "district", "street", "community", "firm", "manager"),
    *("cross", "side", "near", "times", "n", "days", "months", "yuan", "night", "since", "surname"),
    *("fixed", "soon", "dept", "place_en", "building_en", "district_en"),
)
FIRMS = ("eatery", "shop", "training", "employer", "builder", "manager")
BUILDINGS, STAIRCASES, STOREYS = 24, 4, 32


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
            book, [(f"{n}单元", f"{names.numeral(n)}单元") for n in range(1, STAIRCASES + 1)]
        ),
        storey=_each(
            book, [(f"{n}楼", f"{n}层", f"{names.numeral(n)}楼") for n in range(1, STOREYS + 1)]
        ),
        firm={kind: _each(book, _firms(kind, city.size)) for kind in FIRMS},
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
        f"{names.numeral(number)}号楼",
    )


def _firms(kind: str, size: Size) -> list[tuple[str, ...]]:
    firsts, seconds = (_words_of_firms(f"{kind}_{part}", size) for part in ("first", "second"))
    if size.is_large:
        firsts += _houses(kind)
    return [
        (first + second, first + second, f"“{first}{second}”")
        for first in firsts
        for second in seconds
    ]


def _words_of_firms(key: str, size: Size) -> list[str]:
    table = names.table()
    return [*table["firms"][key], *(table["large"]["firms"].get(key, ()) if size.is_large else ())]


def _houses(kind: str) -> list[str]:
    """Name what a large city has so many of: families that cook, and brands of everything else."""
    words = names.table()["large"]["firms"]
    if kind == "eatery":
        return [zh + end for zh, _ in names.listed("surnames") for end in words["family"]]
    return [first + second for first in words["brand_first"] for second in words["brand_second"]]


def _day(number: int) -> tuple[str]:
    day = date(2024, 1, 1) + timedelta(days=number)
    return (f"{day.month}月{day.day}日",)


def crossing(city: City) -> NDArray[np.int64]:
    """Give for each place the number of the nearest road that is not itself."""
    at = np.array([(place.lat, place.lon) for place in city.places])
    roads = np.array([n for n, place in enumerate(city.places) if place.kind == "road"])
    near = roads[cKDTree(at[roads]).query(at, k=2)[1]]
    nearest: NDArray[np.int64] = np.where(near[:, 0] == np.arange(len(at)), near[:, 1], near[:, 0])
    return nearest
