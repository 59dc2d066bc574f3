"""An index in memory that grows as appeals come; also the way to ask one that lies in files.

It is a log-structured store: new rows make a small segment, which is merged into the one before
when it has grown to its size; a question goes to each.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from jiesu.mining.columns import Column, Texts, column_of, days, floats, titles_and_details
from jiesu.mining.similar.candidates import Keys, find_candidates, keys_of_draft, make_scratch
from jiesu.mining.similar.scoring import Draft, probabilities, weights_among
from jiesu.mining.similar.segment import CLOSED, EVER, GONE, Facts, Segment, make_segment, merge
from jiesu.mining.text.grams.language import SAMPLE, Language, learn
from jiesu.mining.text.grams.rows import DETAIL, read_grams
from jiesu.mining.text.grams.shared_runs import shared_runs
from jiesu.mining.text.normalisation import normalise
from jiesu.mining.text.reasons import because


class Match(NamedTuple):
    """One earlier appeal that may be the same."""

    id: int
    score: float  # how likely, in [0, 1]
    because: str  # as in `reasons`


class _ScoredRow(NamedTuple):
    score: float
    row: int
    held: Segment


class Index:
    """Appeals that can be asked "who said this before?"; one thread at a time."""

    def __init__(self, language: Language | None = None, held: Sequence[Segment] = ()) -> None:
        """Begin with segments read in a `language`; without one, the first rows teach it."""
        self.language = language
        self._held = list(held)
        self._seen = make_scratch()

    def __len__(self) -> int:
        """Give the number of appeals held."""
        return sum(int(np.count_nonzero(one.mark & GONE == 0)) for one in self._held)

    @property
    def _rows(self) -> int:
        return sum(one.rows for one in self._held)

    @property
    def last(self) -> int:
        """The highest id held; -1 without any."""
        return max((int(one.id[-1]) for one in self._held if one.rows), default=-1)

    def add(
        self,
        ids: Column,
        texts: Texts,
        times: Column | None = None,
        lat: Column | None = None,
        lon: Column | None = None,
    ) -> None:
        """Take in appeals (columns as for `groups`, ids are numbers), ready for the next question.

        A row with an id that is held already takes its place.
        """
        numbers = np.array(ids, np.int64)
        if not len(numbers):
            return
        titles, details = titles_and_details([column_of(column) for column in texts])
        if self.language is None:
            self.language = learn(titles[:SAMPLE], details[:SAMPLE])
        said = read_grams(titles, details, self.language)
        found = facts(numbers, days(times, len(numbers)), lat, lon)
        mark(self._held, numbers, GONE)
        self._push(make_segment(said, found))

    def query(
        self,
        texts: Iterable[str],
        *,
        time: Any = None,
        lat: float | None = None,
        lon: float | None = None,
        limit: int = 10,
        only_open: bool = False,
    ) -> list[Match]:
        """Give the likeliest appeals for a draft (its fields as for `add`), best first.

        `only_open` leaves out those that were marked as closed.
        """
        if self.language is None:
            return []
        titles, details = titles_and_details([pa.array([t], pa.large_string()) for t in texts])
        place = np.array([floats([lat], 1)[0], floats([lon], 1)[0]])
        draft = _draft(titles, details, self.language, place, float(days([time], 1)[0]))
        keys = keys_of_draft(draft.gram, draft.place)
        barred = np.uint8(GONE | CLOSED if only_open else GONE)
        found = [one for held in self._held for one in self._best(draft, keys, held, limit, barred)]
        best = sorted(found, key=lambda one: -one.score)[:limit]
        text = f"{normalise(titles[0].as_py())}。{normalise(details[0].as_py())[:DETAIL]}"
        return _matches(text, draft.day, best)

    def _best(
        self, draft: Draft, keys: Keys, held: Segment, limit: int, barred: np.uint8
    ) -> list[_ScoredRow]:
        rows = find_candidates(keys, held, self._seen, barred)
        scores = probabilities(draft, rows, held, weights_among(self._rows))
        best = np.argsort(-scores, kind="stable")[:limit]
        return [_ScoredRow(float(scores[k]), int(rows[k]), held) for k in best if scores[k] > 0]

    def _push(self, fresh: Segment) -> None:
        parts = [fresh]
        while self._held and self._held[-1].rows <= 2 * sum(part.rows for part in parts):
            parts.insert(0, self._held.pop())
        self._held.append(merge(parts) if len(parts) > 1 else fresh)


def facts(
    ids: npt.NDArray[np.int64],
    day: npt.NDArray[np.float64],
    lat: Column | None,
    lon: Column | None,
) -> Facts:
    """Give what is known of rows that may be kept for ever, and are open."""
    rows = len(ids)
    place = np.column_stack([floats(lat, rows), floats(lon, rows)])
    return Facts(ids, day, place, np.full(rows, EVER, np.int32), np.zeros(rows, np.bool_))


def mark(held: Iterable[Segment], ids: npt.NDArray[np.int64], bit: int, *, on: Any = True) -> None:
    """Set (or clear, where not `on`) a bit of `Segment.mark` for some ids, where they are held."""
    on = np.broadcast_to(np.asarray(on, np.bool_), ids.shape)
    for one in held:
        rows, known = rows_of(one, ids)
        set_, clear = rows[known & on], rows[known & ~on]
        one.mark[set_] |= bit
        one.mark[clear] &= np.uint8(255 - bit)


def rows_of(
    held: Segment, ids: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Give where each id stands in a segment, and whether it does at all."""
    if not held.rows or not len(ids) or ids.min() > held.id[-1]:
        return np.zeros(len(ids), np.int64), np.zeros(len(ids), np.bool_)
    rows = np.minimum(np.searchsorted(held.id, ids), held.rows - 1)
    return rows, held.id[rows] == ids


def _draft(
    titles: pa.Array, details: pa.Array, language: Language, place: Any, day: float
) -> Draft:
    said = read_grams(titles, details, language)
    number = said.numbers[0].astype(np.int32)
    return Draft(said.gram, said.norm[0], said.titles[0], number, place, day)


def _matches(text: str, day: float, found: list[_ScoredRow]) -> list[Match]:
    grams = [one.held.gram[one.held.start[one.row] : one.held.start[one.row + 1]] for one in found]
    start = np.cumsum([0, *map(len, grams)])
    held = np.concatenate([np.empty(0, np.uint32), *grams])
    runs = shared_runs([text] * len(found), np.arange(len(found)), start, held)
    made = []
    for one, run in zip(found, runs, strict=True):
        name, gap = int(one.held.id[one.row]), abs(day - float(one.held.day[one.row]))
        why = because(run, partner=str(name), days=gap)
        made.append(Match(name, round(one.score, 4), why))
    return made
