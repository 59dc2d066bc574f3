"""Surges that cross borders: a scan over circles of areas and the last days.

The expectation-based space-time scan (Kulldorff 2001; Neill 2009): every area with its nearest
neighbours, every window of up to `WIDEST` days that ends today; what came against what was usual
there. Counts are negative binomial, so a likelihood ratio is divided by the variance over the
mean of its cylinder. How likely the best one is by chance is told by replications (stopped early
when chance is plain: Besag and Clifford 1991); services are corrected for one another by
Benjamini and Hochberg (1995).
"""

from typing import Any, TypeAlias

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.surges.api import Judgement

Numbers: TypeAlias = npt.NDArray[Any]

WIDEST = 28  # days of the longest window
REPLICATIONS = 999
FALSE_SHARE = 0.05  # share of false ones among those that are told as alarms
_NEIGHBOURS = 50  # areas in the largest circle
_PLAIN = 10  # better replications after which chance is plain


def places(found: Judgement, lat: Numbers, lon: Numbers, *, seed: int = 0) -> pa.Table:
    """Give the best cylinder of every service in two areas or more, the least likely first.

    `lat` and `lon` (streams, degrees) say where; streams without are left out. Columns: `service,
    areas` (by `|`, nearest first), `since, day, expected, came, score, p, q, alarm`; `q` is the p
    corrected over services, `alarm` whether it is at most `FALSE_SHARE`.
    """
    service = np.array(found.panel.services)
    known = ~(np.isnan(lat) | np.isnan(lon))
    rows = []
    for number, name in enumerate(np.unique(service)):
        members = np.flatnonzero((service == name) & known)
        if len(members) > 1:
            best = _service(found, members, lat[members], lon[members], seed + number)
            rows.append({"service": str(name), **best})
    rows.sort(key=lambda row: (row["p"], -row["score"]))
    for row, q in zip(rows, corrected(np.array([row["p"] for row in rows])), strict=True):
        row |= {"q": float(q), "alarm": bool(q <= FALSE_SHARE)}
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


_SCHEMA = pa.schema([
    ("service", pa.string()), ("areas", pa.string()), ("since", pa.date32()),
    ("day", pa.date32()), ("expected", pa.float64()), ("came", pa.int64()),
    ("score", pa.float64()), ("p", pa.float64()), ("q", pa.float64()), ("alarm", pa.bool_()),
])  # fmt: skip


def corrected(p: Numbers) -> Numbers:
    """Correct p-values in rising order for one another (Benjamini and Hochberg 1995)."""
    raised = p * len(p) / np.arange(1, len(p) + 1)
    q: Numbers = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1)
    return q


def _service(
    found: Judgement, members: Numbers, lat: Numbers, lon: Numbers, seed: int
) -> dict[str, Any]:
    panel, last = found.panel, slice(-WIDEST, None)
    came = panel.counts[members, last].astype(np.float64)
    usual = found.watched.usual[members, last]
    spread = found.watched.spread[members, last]
    near = _nearest(lat, lon)
    score, centre, size, width = _scan(came, usual, spread, near)
    circle, window = near[centre, : size + 1], slice(-width - 1, None)
    today = panel.first + panel.counts.shape[1] - 1
    return {
        "areas": "|".join(panel.areas[members[one]] for one in circle),
        "since": np.datetime64(today - width, "D").astype(object),
        "day": np.datetime64(today, "D").astype(object),
        "expected": float(usual[circle, window].sum()),
        "came": int(came[circle, window].sum()),
        "score": float(score),
        "p": float(_chance(score, usual, spread, near, seed)),
    }


def _nearest(lat: Numbers, lon: Numbers) -> Numbers:
    """Give the positions of each area's nearest ones, itself first (areas × neighbours)."""
    east = lon * np.cos(np.radians(np.mean(lat)))
    apart = np.hypot(lat[:, None] - lat, east[:, None] - east)
    np.fill_diagonal(apart, -1)
    return np.argsort(apart, axis=1, kind="stable")[:, :_NEIGHBOURS]


@nb.njit(cache=True)
def _scan(came: Any, usual: Any, spread: Any, near: Any) -> Any:
    """Give the best score with its centre, its size less one and its days less one."""
    best, days = (0.0, 0, 0, 0), came.shape[1]
    for centre in range(len(near)):
        more = np.zeros((3, days))  # came, usual, variance; by days back from today
        for size in range(near.shape[1]):
            one, here = near[centre, size], np.zeros(3)
            for back in range(days):
                day = days - 1 - back
                mean = usual[one, day]
                here[0] += came[one, day]
                here[1] += mean
                here[2] += mean + spread[one, day] * mean * mean
                more[:, back] += here
                score = _ratio(more[0, back], more[1, back], more[2, back])
                if score > best[0]:
                    best = (score, centre, size, back)
    return best


@nb.njit(cache=True)
def _ratio(came: Any, usual: Any, variance: Any) -> Any:
    if came <= usual:
        return 0.0
    return (came * np.log(came / usual) - (came - usual)) * usual / variance


@nb.njit(cache=True)
def _chance(score: Any, usual: Any, spread: Any, near: Any, seed: Any) -> Any:
    """Give the share of replications that score as high."""
    np.random.seed(seed)
    higher, came = 0, np.zeros(usual.shape)
    for turn in range(REPLICATIONS):
        for one in range(usual.shape[0]):
            for day in range(usual.shape[1]):
                size = 1 / spread[one, day]
                mean = np.random.gamma(size, usual[one, day] / size)
                came[one, day] = np.random.poisson(mean)
        higher += _scan(came, usual, spread, near)[0] >= score
        if higher == _PLAIN:
            return higher / (turn + 1)
    return (higher + 1) / (REPLICATIONS + 1)
