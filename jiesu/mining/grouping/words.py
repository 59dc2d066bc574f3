"""What ties a row to its group, as codes with words: see `reasons` for how they read."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jiesu.mining.grouping.packed import KEY_AT, RARITY, RARITY_MOST, RARITY_PLACE
from jiesu.mining.grouping.reading import DETAIL, Told
from jiesu.mining.grouping.stream import Tied
from jiesu.mining.reasons import because
from jiesu.mining.sketch import Sketch, shared_runs
from jiesu.mining.text import normalise

WORDS = 300_000  # rows up to which the shared words are sought; above, a row names its partner


class Said(NamedTuple):
    """Rows in the order of time: what they say, as text and as grams."""

    titles: pa.Array
    details: pa.Array
    told: Told
    days: npt.NDArray[np.float64]


def reasons(said: Said, tied: Tied, names: pa.Array) -> pa.Array:
    """Give for each row what ties it to its partner; empty where it stands alone."""
    gaps = np.abs(said.days - said.days[tied.partner])
    plain = partners(tied, names, gaps)
    joined = np.flatnonzero((tied.tie > 0) & ~tied.copied)
    if len(said.days) > WORDS or not len(joined):
        return plain
    why = plain.to_pylist()
    texts = [_text(said, int(row)) for row in joined]
    partner = tied.partner[joined]
    runs = shared_runs(texts, partner, *_sketch(said.told))
    others = names.take(pa.array(partner)).to_pylist()
    for row, run, name, gap in zip(joined.tolist(), runs, others, gaps[joined], strict=True):
        why[row] = because(run, partner=name, days=float(gap))
    return pa.array(why, pa.string())


def partners(tied: Tied, names: pa.Array, gaps: Any) -> pa.Array:
    """Give `days:3|with:ID`, or `copy:ID`, for rows that are tied."""
    other = names.take(pa.array(tied.partner)).cast(pa.string())
    days = pa.array(np.rint(np.nan_to_num(gaps)).astype(np.int64)).cast(pa.string())
    near = pc.binary_join_element_wise("days:", days, "|with:", other, "")
    same = pc.binary_join_element_wise("copy:", other, "")
    told = pc.if_else(pa.array(tied.copied), same, near)
    return pc.if_else(pa.array(tied.tie > 0), told, "")


def _text(said: Said, row: int) -> str:
    return normalise(said.titles[row].as_py()) or normalise(said.details[row].as_py())[:DETAIL]


def _sketch(told: Told) -> tuple[Sketch, npt.NDArray[np.float32]]:
    grams = (told.gram >> KEY_AT).astype(np.uint32)
    none = np.empty(0, np.uint8)
    rarity = RARITY[(told.gram >> RARITY_PLACE) & RARITY_MOST]
    return Sketch(told.start, grams, none, none.astype(np.bool_)), rarity
