import numpy as np

from jiesu.mining.surges.api import judge
from jiesu.mining.surges.counting import coordinates, panel
from jiesu.mining.surges.space_time_scan import corrected, places

SPAN, SIDE = 120, 4
DAY = np.datetime64("2024-01-01")


def _city(extra: float, seed: int = 1) -> dict[str, list[object]]:
    """Give appeals of 16 areas on a grid; the last five days bring `extra` in one corner."""
    rng, rows = np.random.default_rng(seed), []
    for one in range(SIDE**2):
        counts = rng.poisson(0.5, SPAN)
        if one in (0, 1, SIDE):
            counts[-5:] += rng.poisson(extra, 5)
        counts[[0, -1]] = np.maximum(counts[[0, -1]], 1)
        at = np.repeat(DAY + np.arange(SPAN), counts).tolist()
        rows += [(time, f"a{one}", 30 + one % SIDE / 100, 114 + one // SIDE / 100) for time in at]
    return dict(
        zip(("time", "area", "lat", "lon"), map(list, zip(*rows, strict=True)), strict=True)
    )


def _found(extra: float, seed: int = 1) -> list[dict[str, object]]:
    city = _city(extra)
    built = panel(city["time"], area=city["area"])
    lat, lon = (coordinates(city[name], built, len(city["time"])) for name in ("lat", "lon"))
    rows: list[dict[str, object]] = places(judge(built), lat, lon, seed=seed).to_pylist()
    return rows


def test_a_surge_over_neighbours_is_found_as_one() -> None:
    (row,) = _found(2.0)
    assert row["alarm"]
    assert {"a0", "a1", "a4"} <= set(str(row["areas"]).split("|"))
    assert str(row["since"]) in {"2024-04-24", "2024-04-25", "2024-04-26"}
    assert row["came"] > 3 * row["expected"]


def test_chance_is_told_as_chance() -> None:
    (row,) = _found(0.0)
    assert row["p"] > 0.02


def test_the_same_seed_gives_the_same_places() -> None:
    assert _found(0.0, seed=3) == _found(0.0, seed=3)


def test_areas_without_a_place_are_left_out() -> None:
    city = _city(0.0)
    built = panel(city["time"], area=city["area"])
    nowhere = np.full(SIDE**2, np.nan)
    assert places(judge(built), nowhere, nowhere).num_rows == 0


def test_p_values_are_corrected_for_one_another() -> None:
    assert np.allclose(corrected(np.array([0.01, 0.02, 0.9])), [0.03, 0.03, 0.9])
