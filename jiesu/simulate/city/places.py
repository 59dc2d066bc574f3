"""Places people speak of: estates, roads, schools, markets, villages, with their other names."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import shapely

from jiesu.simulate.city import names
from jiesu.simulate.city.areas import Area

Rng = np.random.Generator
Maker = Callable[[np.random.Generator, list[Area]], Iterator["Place"]]


class Place(NamedTuple):
    """A place in a grid; `aliases` are what people call it besides its name."""

    kind: str
    area: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    lat: float
    lon: float


def places(seed: int, areas: list[Area]) -> list[Place]:
    """Invent every place of the city, kind by kind."""
    rng = np.random.default_rng([seed, 2])
    return [place for kind in _KINDS for place in _KINDS[kind](rng, areas)]


def _estates(rng: Rng, areas: list[Area]) -> Iterator[Place]:
    titles = [(zh, en, ()) for zh, en in names.pairs("estates", "estate_ends", rng, spaced=True)]
    old = [_compound(zh, en) for zh, en in names.shuffled("works", rng)]
    pool = [*old, *titles]
    for grid in _grids(areas):
        for _ in range(int(rng.poisson(0.5 + 1.8 * grid.downtown))):
            if pool:
                zh, en, other = pool.pop(int(rng.integers(min(len(pool), 60))))
                yield _at(rng, "estate", grid, (zh, en), (*other, *_short(zh)))


def _compound(zh: str, en: str) -> tuple[str, str, tuple[str, ...]]:
    return f"{zh}家属院", f"{en} Compound", (f"{zh}宿舍", f"老{zh}家属院")


def _short(zh: str) -> Iterator[str]:
    if zh.endswith(("花园", "家园", "新城", "名邸", "华庭", "公馆", "佳苑", "名城", "公寓")):
        yield f"{zh}小区"
    if zh[:-2][1:] and not zh.endswith(("小区", "家属院")):
        yield f"{zh[:-2]}小区"


def _roads(rng: Rng, areas: list[Area]) -> Iterator[Place]:
    titles = names.pairs("roads", "road_ends", rng, spaced=True)
    for grid in _grids(areas):
        if titles and rng.random() < 0.35 + 0.4 * grid.downtown:
            yield _at(rng, "road", grid, titles.pop(), ())


def _villages(rng: Rng, areas: list[Area]) -> Iterator[Place]:
    rural = {area.code: area for area in areas if area.name_zh.endswith("村")}
    for grid in _grids(areas):
        if grid.parent in rural:
            village = rural[grid.parent]
            group = int(grid.code[-2:])
            numeral = "一二三四五六七八九"[group - 1]
            zh, en = f"{village.name_zh}{numeral}组", f"{village.name_en}, group {group}"
            yield _at(rng, "village", grid, (zh, en), (village.name_zh,))


def _schools(rng: Rng, areas: list[Area]) -> Iterator[Place]:
    grids = _sample(rng, _grids(areas), 130)
    numerals = "一二三四五六七八九"
    roots = names.shuffled("roads", rng) + names.shuffled("estates", rng)
    for number, grid in enumerate(grids):
        if number < len(numerals):
            zh = f"第{numerals[number]}中学"
            title = (f"云江市{zh}", f"Yunjiang No. {number + 1} Middle School")
            yield _at(
                rng, "school", grid, title, (f"市{numerals[number]}中", f"云江{numerals[number]}中")
            )
            continue
        root = roots[number % len(roots)]
        kind, en = (
            ("小学", "Primary School"),
            ("实验学校", "Experimental School"),
            ("幼儿园", "Kindergarten"),
        )[number % 3]
        yield _at(rng, "school", grid, (root[0] + kind, f"{root[1]} {en}"), ())


def _named(kind: str, count: int, *ends: tuple[str, str, str]) -> Maker:
    """Make a maker of places named after roads and streets: (ending, in English, short form)."""

    def make(rng: Rng, areas: list[Area]) -> Iterator[Place]:
        roots = names.shuffled("roads", rng) + names.shuffled("streets", rng)
        for number, grid in enumerate(_sample(rng, _grids(areas), count)):
            zh, en = roots[number % len(roots)]
            end_zh, end_en, short = ends[number % len(ends)]
            aliases = (zh + short,) if short else ()
            yield _at(rng, kind, grid, (zh + end_zh, f"{en} {end_en}"), aliases)

    return make


def _lines(rng: Rng, areas: list[Area]) -> Iterator[Place]:
    for grid, number in zip(
        _sample(rng, _grids(areas), 56), rng.permutation(140)[:56] + 1, strict=True
    ):
        yield _at(
            rng,
            "line",
            grid,
            (f"{number}路公交车", f"line {number}"),
            (f"{number}路", f"{number}路车"),
        )


def _sites(rng: Rng, areas: list[Area]) -> Iterator[Place]:
    titles = names.pairs("estates", "site_ends", rng, spaced=True)
    for grid in _sample(rng, _grids(areas), 80):
        zh, en = titles.pop()
        yield _at(rng, "site", grid, (f"{zh}项目", f"{en} development"), (zh, f"{zh}工地"))


_KINDS: dict[str, Maker] = {
    "estate": _estates,
    "road": _roads,
    "village": _villages,
    "school": _schools,
    "market": _named(
        "market",
        48,
        ("农贸市场", "Market", "菜市场"),
        ("菜市场", "Food Market", "市场"),
        ("商城", "Mall", ""),
    ),
    "park": _named(
        "park", 44, ("公园", "Park", ""), ("广场", "Square", ""), ("滨河绿道", "River Walk", "绿道")
    ),
    "hospital": _named(
        "hospital",
        26,
        ("社区卫生服务中心", "Health Centre", "卫生院"),
        ("中心医院", "Hospital", "医院"),
    ),
    "station": _named(
        "station", 34, ("地铁站", "metro station", "站"), ("客运站", "coach station", "汽车站")
    ),
    "line": _lines,
    "site": _sites,
}


def _grids(areas: list[Area]) -> list[Area]:
    return [area for area in areas if area.level == "grid"]


def _sample(rng: Rng, grids: list[Area], count: int) -> list[Area]:
    """Choose grids, those near the centre more often."""
    weight = np.array([0.15 + grid.downtown for grid in grids])
    return [grids[i] for i in rng.choice(len(grids), count, replace=False, p=weight / weight.sum())]


def _at(rng: Rng, kind: str, grid: Area, title: names.Name, aliases: tuple[str, ...]) -> Place:
    """Put a place somewhere inside its grid."""
    centre = grid.geometry.representative_point()
    corners = shapely.get_coordinates(grid.geometry)
    corner = corners[int(rng.integers(len(corners)))]
    pull = 0.7 * rng.random()
    lon, lat = centre.x + pull * (corner[0] - centre.x), centre.y + pull * (corner[1] - centre.y)
    if not shapely.contains_xy(grid.geometry, lon, lat):
        lon, lat = centre.x, centre.y
    return Place(kind, grid.code, *title, aliases, round(float(lat), 6), round(float(lon), 6))
