"""The map: a city's districts, streets, communities and grids, which tile without gaps.

Grids are cells of a lattice whose corners are shared and shaken; everything above is a union of
grids, so neighbours share their border to the last digit and parents are exactly their children.
"""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from jiesu.simulate.city import names
from jiesu.simulate.city.size import Size

LEVELS = ("district", "street", "community", "grid")
_GRIDS = 4  # of a community, each a single cell
CENTRE_LAT, CENTRE_LON = 33.62, 114.38
# The smallest city: about 30 km from the centre to the edge.
_HALF_LAT, _HALF_LON = 0.27, 0.34
_COLUMNS, _ROWS = 32, 26
_DOWNTOWN = 0.65  # how much smaller the cells of the centre are; 0 = as large as elsewhere

Cells = NDArray[np.int64]  # rows of (column, row, number)


class Area(NamedTuple):
    """One area; `geometry` is a polygon in longitude and latitude (WGS 84)."""

    code: str
    name_zh: str
    name_en: str
    level: str
    parent: str
    geometry: BaseGeometry
    downtown: float  # 1 in the centre, 0 at the edge


class _Lattice(NamedTuple):
    """Columns and rows of cells, and half of their extent in degrees."""

    columns: int
    rows: int
    half_lat: float
    half_lon: float

    @classmethod
    def of(cls, size: Size) -> Self:
        """Give a larger city more cells, and wider ones: its edge lies far out in the country."""
        longer, wider = size.times**0.5, size.times**0.25
        columns, rows = ceil(_COLUMNS * longer), ceil(_ROWS * longer)
        return cls(columns, rows, _HALF_LAT * wider, _HALF_LON * wider)

    def centred(self, cells: Cells) -> NDArray[np.float64]:
        """Give the middles of cells, from -1 to 1 along both axes."""
        half = np.array([self.columns / 2, self.rows / 2])
        centred: NDArray[np.float64] = (cells[:, :2] + 0.5) / half - 1
        return centred


def areas(seed: int, size: Size | None = None) -> list[Area]:
    """Draw the map of this seed, parents before children, children in reading order."""
    size = size or Size()
    rng = np.random.default_rng([seed, 1])
    lattice = _Lattice.of(size)
    cells = _chosen_cells(lattice, _GRIDS * size.communities, rng)
    polygons = _polygons(cells, _corners(lattice, rng))
    naming = names.AreaNames(names.Lists(rng, large=size.is_large))
    return list(
        _Drawing(lattice, polygons, naming).split(cells, size.counts, ("9901", *names.city()))
    )


class _Drawing(NamedTuple):
    """Draws areas within areas."""

    lattice: _Lattice
    polygons: NDArray[np.object_]  # by number of cell
    naming: names.AreaNames

    def split(
        self, cells: Cells, counts: tuple[int, ...], above: tuple[str, str, str]
    ) -> Iterator[Area]:
        """Split what lies above into so many of each level below."""
        depth = len(LEVELS) - 1 - len(counts)
        code, *name = above
        parent = code if depth else ""
        for number, (part, below) in enumerate(self._shared(cells, counts), start=1):
            own = code + _suffix(depth, number)
            geometry = shapely.orient_polygons(
                shapely.coverage_union_all(self.polygons[part[:, 2]])
            )
            downtown = 1 - float(np.hypot(*self.lattice.centred(part).mean(axis=0)))
            zh, en = self.naming.give(LEVELS[depth], own, downtown, (name[0], name[1]))
            yield Area(own, zh, en, LEVELS[depth], parent, geometry, max(0.0, downtown))
            if depth + 1 < len(LEVELS):
                yield from self.split(part, below, (own, zh, en))

    def _shared(
        self, cells: Cells, counts: tuple[int, ...]
    ) -> Iterator[tuple[Cells, tuple[int, ...]]]:
        """Give each child its cells, and how many it has of each level below."""
        if not counts:
            yield from ((cell, ()) for cell in cells[:, None])
            return
        first, *rest = counts
        below = list(zip(*(_even(count, first) for count in rest), strict=True)) or [()] * first
        quotas = [_GRIDS * (count[-1] if count else 1) for count in below]
        yield from zip(_parts(self.lattice, cells, quotas), below, strict=True)


def _even(total: int, count: int) -> list[int]:
    """Share a total out as evenly as whole numbers can be."""
    return [total * (i + 1) // count - total * i // count for i in range(count)]


def _suffix(depth: int, number: int) -> str:
    # As in GB/T 2260 and GB/T 10114: two digits for a district, three below.
    return f"{number:02d}" if depth in {0, 3} else f"{number:03d}"


def _parts(lattice: _Lattice, cells: Cells, quotas: list[int]) -> list[Cells]:
    """Cut cells into neighbourhoods of so many, each in one piece; none if it fails."""
    if len(quotas) == 1:
        return [cells]
    first = len(quotas) // 2
    for near, far in _halves(lattice, cells, sum(quotas[:first])):
        left = _parts(lattice, near, quotas[:first])
        right = _parts(lattice, far, quotas[first:]) if left else []
        if right:
            return left + right
    return []


def _halves(lattice: _Lattice, cells: Cells, cut: int) -> Iterator[tuple[Cells, Cells]]:
    """Offer straight cuts into two whole pieces, those across the longest side first."""
    points = lattice.centred(cells)
    for angle in _directions(points):
        along = np.round(points @ (np.cos(angle), np.sin(angle)), 9)
        order = np.lexsort((cells[:, 1], cells[:, 0], along))
        near, far = cells[order[:cut]], cells[order[cut:]]
        if _is_whole(near) and _is_whole(far):
            yield near, far


def _directions(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """List directions to cut along, the longest extent of the points first."""
    angles = np.pi * np.arange(48) / 48
    along = points @ np.stack([np.cos(angles), np.sin(angles)])
    longest_first: NDArray[np.float64] = angles[np.argsort(-np.ptp(along, axis=0), kind="stable")]
    return longest_first


def _is_whole(cells: Cells) -> bool:
    """Tell whether one can walk between all cells across shared sides."""
    left = {(int(column), int(row)) for column, row in cells[:, :2]}
    reached = [left.pop()] if left else []
    while reached:
        column, row = reached.pop()
        for step in ((column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)):
            if step in left:
                left.remove(step)
                reached.append(step)
    return len(cells) > 0 and not left


def _chosen_cells(lattice: _Lattice, count: int, rng: np.random.Generator) -> Cells:
    """Take so many cells inside an uneven round outline, as rows (column, row, number)."""
    column, row = (axis.ravel() for axis in np.mgrid[0 : lattice.columns, 0 : lattice.rows])
    cells = np.stack([column, row, np.zeros_like(row)], axis=1)
    x, y = lattice.centred(cells).T
    angle = np.arctan2(y, x)
    outline = 1 + 0.05 * np.cos(2 * angle + rng.uniform(0, 6)) + 0.03 * np.cos(3 * angle)
    inside = np.argsort(np.hypot(x, y) / outline, kind="stable")[:count]
    chosen = cells[np.sort(inside)]
    chosen[:, 2] = np.arange(len(chosen))
    return chosen


def _corners(lattice: _Lattice, rng: np.random.Generator) -> NDArray[np.float64]:
    """Lay out a lattice at half steps, shaken, dense in the centre: [column, row, lon/lat]."""
    columns, rows, half_lat, half_lon = lattice
    grid = np.stack(np.meshgrid(*map(np.arange, (2 * columns + 1, 2 * rows + 1)), indexing="ij"))
    shaken = grid + rng.uniform(-0.38, 0.38, grid.shape)
    x, y = shaken[0] / columns - 1, shaken[1] / rows - 1
    radius = np.hypot(x, y)
    shrink = 1 - _DOWNTOWN * np.exp(-2.2 * radius)
    lon, lat = CENTRE_LON + x * shrink * half_lon, CENTRE_LAT + y * shrink * half_lat
    return np.round(np.stack([lon, lat], axis=-1), 6)


def _polygons(cells: Cells, corners: NDArray[np.float64]) -> NDArray[np.object_]:
    """Draw each cell round its four corners and the four points between them."""
    ring = np.array([(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1), (0, 0)])
    at = 2 * cells[:, None, :2] + ring[None]
    polygons: NDArray[np.object_] = shapely.polygons(corners[at[..., 0], at[..., 1]])
    return polygons
