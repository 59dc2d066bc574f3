"""Places on the globe as kernels need them: cells of a grid, and distances."""

from typing import Any

import numba as nb
import numpy as np

from jiesu.mining.text.code_points import SEED, mix


@nb.njit(cache=True)
def cell_of(place: Any, fine: Any) -> Any:
    """Hash the cell of a place, `fine` cells to a degree; 0 where the place is unknown."""
    return cell_at(place[0], place[1], fine)


@nb.njit(cache=True)
def cell_at(lat: Any, lon: Any, fine: Any) -> Any:
    """Do what `cell_of` does for a latitude and a longitude."""
    if lat != lat or lon != lon:
        return np.uint64(0)
    south, west = np.int64(np.floor(lat * fine)), np.int64(np.floor(lon * fine))
    return mix(mix(np.uint64(SEED), south), west) >> np.uint64(9)


@nb.njit(cache=True)
def kilometres(here: Any, there: Any) -> Any:
    """Give the distance of two (latitude, longitude); NaN where one is unknown."""
    south, north = np.radians(here[0]), np.radians(there[0])
    across = np.radians(here[1] - there[1]) / 2
    arc = np.sin((south - north) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin(across) ** 2
    return 12742.0 * np.arcsin(np.sqrt(arc))
