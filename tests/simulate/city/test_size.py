"""A larger city must be as sound a map as the small one, and as believable in its names."""

from collections import Counter

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from jiesu.simulate.city.areas import LEVELS, areas
from jiesu.simulate.city.files import City, city
from jiesu.simulate.city.size import LARGEST, SMALLEST, Size, fitting


@pytest.fixture(scope="module")
def larger() -> City:
    return city(1, Size(613))


def test_the_smallest_city_and_one_like_beijing() -> None:
    assert Size().counts == (6, 30, 150)
    districts, streets, _ = Size(7_000).counts
    assert districts == 16
    assert 330 <= streets <= 350


@given(st.integers(1, 100_000_000), st.integers(1, 1400))
def test_no_community_has_more_to_say_than_one_of_beijing(appeals: int, days: int) -> None:
    size = fitting(appeals, days)
    assert SMALLEST <= size.communities <= LARGEST
    if size.communities < LARGEST:
        assert appeals / days * 365 / size.communities < 3_700


@pytest.mark.parametrize("communities", [151, 400, 1389])
@pytest.mark.parametrize("seed", [1, 5])
def test_a_larger_city_tiles_as_well(communities: int, seed: int) -> None:
    drawn = areas(seed, Size(communities))
    counts = Counter(area.level for area in drawn)
    assert tuple(counts.values()) == (*Size(communities).counts, 4 * communities)
    assert len({area.code for area in drawn}) == len(drawn)
    for level in LEVELS:
        polygons = [area.geometry for area in drawn if area.level == level]
        assert shapely.coverage_is_valid(polygons)
        assert all(p.geom_type == "Polygon" and p.is_valid for p in polygons)


def test_a_larger_city_has_more_of_every_kind_of_place(larger: City) -> None:
    small = Counter(place.kind for place in city(1).places)
    large = Counter(place.kind for place in larger.places)
    assert large.keys() == small.keys()
    assert all(2.5 < large[kind] / small[kind] < 6 for kind in small), (small, large)


@pytest.mark.parametrize("kind", ["estate", "road", "village", "school", "site", "line"])
def test_a_few_names_are_borne_twice_as_in_life(larger: City, kind: str) -> None:
    borne = Counter(place.name_zh for place in larger.places if place.kind == kind)
    again = sum(times for times in borne.values() if times > 1)
    assert again / borne.total() < 0.1


def test_some_estates_in_different_districts_have_one_name(larger: City) -> None:
    found: dict[str, list[str]] = {}
    for place in larger.places:
        if place.kind == "estate":
            found.setdefault(place.name_zh, []).append(place.area[:6])
    several = [districts for districts in found.values() if len(districts) > 1]
    assert several
    assert sum(len(set(districts)) == 1 for districts in several) <= len(several) / 10


def test_districts_and_streets_are_told_apart(larger: City) -> None:
    for level in ("district", "street"):
        named = [area.name_zh for area in larger.areas if area.level == level]
        assert len(set(named)) == len(named)
