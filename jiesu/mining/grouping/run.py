"""A run that goes on: appeals by their ids, joined day after day to the groups there are."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jiesu.mining.grouping.clustering.constraints import (
    Constraints,
    Pairs,
    by_number,
    refuse_contradiction,
)
from jiesu.mining.grouping.clustering.stream import WINDOW, Stream
from jiesu.mining.grouping.clustering.ties import TieColumns
from jiesu.mining.grouping.clustering.window import Positions
from jiesu.mining.grouping.result_table import result_table, roles
from jiesu.mining.grouping.tie_reasons import (
    DECIDED,
    WORDS,
    RecentTexts,
    partner_reasons,
    word_reasons,
)
from jiesu.mining.text.code_points import SEED, mix
from jiesu.mining.text.grams.folding import bytes_of
from jiesu.mining.text.grams.language import SAMPLE, Language
from jiesu.mining.text.grams.rows import GramRows, read_grams_in_parts

_OUTGROWN = 4  # times the rows the words were learned from


class DuplicateIdError(ValueError):
    """Two rows carry one id, so a group could not say which it holds."""


class AppealBatch(NamedTuple):
    """Columns of one length, in the order of time; text may be empty, time and place unknown."""

    ids: pa.Array
    titles: pa.Array
    details: pa.Array
    where: Positions

    def rows(self, chosen: npt.NDArray[np.int64]) -> "AppealBatch":
        """Choose rows."""
        ids, titles, details = (column.take(pa.array(chosen)) for column in self[:3])
        return AppealBatch(ids, titles, details, self.where.rows(chosen))


class Run:
    """Everything that is known of the appeals that joined; see `state` for how it is kept."""

    def __init__(self, language: Language, learned: int, rows: int = WINDOW) -> None:
        """Begin with words learned from `learned` rows, and room for `rows` in the window."""
        self.language, self.learned = language, learned
        self.stream = Stream(rows)
        self.ids = pa.chunked_array([], pa.large_string())
        self.same: Pairs = ()
        self.apart: Pairs = ()
        self.words = pa.table({"row": pa.array([], pa.int32()), "because": pa.array([], "string")})

    def __len__(self) -> int:
        """Give the number of appeals that joined."""
        return len(self.stream)

    @property
    def outgrown(self) -> bool:
        """Whether the words were learned from so few rows that all should be read anew."""
        return self.learned < SAMPLE and len(self) >= _OUTGROWN * self.learned

    def decide(self, same: Pairs, apart: Pairs) -> None:
        """Hold to these decisions, and to no others, from the next `join` on.

        Pairs are of ids, which need not have come yet. Raises `ContradictionError`.
        """
        refuse_contradiction(same, apart)
        self.same, self.apart = same, apart

    def join(self, new: AppealBatch, *, known_new: bool = False) -> npt.NDArray[np.int64]:
        """Take in appeals; give the numbers of all rows of the groups that changed.

        Raises `DuplicateIdError` where an id came before, unless they are `known_new`: to look for
        them takes as long as everything is long that joined.
        """
        if not known_new:
            self.refuse(new.ids)
        before, lone = self.stream.group, self.stream.ties.tied.tie == 0
        self.add(new)
        if len(new.ids) <= WORDS:
            self._find_words(RecentTexts(len(before), new.titles, new.details), lone)
        return _touched(before, self.stream.group)

    def add(self, new: AppealBatch) -> None:
        """Take in appeals known to be new, and seek no words: for the chunks of a long file."""
        said = read_grams_in_parts(new.titles, new.details, self.language)
        self._take(new.ids, new.where, said)

    def take(self, ids: pa.Array, where: Positions, said: GramRows) -> None:
        """Take in appeals that were read already, elsewhere."""
        self._take(ids, where, [said])

    def _take(self, ids: pa.Array, where: Positions, said: Iterable[GramRows]) -> None:
        self.ids = pa.chunked_array([*self.ids.chunks, ids], pa.large_string())
        self.stream.join(said, where, self._decided())

    def refuse(self, ids: pa.Array) -> None:
        """Raise `DuplicateIdError` where two ids are equal, or one has joined."""
        refuse_twice(ids)
        if not len(self):
            return
        known = self.ids.filter(pc.is_in(self.ids, ids))
        if len(known):
            raise DuplicateIdError(
                f"the id {known[0]} has joined before: leave out what came in an earlier run"
            )

    def forget(self, ids: pa.Array) -> None:
        """Wipe what appeals said; they tie nothing any more."""
        rows = np.flatnonzero(pc.is_in(self.ids, ids).to_numpy())
        self.stream.forget(rows)
        gone = pc.is_in(self.words["row"], pa.array(rows, pa.int32()))
        self.words = self.words.filter(pc.invert(gone))

    def table(self, rows: npt.NDArray[np.int64]) -> pa.Table:
        """Give `id, group, role, score, because` of `rows`, which hold every group whole."""
        return pa.concat_tables(self.tables(rows, max(len(rows), 1)))

    def tables(self, rows: npt.NDArray[np.int64], chunk: int) -> Iterator[pa.Table]:
        """Give what `result_table` does, `chunk` rows at a time."""
        self.ids = pa.chunked_array([self.ids.combine_chunks()], pa.large_string())
        group = self.stream.group
        speaks = roles(rows, group, self.stream.ties.tied)
        for first in range(0, max(len(rows), 1), chunk):
            part = slice(first, first + chunk)
            yield self._said(rows[part], group, speaks[part])

    def counts(self) -> tuple[int, int]:
        """Give how many groups of two and more there are, and how many appeals are alone."""
        size = np.bincount(self.stream.group)
        return int((size > 1).sum()), int((size == 1).sum())

    def _said(self, rows: Any, group: Any, speaks: Any) -> pa.Table:
        tied = self.stream.ties.tied
        lead = self.ids.take(pa.array(group[rows]))
        why = self._why(rows, speaks, tied)
        return result_table(self.ids.take(pa.array(rows)), lead, speaks, tied.tie[rows], why)

    def _decided(self) -> Constraints:
        """Give the decisions about appeals that came, by row numbers."""
        named = pa.array(sorted({one for pair in (*self.same, *self.apart) for one in pair}))
        if not len(named):
            return Constraints()
        rows = np.flatnonzero(pc.is_in(self.ids, named.cast(pa.large_string())).to_numpy())
        number = dict(zip(self.ids.take(pa.array(rows)).to_pylist(), rows.tolist(), strict=True))
        return Constraints(by_number(self.same, number), by_number(self.apart, number))

    def _find_words(self, said: RecentTexts, lone: Any) -> None:
        """Find the words of new rows, and of earlier ones that were alone until now."""
        tied, days = self.stream.ties.tied, self.stream.ties.rows.days
        found = (tied.tie > 0) & ~tied.copied
        found[: said.first] &= lone & (tied.partner[: said.first] >= said.first)
        rows = np.flatnonzero(found)
        why = word_reasons(rows, said, tied, days, self.stream.window, self.ids)
        new = pa.table({"row": pa.array(rows, pa.int32()), "because": why})
        self.words = pa.concat_tables([self.words, new])

    def _why(self, rows: Any, speaks: Any, tied: Any) -> pa.Array:
        why = partner_reasons(rows, tied, self.stream.ties.rows.days, self.ids)
        if len(self.words):
            why = pc.coalesce(self._worded(rows, tied), why)
        person = pa.array((tied.tie[rows] == 0) & (speaks > 0))
        return pc.if_else(person, DECIDED, why)

    def _worded(self, rows: Any, tied: TieColumns) -> pa.Array:
        at = np.full(len(self), -1)
        at[self.words["row"].to_numpy()] = np.arange(len(self.words))  # of two the later counts
        place = at[rows]
        place[(tied.tie[rows] == 0) | tied.copied[rows]] = -1
        return self.words["because"].combine_chunks().take(pa.array(place, mask=place < 0))


def refuse_twice(ids: Any) -> None:
    """Raise `DuplicateIdError` where two ids are equal."""
    hashes = np.sort(_hashes(*bytes_of(ids)))  # in a quarter of the memory that counting takes
    if (hashes[1:] != hashes[:-1]).all():
        return
    counts = ids.value_counts()
    twice = counts.filter(pc.greater(counts.field("counts"), 1)).field("values")
    if len(twice):
        raise DuplicateIdError(f"the id {twice[0]} stands in more than one row; ids must be unique")


@nb.njit(cache=True)
def _hashes(data: Any, at: Any) -> Any:
    """Hash each of some strings, given as their bytes and where each begins."""
    found = np.empty(len(at) - 1, np.uint64)
    for row in range(len(found)):
        state = np.uint64(SEED)
        for sign in data[at[row] : at[row + 1]]:
            state = mix(state, sign)
        found[row] = state
    return found


def _touched(before: Any, after: Any) -> npt.NDArray[np.int64]:
    """Give all rows of the groups that have new members, or have lost some."""
    first = len(before)
    moved = np.flatnonzero(before != after[:first])
    changed = np.zeros(len(after), np.bool_)
    for groups in (after[first:], after[moved], before[moved]):
        changed[groups] = True
    found: npt.NDArray[np.int64] = np.flatnonzero(changed[after])
    return found
