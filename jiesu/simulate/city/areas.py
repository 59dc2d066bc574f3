"""The map: a city of 6 districts, 30 streets, 150 communities and 600 grids that tile without gaps.

Grids are cells of a lattice whose corners are shared and shaken; everything above is a union of
grids, so neighbours share their border to the last digit and parents are exactly their children.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from jiesu.simulate.city import names

LEVELS = ("district", "street", "community", "grid")
SPLITS = (6, 5, 5)  # children of the city, a district and a street; grids are single cells
_CELLS = 600
CENTRE_LAT, CENTRE_LON = 33.62, 114.38
_HALF_LAT, _HALF_LON = 0.27, 0.34  # about 30 km from the centre to the edge
_COLUMNS, _ROWS = 32, 26
_DOWNTOWN = 0.65  # how much smaller the cells of the centre are; 0 = as large as elsewhere

Cells = NDArray[np.int64]


class Area(NamedTuple):
    """One area; `geometry` is a polygon in longitude and latitude (WGS 84)."""

    code: str
    name_zh: str
    name_en: str
    level: str
    parent: str
    geometry: BaseGeometry
    downtown: float  # 1 in the centre, 0 at the edge


def areas(seed: int) -> list[Area]:
    """Draw the map of this seed, parents before children, children in reading order."""
    rng = np.random.default_rng([seed, 1])
    cells = _chosen_cells(rng)
    polygons = _polygons(cells, _corners(rng))
    naming = names.AreaNames(rng)
    return list(_split(cells, polygons, 0, ("9901", *names.city()), naming))


def _split(
    cells: Cells,
    polygons: NDArray[np.object_],
    depth: int,
    above: tuple[str, str, str],
    naming: names.AreaNames,
) -> Iterator[Area]:
    code, *name = above
    parent = code if depth else ""
    parts = _parts(cells, SPLITS[depth]) if depth < len(SPLITS) else list(cells[:, None])
    for number, part in enumerate(parts, start=1):
        own = code + _suffix(depth, number)
        geometry = shapely.orient_polygons(shapely.coverage_union_all(polygons[part[:, 2]]))
        downtown = 1 - float(np.hypot(*_centred(part).mean(axis=0)))
        zh, en = naming.give(LEVELS[depth], number, downtown, (name[0], name[1]))
        yield Area(own, zh, en, LEVELS[depth], parent, geometry, max(0.0, downtown))
        if depth + 1 < len(LEVELS):
            yield from _split(part, polygons, depth + 1, (own, zh, en), naming)


def _suffix(depth: int, number: int) -> str:
    # As in GB/T 2260 and GB/T 10114: two digits for a district, three below.
    return f"{number:02d}" if depth in {0, 3} else f"{number:03d}"


def _parts(cells: Cells, count: int) -> list[Cells]:
    """Cut cells into `count` equal neighbourhoods, each in one piece; none if it fails."""
    if count == 1:
        return [cells]
    first = count // 2
    for near, far in _halves(cells, len(cells) * first // count):
        left = _parts(near, first)
        right = _parts(far, count - first) if left else []
        if right:
            return left + right
    return []


def _halves(cells: Cells, cut: int) -> Iterator[tuple[Cells, Cells]]:
    """Offer straight cuts into two whole pieces, those across the longest side first."""
    points = _centred(cells)
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


def _centred(cells: Cells) -> NDArray[np.float64]:
    half = np.array([_COLUMNS / 2, _ROWS / 2])
    centred: NDArray[np.float64] = (cells[:, :2] + 0.5) / half - 1
    return centred


def _chosen_cells(rng: np.random.Generator) -> Cells:
    """Take the 600 lattice cells inside an uneven round outline, as rows (column, row, number)."""
    column, row = (axis.ravel() for axis in np.mgrid[0:_COLUMNS, 0:_ROWS])
    cells = np.stack([column, row, np.zeros_like(row)], axis=1)
    x, y = _centred(cells).T
    angle = np.arctan2(y, x)
    outline = 1 + 0.05 * np.cos(2 * angle + rng.uniform(0, 6)) + 0.03 * np.cos(3 * angle)
    inside = np.argsort(np.hypot(x, y) / outline, kind="stable")[:_CELLS]
    chosen = cells[np.sort(inside)]
    chosen[:, 2] = np.arange(len(chosen))
    return chosen


def _corners(rng: np.random.Generator) -> NDArray[np.float64]:
    """Lay out a lattice at half steps, shaken, dense in the centre: [column, row, lon/lat]."""
    grid = np.stack(np.meshgrid(*map(np.arange, (2 * _COLUMNS + 1, 2 * _ROWS + 1)), indexing="ij"))
    shaken = grid + rng.uniform(-0.38, 0.38, grid.shape)
    x, y = shaken[0] / _COLUMNS - 1, shaken[1] / _ROWS - 1
    radius = np.hypot(x, y)
    shrink = 1 - _DOWNTOWN * np.exp(-2.2 * radius)
    lon, lat = CENTRE_LON + x * shrink * _HALF_LON, CENTRE_LAT + y * shrink * _HALF_LAT
    return np.round(np.stack([lon, lat], axis=-1), 6)


def _polygons(cells: Cells, corners: NDArray[np.float64]) -> NDArray[np.object_]:
    """Draw each cell round its four corners and the four points between them."""
    ring = np.array([(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1), (0, 0)])
    at = 2 * cells[:, None, :2] + ring[None]
    polygons: NDArray[np.object_] = shapely.polygons(corners[at[..., 0], at[..., 1]])
    return polygons
