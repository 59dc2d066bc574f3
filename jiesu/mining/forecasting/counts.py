"""Appeals as rows of numbers, and the layers they are counted in: all, service, area, both."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.columns import Column, coded
from jiesu.mining.forecasting.clock import local

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LAYERS = ("all", "service", "area", "both")
MOST = 5_000  # series in one layer
_QUIET_DAYS, _HOPED = 5, 30.0  # a gap: so many days without anybody where so many were expected


class Observations(NamedTuple):
    """Every appeal with a known time: day since 1970, hour, number of its service and area."""

    day: Ints
    hour: Ints
    service: Ints
    area: Ints
    services: list[str]
    areas: list[str]

    def between(self, first: int, end: int) -> "Observations":
        """Keep what was told from day `first` until before day `end`."""
        kept = (self.day >= first) & (self.day < end)
        return self._replace(**{name: getattr(self, name)[kept] for name in self._fields[:4]})


class Layer(NamedTuple):
    """Series side by side: which one each row belongs to, their keys, and those above them."""

    series: Ints
    keys: list[tuple[str, str]]
    parent: Ints

    def counts(self, slot: Ints, slots: int) -> Floats:
        """Count rows as [slot, series]; rows with a slot outside are left out."""
        within = (slot >= 0) & (slot < slots)
        flat = slot[within] * len(self.keys) + self.series[within]
        counted = np.bincount(flat, minlength=slots * len(self.keys))
        return counted.reshape(slots, len(self.keys)).astype(np.float64)


def observe(
    times: Column, service: Column | None, area: Column | None, *, zone: str
) -> Observations:
    """Give each service and area a number, for all appeals whose time is known.

    A missing column, and an empty value, is the empty name. Raises ValueError if no time is known.
    """
    day, hour = local(times, zone)
    known = day >= 0
    if not known.any():
        raise ValueError("no row has a time that can be read; write times like 2026-11-26 08:30")
    services, of_service = _numbered(service, known)
    areas, of_area = _numbered(area, known)
    return Observations(day[known], hour[known], of_service, of_area, services, areas)


def _numbered(column: Column | None, known: npt.NDArray[np.bool_]) -> tuple[list[str], Ints]:
    if column is None:
        return [""], np.zeros(int(known.sum()), np.int64)
    names, number = coded(column)
    used, number = np.unique(number[known], return_inverse=True)
    return names.take(pa.array(used)).to_pylist(), number


def truncate_codes(names: list[str], digits: int) -> list[str]:
    """Cut codes to their first digits (six of an area are its district); words stay whole."""
    return [name[:digits] if digits and name.isdigit() else name for name in names]


def layer(rows: Observations, name: str) -> Layer:
    """Give one of `LAYERS`; raises ValueError if it has too many series."""
    nobody = np.zeros(len(rows.day), np.int64)
    if name == "all":
        return Layer(nobody, [("", "")], np.zeros(1, np.int64))
    if name == "service":
        keys = [(service, "") for service in rows.services]
        return Layer(rows.service, keys, np.zeros(len(keys), np.int64))
    if name == "area":
        keys = [("", area) for area in rows.areas]
        return Layer(rows.area, keys, np.zeros(len(keys), np.int64))
    return _both(rows)


def _both(rows: Observations) -> Layer:
    pair, series = np.unique(rows.service * len(rows.areas) + rows.area, return_inverse=True)
    if len(pair) > MOST:
        raise ValueError(
            f"{len(pair)} pairs of service and area are more than {MOST}; cut their codes shorter"
        )
    service, area = np.divmod(pair, len(rows.areas))
    keys = [(rows.services[s], rows.areas[a]) for s, a in zip(service, area, strict=True)]
    return Layer(series, keys, service)


def gaps(daily: Floats) -> npt.NDArray[np.bool_]:
    """Tell which days lie in a stretch for which nothing at all was written down."""
    quiet = daily == 0
    edge = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(int), [0]])))
    usual = daily.mean()
    found = np.zeros(len(daily), bool)
    for start, end in edge.reshape(-1, 2):
        found[start:end] = end - start >= _QUIET_DAYS and (end - start) * usual >= _HOPED
    return found
