"""Places people speak of: estates, roads, schools, markets, villages, with their other names."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import shapely

from jiesu.simulate.city import names
from jiesu.simulate.city.areas import Area
from jiesu.simulate.city.size import Size

Rng = np.random.Generator


class Place(NamedTuple):
    """A place in a grid; `aliases` are what people call it besides its name."""

    kind: str
    area: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    lat: float
    lon: float


class Ground(NamedTuple):
    """What places are laid out on, and named from."""

    rng: Rng
    lists: names.Lists
    size: Size
    areas: list[Area]
    grids: list[Area]

    def sample(self, count: int) -> list[Area]:
        """Choose grids, those near the centre more often: so many in the smallest city."""
        weight = np.array([0.15 + grid.downtown for grid in self.grids])
        many, share = round(count * self.size.times), weight / weight.sum()
        chosen = self.rng.choice(len(self.grids), many, replace=False, p=share)
        return [self.grids[i] for i in chosen]


Maker = Callable[[Ground], Iterator[Place]]


def places(seed: int, areas: list[Area], size: Size) -> list[Place]:
    """Invent every place of the city, kind by kind."""
    rng = np.random.default_rng([seed, 2])
    lists = names.Lists(rng, large=size.is_large)
    ground = Ground(rng, lists, size, areas, [area for area in areas if area.level == "grid"])
    return [place for kind in _KINDS for place in _KINDS[kind](ground)]


def _estates(ground: Ground) -> Iterator[Place]:
    pool = ground.lists.pool(_estate_names(ground.lists))
    front = 0 if ground.size.is_large else 60
    for grid in ground.grids:
        for _ in range(int(ground.rng.poisson(0.5 + 1.8 * grid.downtown))):
            title = pool.take(grid.code[:6], front=front)
            yield _at(ground.rng, "estate", grid, title, tuple(_short(title[0])))


def _estate_names(lists: names.Lists) -> list[names.Name]:
    """Give old compounds before new estates, in a large city all mixed."""
    titles = lists.pairs("estates", "estate_ends", spaced=True)
    works = lists.pairs("works_before", "works", spaced=True)
    old = [(f"{zh}家属院", f"{en} Compound") for zh, en in works]
    return lists.mixed([*old, *titles]) if lists.large else [*old, *titles]


def _short(zh: str) -> Iterator[str]:
    if zh.endswith("家属院"):
        yield f"{zh.removesuffix('家属院')}宿舍"
        yield f"老{zh}"
    if zh.endswith(("花园", "家园", "新城", "名邸", "华庭", "公馆", "佳苑", "名城", "公寓")):
        yield f"{zh}小区"
    if zh[:-2][1:] and not zh.endswith(("小区", "家属院")):
        yield f"{zh[:-2]}小区"


def _roads(ground: Ground) -> Iterator[Place]:
    titles = ground.lists.pool(ground.lists.pairs("roads", "road_ends", spaced=True))
    for grid in ground.grids:
        if ground.rng.random() < 0.35 + 0.4 * grid.downtown:
            yield _at(ground.rng, "road", grid, titles.take(grid.code[:6]), ())


def _villages(ground: Ground) -> Iterator[Place]:
    rural = {area.code: area for area in ground.areas if area.name_zh.endswith("村")}
    for grid in ground.grids:
        if grid.parent in rural:
            village = rural[grid.parent]
            group = int(grid.code[-2:])
            zh = f"{village.name_zh}{names.numeral(group)}组"
            en = f"{village.name_en}, group {group}"
            yield _at(ground.rng, "village", grid, (zh, en), (village.name_zh,))


def _schools(ground: Ground) -> Iterator[Place]:
    grids = ground.sample(130)
    roots = ground.lists.shuffled("roads", "estates")
    others = ground.lists.cycle(roots, ground.lists.listed("school_ends"))
    numbered = min(round(9 * ground.size.times), 99)
    for number, (grid, (zh, en, *_)) in enumerate(zip(grids, others, strict=False), start=1):
        title: names.Name = (zh, en)
        short: tuple[str, ...] = ()
        if number <= numbered:
            numeral = names.numeral(number)
            title = f"云江市第{numeral}中学", f"Yunjiang No. {number} Middle School"
            short = f"市{numeral}中", f"云江{numeral}中"
        yield _at(ground.rng, "school", grid, title, short)


def _named(kind: str, count: int, *ends: tuple[str, str, str]) -> Maker:
    """Make a maker of places named after roads and streets: (ending, in English, short form)."""

    def make(ground: Ground) -> Iterator[Place]:
        titles = ground.lists.cycle(ground.lists.shuffled("roads", "streets"), ends)
        for grid, (zh, en, root, short) in zip(ground.sample(count), titles, strict=False):
            aliases = (root + short,) if short else ()
            yield _at(ground.rng, kind, grid, (zh, en), aliases)

    return make


def _lines(ground: Ground) -> Iterator[Place]:
    grids = ground.sample(56)
    districts = [area for area in ground.areas if area.level == "district"]
    numbers = ground.rng.permutation(round(140 * ground.size.times))[: len(grids)]
    for grid, number in zip(grids, numbers, strict=True):
        zh, en = _line(int(number), districts)
        yield _at(
            ground.rng, "line", grid, (f"{zh}路公交车", f"line {en}"), (f"{zh}路", f"{zh}路车")
        )


def _line(number: int, districts: list[Area]) -> names.Name:
    """Give a line its number; beyond 990 they begin with the first character of a district."""
    beyond, within = divmod(number, 990)
    if not beyond:
        return f"{within + 1}", f"{within + 1}"
    district = districts[beyond - 1]
    return f"{district.name_zh[0]}{within + 1}", f"{district.name_en.split()[0]} {within + 1}"


def _sites(ground: Ground) -> Iterator[Place]:
    titles = ground.lists.pool(ground.lists.pairs("estates", "site_ends", spaced=True))
    for grid in ground.sample(80):
        zh, en = titles.take(grid.code[:6])
        title = f"{zh}项目", f"{en} development"
        yield _at(ground.rng, "site", grid, title, (zh, f"{zh}工地"))


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
