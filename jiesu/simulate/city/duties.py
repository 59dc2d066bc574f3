"""The duty list: who leads which service where, as the streets' own lists say since 2025.

A street does its basic duties itself, assists the district's department in others, and has given
back the rest. A few services changed lists on 1 July 2025, as they did all over the country then.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from jiesu.simulate.city.areas import Area
from jiesu.simulate.city.catalogue import Leaf
from jiesu.simulate.city.units import DEPARTMENTS, code_of

START = date(2023, 1, 1)
REFORM = date(2025, 7, 1)  # by the end of June 2025 all streets and towns had their lists
# Until then these were done by streets, which had neither the power nor the people for them.
TAKEN_BACK_2025 = ("order.signs", "air.dust", "illegal.build")
_BASIS = {
    "basic": "云江市街道（乡镇）履行职责事项清单·基本履职第{}项",
    "assist": "云江市街道（乡镇）履行职责事项清单·配合履职第{}项",
    "taken_back": "云江市街道（乡镇）履行职责事项清单·上级收回第{}项",
}


class Duty(NamedTuple):
    """One row of the list; dates are inclusive, `valid_to` empty while in force."""

    service: str
    area: str
    kind: str
    lead_unit: str
    support_units: str
    basis: str
    valid_from: str
    valid_to: str


def duties(leaves: list[Leaf], areas: list[Area]) -> list[Duty]:
    """List the duties for all services in all areas."""
    return [duty for number, leaf in enumerate(leaves, 1) for duty in _of(leaf, number, areas)]


def _of(leaf: Leaf, number: int, areas: list[Area]) -> Iterator[Duty]:
    basis = _BASIS[leaf.listed].format(number)
    streets = [area for area in areas if area.level == "street"]
    changed = leaf.key in TAKEN_BACK_2025
    start = str(REFORM if changed else START)
    if changed:
        old = _BASIS["basic"].format(number)
        for street in streets:
            lead = code_of("street", street.code)
            yield Duty(leaf.code, street.code, "basic", lead, "", old, str(START), "2025-06-30")
    for area in _areas_of(leaf, areas):
        lead = code_of(leaf.lead, area)
        support = code_of("street", area) if leaf.listed == "assist" else ""
        yield Duty(leaf.code, area, leaf.listed, lead, support, basis, start, "")


def _areas_of(leaf: Leaf, areas: list[Area]) -> list[str]:
    if leaf.lead == "street" or leaf.listed == "assist":
        return [area.code for area in areas if area.level == "street"]
    if DEPARTMENTS[leaf.lead].level == "district":
        return [area.code for area in areas if area.level == "district"]
    return [""]
