"""The map must be one a geographer would accept: no gaps, no overlaps, parents hold children."""

from collections import Counter, defaultdict

import pytest
import shapely

from jiesu.simulate.city.areas import LEVELS, Area, areas


@pytest.fixture(scope="module", params=[1, 2, 17])
def drawn(request: pytest.FixtureRequest) -> list[Area]:
    return areas(request.param)


def _children(drawn: list[Area]) -> dict[str, list[Area]]:
    found = defaultdict(list)
    for area in drawn:
        found[area.parent].append(area)
    return found


def test_there_are_so_many_of_each_level(drawn: list[Area]) -> None:
    assert Counter(area.level for area in drawn) == {
        "district": 6,
        "street": 30,
        "community": 150,
        "grid": 600,
    }


def test_every_area_is_one_simple_polygon(drawn: list[Area]) -> None:
    for area in drawn:
        assert area.geometry.geom_type == "Polygon"
        assert area.geometry.is_valid
        assert not area.geometry.interiors


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_tiles_the_city_without_gap_or_overlap(drawn: list[Area], level: str) -> None:
    polygons = [area.geometry for area in drawn if area.level == level]
    whole = shapely.union_all(polygons)
    assert shapely.coverage_is_valid(polygons)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert sum(polygon.area for polygon in polygons) == pytest.approx(whole.area)


def test_a_parent_is_exactly_its_children(drawn: list[Area]) -> None:
    children = _children(drawn)
    for area in drawn:
        if area.level != "grid":
            union = shapely.union_all([child.geometry for child in children[area.code]])
            assert union.symmetric_difference(area.geometry).area < 1e-12


def test_codes_and_names_are_given_once(drawn: list[Area]) -> None:
    assert len({area.code for area in drawn}) == len(drawn)
    named = [area.name_zh for area in drawn if area.level != "grid"]
    assert len(set(named)) == len(named)


def test_a_seed_draws_the_same_map_again_and_another_draws_another() -> None:
    first, again, other = areas(5), areas(5), areas(6)
    assert [area.name_zh for area in first] == [area.name_zh for area in again]
    assert all(a.geometry.equals_exact(b.geometry) for a, b in zip(first, again, strict=True))
    assert [area.name_zh for area in first] != [area.name_zh for area in other]
