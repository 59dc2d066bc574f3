"""The city as columns: which places a topic may be about, and who leads it there."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiesu.simulate import draw
from jiesu.simulate.city.duties import REFORM, TAKEN_BACK_2025
from jiesu.simulate.city.files import City
from jiesu.simulate.city.units import code_of
from jiesu.simulate.draw import Floats, Ints, Keys
from jiesu.simulate.stream.issues import DAY, SPREADS
from jiesu.simulate.stream.weather import ZONES
from jiesu.simulate.telling.voices import Topic

# Kinds of place in speech → kinds of place on the map.
_POOLS = {
    "estate": ("estate",),
    "compound": ("estate",),
    "near": ("estate",),
    "home": ("estate",),
    "own": ("estate",),
    "thanks": ("estate",),
    "office": ("estate",),
    "shop": ("estate", "road"),
    "training": ("road", "estate"),
    "employer": ("road",),
}
REFORM_AT = int((np.datetime64(REFORM) - np.datetime64("1970-01-01")).astype(int)) * DAY


class Lot(NamedTuple):
    """Things to draw from, owner after owner; `edges[i]` is owner + share of its things up to i.

    `things[i + offset[owner]]` goes with `edges[i]`: owners of the same things share a list.
    """

    edges: Floats
    things: Ints
    offset: Ints
    last: Ints  # of each owner's edges

    def draw(self, keys: Keys, purpose: str, owner: Ints) -> Ints:
        """Draw one of its things for each owner."""
        luck = owner + draw.uniform(keys, purpose)
        # In order of size, for millions of edges are searched five times faster along than across.
        order = np.argsort(luck)
        at = np.empty(len(luck), np.int64)
        at[order] = np.searchsorted(self.edges, luck[order], side="right")
        drawn: Ints = self.things[np.minimum(at, self.last[-1]) + self.offset[owner]]
        return drawn


class World(NamedTuple):
    """Columns by place, by topic and by service."""

    lat: Floats
    lon: Floats
    grid: Ints  # index into the city's areas
    community: Ints  # index among communities
    street: Ints
    district: Ints
    zone: Ints  # the part of the city one weather is over, see `weather.ZONES`
    topic_leaf: Ints
    in_building: NDArray[np.bool_]  # by topic: it is about one building of an estate
    topics: Lot  # by service: its topics
    places: Lot  # by topic: where it may be
    spread: Ints  # by service: how it spreads, an index of SPREADS
    unit: Ints  # [service, street] → unit since the reform
    unit_before: Ints


def world(city: City, topics: list[Topic], seed: int) -> World:
    """Lay the city out in columns."""
    codes = [place.area for place in city.places]
    leaves = city.services.leaves
    topic_leaf = np.array([topic.leaf for topic in topics])
    of_leaf = [np.flatnonzero(topic_leaf == leaf) for leaf in range(len(leaves))]
    pools = _pools(city, [topic.place for topic in topics])
    fame = (_fame(seed, number, pool) for number, pool in enumerate(pools))
    district = _within(city, "district", codes)
    return World(
        lat=np.array([place.lat for place in city.places]),
        lon=np.array([place.lon for place in city.places]),
        grid=_index([area.code for area in city.areas], codes),
        community=_within(city, "community", codes),
        street=_within(city, "street", codes),
        district=district,
        zone=district * ZONES // city.size.counts[0],
        topic_leaf=topic_leaf,
        in_building=np.array([topic.place == "estate" for topic in topics]),
        topics=_lot(of_leaf, (_uneven(len(found)) for found in of_leaf)),
        places=_lot(pools, fame),
        spread=np.array([SPREADS.index(leaf.burst) for leaf in leaves]),
        unit=_units(city, before=False),
        unit_before=_units(city, before=True),
    )


def _pools(city: City, kinds: list[str]) -> list[Ints]:
    """Give the places each may be at; the same array to those of the same kinds."""
    found = np.array([place.kind for place in city.places])
    wanted = [_POOLS.get(kind, (kind,)) for kind in kinds]
    pools = {names: np.flatnonzero(np.isin(found, names)) for names in set(wanted)}
    return [pools[names] for names in wanted]


def _uneven(count: int) -> Floats:
    return np.arange(1, count + 1, dtype=np.float64) ** np.float64(-0.6)


def _fame(seed: int, topic: int, pool: Ints) -> Floats:
    """Give how often each place is spoken of: some again and again, most hardly ever."""
    keys = draw.child(draw.child(draw.root(seed, "fame"), topic), pool)
    usual = draw.child(draw.root(seed, "usual"), pool)
    fame: Floats = np.exp(0.9 * draw.normal(keys, "topic") + 0.7 * draw.normal(usual, "place"))
    return fame


def _lot(things: list[Ints], weights: Iterable[Floats]) -> Lot:
    ends = np.cumsum([len(part) for part in things])
    edges = np.empty(ends[-1])
    for owner, (end, part) in enumerate(zip(ends, weights, strict=True)):
        edges[end - len(part) : end] = owner + np.cumsum(part) / part.sum()
    shared = {id(part): part for part in things}
    start = dict(zip(shared, np.cumsum([0, *map(len, shared.values())]), strict=False))
    offset = [start[id(part)] - end + len(part) for part, end in zip(things, ends, strict=True)]
    return Lot(edges, np.concatenate([*shared.values()]), np.array(offset), ends - 1)


def _index(all_codes: list[str], codes: list[str]) -> Ints:
    number = {code: n for n, code in enumerate(all_codes)}
    return np.array([number[code] for code in codes])


def _within(city: City, level: str, codes: list[str]) -> Ints:
    areas = [area.code for area in city.areas if area.level == level]
    return _index(areas, [code[: len(areas[0])] for code in codes])


def _units(city: City, *, before: bool) -> Ints:
    number = {unit.code: n for n, unit in enumerate(city.units)}
    streets = [area.code for area in city.areas if area.level == "street"]
    leads = [
        "street" if before and leaf.key in TAKEN_BACK_2025 else leaf.lead
        for leaf in city.services.leaves
    ]
    return np.array([[number[code_of(lead, street)] for street in streets] for lead in leads])


def choose_places(whole: World, keys: Keys, topic: Ints, struck: Ints) -> Ints:
    """Draw where each issue is; `struck` is the zone an event strikes most, or -1."""
    found = whole.places.draw(keys, "place", topic)
    # A storm does not rain on one zone alone: two of three reports come from there.
    again = np.flatnonzero((struck >= 0) & draw.chance(keys, "in the storm", 0.66))
    for attempt in range(8):
        again = again[whole.zone[found[again]] != struck[again]]
        found[again] = whole.places.draw(keys[again], f"place {attempt}", topic[again])
    return found


def leading_unit(whole: World, leaf: Ints, place: Ints, at: Ints) -> Ints:
    """Tell which unit must lead, by the duty list in force at the time."""
    street = whole.street[place]
    led: Ints = np.where(at < REFORM_AT, whole.unit_before[leaf, street], whole.unit[leaf, street])
    return led
