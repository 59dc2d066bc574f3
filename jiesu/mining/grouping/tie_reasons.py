"""What ties a row to its group, as codes with words: see `word_reasons` for how they read."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from jiesu.mining.grouping.clustering.ties import TieColumns
from jiesu.mining.grouping.clustering.window import Window, grams_of_rows
from jiesu.mining.text.grams.rows import DETAIL
from jiesu.mining.text.grams.shared_runs import shared_runs
from jiesu.mining.text.normalisation import normalise
from jiesu.mining.text.reasons import because

WORDS = 300_000  # rows up to which the shared words are sought; above, a row names its partner
DECIDED = "decided"  # ties a row that only a person put in its group


class RecentTexts(NamedTuple):
    """The texts of the newest rows of a run, the first of which has number `first`."""

    first: int
    titles: pa.Array
    details: pa.Array


def word_reasons(
    rows: Any, said: RecentTexts, tied: TieColumns, days: Any, held: Window, names: Any
) -> pa.Array:
    """Give for tied `rows` what ties them: `place:…|problem:…|days:3|with:ID`.

    Of each row or its partner the text must be among those that were `said`.
    """
    partner = tied.partner[rows]
    text = np.where(rows >= said.first, rows, partner)  # words that two share stand in either
    other = np.where(rows >= said.first, partner, rows)
    texts = [_text(said, row) for row in (text - said.first).tolist()]
    runs = shared_runs(texts, np.arange(len(rows)), *grams_of_rows(other, held))
    gaps = np.abs(days[rows] - days[partner]).tolist()
    ids = names.take(pa.array(partner)).to_pylist()
    told = zip(runs, ids, gaps, strict=True)
    return pa.array([because(run, partner=name, days=gap) for run, name, gap in told], pa.string())


def partner_reasons(rows: Any, tied: TieColumns, days: npt.NDArray[Any], names: Any) -> pa.Array:
    """Give `days:3|with:ID`, `copy:ID`, or nothing for rows that are not tied."""
    partner = tied.partner[rows]
    other = names.take(pa.array(partner)).cast(pa.string())
    gaps = np.abs(days[rows] - days[partner])
    told = pa.array(np.rint(np.nan_to_num(gaps)).astype(np.int64)).cast(pa.string())
    near = pc.binary_join_element_wise("days:", told, "|with:", other, "")
    same = pc.binary_join_element_wise("copy:", other, "")
    found = pc.if_else(pa.array(tied.copied[rows]), same, near)
    return pc.if_else(pa.array(tied.tie[rows] > 0), found, "")


def _text(said: RecentTexts, row: int) -> str:
    return normalise(said.titles[row].as_py()) or normalise(said.details[row].as_py())[:DETAIL]
