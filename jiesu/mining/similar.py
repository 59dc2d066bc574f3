"""The likeliest earlier appeals for a draft: an index in memory that grows as appeals come.

It holds segments like those of a log-structured store: new rows go to a small one, which is folded
into the next when it has grown to its size; a query looks into each. Rarities are counted over all.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.columns import Column, Texts, days, floats, strings
from jiesu.mining.evidence import WEIGHTS, Facts, Known, Rows, log_odds, weighed
from jiesu.mining.names import see, unseen
from jiesu.mining.numbering import numbers
from jiesu.mining.points import SIZE
from jiesu.mining.postings import Postings, list_of, postings
from jiesu.mining.reasons import because
from jiesu.mining.sketch import ORDERS, Sketch, count, joined, shared_runs, sketch
from jiesu.mining.text import fields_of

BUDGET = 40_000  # list entries that a query reads in each segment, the rarest grams' first
REACH = 4_000  # newest entries of one list
COMPARED = 200  # rows that are weighed in full


class Match(NamedTuple):
    """One earlier appeal that may be the same."""

    id: str
    score: float  # in [0, 1]
    because: str  # as in `reasons`


class _Segment(NamedTuple):
    data: Rows
    lists: Postings
    weight: npt.NDArray[np.float32]  # scratch of one query, all zero between queries
    base: int  # number of its first row in the index


class Index:
    """Appeals that can be asked "who said this before?"; one thread at a time."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._known = Known(0, np.zeros(ORDERS * SIZE, np.int32), unseen())
        self._segments: list[_Segment] = []

    def __len__(self) -> int:
        """Give the number of appeals held."""
        return len(self._ids)

    def add(
        self,
        ids: Column,
        texts: Texts,
        times: Column | None = None,
        lat: Column | None = None,
        lon: Column | None = None,
    ) -> None:
        """Take in appeals (columns as for `groups`), ready for the next query."""
        names = strings(ids)
        if not names:
            return
        titles, details = fields_of([strings(column) for column in texts])
        sketched = sketch(titles, details)
        count(sketched, self._known.frequency)
        see(titles, details, self._known.seen)
        self._ids += names
        self._known = self._known._replace(among=len(self._ids))
        place = np.column_stack([floats(lat, len(names)), floats(lon, len(names))])
        self._push(sketched, Facts(numbers(titles), days(times, len(names)), place))

    def query(
        self,
        texts: Iterable[str],
        *,
        time: Any = None,
        lat: float | None = None,
        lon: float | None = None,
        limit: int = 10,
    ) -> list[Match]:
        """Give the likeliest earlier appeals for a draft (its fields as for `add`), best first."""
        titles, details = fields_of([[field] for field in texts])
        place = np.column_stack([floats([lat], 1), floats([lon], 1)])
        facts = Facts(numbers(titles), days([time], 1), place)
        draft = weighed(sketch(titles, details), self._known, facts)
        text = titles[0] or details[0]
        found = [
            match
            for segment in self._segments
            for match in self._matches(draft, text, segment, limit)
        ]
        return sorted(found, key=lambda match: -match.score)[:limit]

    def _matches(self, draft: Rows, text: str, segment: _Segment, limit: int) -> list[Match]:
        near = _nearest(draft, segment.lists, segment.weight)
        odds = _weigh_all(draft, segment.data, near, WEIGHTS)
        best = np.argsort(-odds)[:limit]
        rows, scores = near[best].astype(np.int64), 1 / (1 + np.exp(-odds[best]))
        held = Sketch(*segment.data[:4])
        runs = shared_runs([text] * len(rows), rows, held, segment.data.rarity)
        gaps = np.abs(draft.days[0] - segment.data.days[rows])
        names = [self._ids[segment.base + row] for row in rows]
        return [
            Match(name, round(score, 4), because(run, partner=name, days=gap))
            for name, score, run, gap in zip(
                names, scores.tolist(), runs, gaps.tolist(), strict=True
            )
        ]

    def _push(self, sketched: Sketch, facts: Facts) -> None:
        """Fold the new rows into every segment that is not much larger than they are."""
        base = len(self._ids) - sketched.rows
        while self._segments and len(self._segments[-1].data.days) <= 2 * sketched.rows:
            old = self._segments.pop()
            sketched = joined(Sketch(*old.data[:4]), sketched)
            pairs: Iterable[tuple[Any, Any]] = zip(Facts(*old.data[-3:]), facts, strict=True)
            facts = Facts(*(np.concatenate(pair) for pair in pairs))
            base = old.base
        data = weighed(sketched, self._known, facts)
        scratch = np.zeros(sketched.rows, np.float32)
        self._segments.append(_Segment(data, postings(sketched), scratch, base))


@nb.njit(cache=True)
def _nearest(draft: Rows, lists: Postings, weight: Any) -> Any:
    """Give the rows that share most of the draft's rarest grams; leaves `weight` zero again."""
    touched = np.empty(BUDGET + REACH, np.int32)
    used, read = 0, 0
    for i in np.argsort(-draft.rarity):
        begin, end = list_of(draft.gram[i], lists)
        begin = max(begin, end - REACH)
        read += end - begin
        for row in lists.row[begin:end]:
            if weight[row] == 0:
                touched[used] = row
                used += 1
            weight[row] += draft.rarity[i]
        if read >= BUDGET:
            break
    rows = touched[:used]
    found = rows[np.argsort(-weight[rows])[:COMPARED]].copy()
    weight[rows] = 0
    return found


@nb.njit(cache=True)
def _weigh_all(draft: Rows, data: Rows, rows: Any, weights: Any) -> Any:
    odds = np.empty(len(rows), np.float64)
    for k in range(len(rows)):
        odds[k] = log_odds(0, draft, rows[k], data, weights)
    return odds
