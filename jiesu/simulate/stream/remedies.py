"""Remedies: what a city did about one kind of matter in one place, and the appeals it spared.

A remedy ends troubles, not tellings: of the issues it reaches some are gone with all who would have
told of them, as after the bins of a district were rebuilt. Everything else is told as ever.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiesu.simulate import draw
from jiesu.simulate.city.files import City
from jiesu.simulate.stream.issues import DAY, Tellings
from jiesu.simulate.stream.world import World

Flags = NDArray[np.bool_]


class Remedy(NamedTuple):
    """What helps against a service (or those under it) in a district, from a day on."""

    service: str
    district: str
    since: date
    spared: float  # share of the issues that no longer are


def without(told: Tellings, remedies: Sequence[Remedy], city: City, world: World) -> Tellings:
    """Give what is told in spite of the remedies."""
    gone = np.zeros(len(told.at), np.bool_)
    for remedy in remedies:
        gone |= _spared(told, remedy, city, world)
    return told.rows(np.flatnonzero(~gone)) if gone.any() else told


def _spared(told: Tellings, remedy: Remedy, city: City, world: World) -> Flags:
    since = int(np.datetime64(remedy.since, "D").astype(np.int64)) * DAY
    about = np.array([leaf.code.startswith(remedy.service) for leaf in city.services.leaves])
    districts = [area.code for area in city.areas if area.level == "district"]
    there = np.array(districts)[world.district[told.place]] == remedy.district
    reached = about[world.topic_leaf[told.topic]] & there & (told.at >= since)
    spared: Flags = reached & draw.chance(told.key, "remedy", remedy.spared)
    return spared
