"""The likeliest earlier appeals for a draft: an index in memory that grows as appeals come.

It holds segments like those of a log-structured store: new rows go to a small one, which is folded
into the next when it has grown to its size; a query looks into each. Rarities are counted over all.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from jiesu.mining.candidates import postings
from jiesu.mining.columns import Column, Texts, days, floats, strings
from jiesu.mining.evidence import WEIGHTS, Rows, log_odds, weighed
from jiesu.mining.reasons import because
from jiesu.mining.sketch import ORDERS, SIZE, Sketch, document_frequency, shared_runs, sketch
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
    first: npt.NDArray[np.int64]
    posting: npt.NDArray[np.int32]
    weight: npt.NDArray[np.float32]  # scratch of one query, all zero between queries
    base: int  # number of its first row in the index


class Index:
    """Appeals that can be asked "who said this before?"; not safe for threads that add."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._frequency = np.zeros(ORDERS * SIZE, np.int32)
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
        sketched = sketch(*_fields(texts))
        self._frequency += document_frequency(sketched)
        place = np.column_stack([floats(lat, len(names)), floats(lon, len(names))])
        self._ids += names
        self._push(sketched, days(times, len(names)), place)

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
        fields = [[field] for field in texts]
        draft = self._weighed(
            sketch(*_fields(fields)), days([time], 1), np.array([[_or_nan(lat), _or_nan(lon)]])
        )
        hits = [
            (score, segment, row)
            for segment in self._segments
            for score, row in zip(*_matches(draft, segment, limit), strict=True)
        ]
        hits.sort(key=lambda hit: -hit[0])
        return [self._match(fields, draft, *hit) for hit in hits[:limit]]

    def _match(
        self, fields: list[list[str]], draft: Rows, score: float, segment: _Segment, row: int
    ) -> Match:
        name = self._ids[segment.base + row]
        title, detail = (texts[0] for texts in _fields(fields))
        other = Sketch(*segment.data[:4])
        runs = shared_runs([title or detail], np.array([row]), other, segment.data.rarity)
        gap = abs(float(draft.days[0] - segment.data.days[row]))
        return Match(name, round(float(score), 4), because(runs[0], partner=name, days=gap))

    def _push(
        self, sketched: Sketch, at: npt.NDArray[np.float64], place: npt.NDArray[np.float64]
    ) -> None:
        """Fold the new rows into every segment that is not much larger than they are."""
        base = len(self._ids) - sketched.rows
        while self._segments and self._segments[-1].data.days.size <= 2 * sketched.rows:
            old = self._segments.pop()
            sketched = _joined(Sketch(*old.data[:4]), sketched)
            at = np.concatenate([old.data.days, at])
            place = np.concatenate([old.data.place, place])
            base = old.base
        data = self._weighed(sketched, at, place)
        first, posting = postings(data.start, data.gram, ORDERS * SIZE)
        scratch = np.zeros(sketched.rows, np.float32)
        self._segments.append(_Segment(data, first, posting, scratch, base))

    def _weighed(
        self, sketched: Sketch, at: npt.NDArray[np.float64], place: npt.NDArray[np.float64]
    ) -> Rows:
        return weighed(sketched, self._frequency, len(self._ids), at, place)


def _fields(texts: Texts) -> tuple[list[str], list[str]]:
    return fields_of([strings(column) for column in texts])


def _joined(one: Sketch, other: Sketch) -> Sketch:
    start = np.concatenate([one.start, other.start[1:] + one.start[-1]])
    pairs: Iterable[tuple[Any, Any]] = zip(one[1:], other[1:], strict=True)
    return Sketch(start, *(np.concatenate(pair) for pair in pairs))


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _matches(draft: Rows, segment: _Segment, limit: int) -> tuple[list[float], list[int]]:
    rows = _nearest(draft.gram, draft.rarity, segment.first, segment.posting, segment.weight)
    odds = _weigh_all(draft, segment.data, rows, WEIGHTS)
    best = np.argsort(-odds)[:limit]
    return (1 / (1 + np.exp(-odds[best]))).tolist(), rows[best].tolist()


@nb.njit(cache=True)
def _nearest(gram: Any, rarity: Any, first: Any, posting: Any, weight: Any) -> Any:
    """Give the rows that share most of the draft's rarest grams; leaves `weight` zero again."""
    touched = np.empty(BUDGET + REACH, np.int32)
    used, read = 0, 0
    for i in np.argsort(-rarity):
        begin, end = first[gram[i]], first[gram[i] + 1]
        begin = max(begin, end - REACH)
        read += end - begin
        for at in range(begin, end):
            row = posting[at]
            if weight[row] == 0:
                touched[used] = row
                used += 1
            weight[row] += rarity[i]
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
